internal import APIMachinery
internal import Transport

/// Lets a caller act as somebody else (`Impersonate-*`), if it may.
///
/// The most constrained way that is allowed counts. When none is, the caller hears what it lacks for the first.
struct Impersonating: Middleware {
    let authorizer: any Authorizer

    func respond(to context: RequestContext, next: Responder) async -> HTTPResponse {
        do {
            guard let wanted = try ImpersonationHeaders.wanted(in: context.request.headers) else {
                return await next(context)
            }
            context.user = try await user(wanted, context)
            _ = context.stopwatch.lap()
        } catch {
            return ErrorRendering.response(to: error, for: context)
        }
        context.removeHeaders(where: ImpersonationHeaders.owns)
        return await next(context)
    }

    private func user(_ wanted: UserInfo, _ context: RequestContext) async throws(StatusError) -> UserInfo {
        let attributes = AuthorizationAttributes(user: context.user, info: context.info, query: context.query)
        var first: StatusError?
        for mode in ImpersonationMode.allCases {
            do {
                guard let user = try await mode.user(wanted, for: attributes, asking: authorizer) else { continue }
                context.audit?.impersonates(user, constraint: mode.constraint)
                return user
            } catch {
                first = first ?? error
            }
        }
        throw first ?? .unauthorized
    }
}
