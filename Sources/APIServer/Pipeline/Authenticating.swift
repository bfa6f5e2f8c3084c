internal import APIMachinery
internal import Transport

/// Finds out who asks.
///
/// A credential that is wrong gives 401; none at all makes the caller anonymous.
struct Authenticating: Middleware {
    let authenticator: Authenticator

    func respond(to context: RequestContext, next: Responder) async -> HTTPResponse {
        switch await authenticator.authenticate(context) {
        case .user(let user):
            context.user = user
        case .anonymous:
            context.user = .anonymous
        case .refused:
            return ErrorRendering.response(to: .unauthorized, for: context)
        }
        return await next(context)
    }
}
