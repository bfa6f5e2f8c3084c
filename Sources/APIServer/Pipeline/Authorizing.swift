internal import Transport

/// Asks whether the caller may do what it asks for; 403 if not.
struct Authorizing: Middleware {
    let authorizer: Authorizer

    func respond(to context: RequestContext, next: Responder) async -> HTTPResponse {
        let attributes = AuthorizationAttributes(user: context.user, info: context.info)
        switch await authorizer.authorize(attributes) {
        case .allow:
            return await next(context)
        case .deny(let reason):
            var response = ErrorRendering.response(to: attributes.forbidden(reason: reason), for: context)
            response.headers.add("x-content-type-options", "nosniff")
            return response
        }
    }
}
