internal import Telemetry
internal import Transport

/// Asks whether the caller may do what it asks for; 403 if not, 500 if nobody can tell.
struct Authorizing: Middleware {
    let authorizer: any Authorizer
    let metrics: IdentityMetrics
    let log: Logger

    func respond(to context: RequestContext, next: Responder) async -> HTTPResponse {
        let attributes = AuthorizationAttributes(user: context.user, info: context.info, query: context.query)
        let decision = await authorizer.authorize(attributes)
        metrics.result(decision).record(seconds: context.stopwatch.lap())
        switch decision {
        case .allow:
            context.audit?.note(decision: "allow", reason: "")
            return await next(context)
        case .deny(let reason), .noOpinion(let reason):
            context.audit?.note(decision: "forbid", reason: reason)
            var response = ErrorRendering.response(to: attributes.forbidden(reason: reason), for: context)
            response.headers.add("x-content-type-options", "nosniff")
            return response
        case .failed(let error):
            context.audit?.annotate("authorization.k8s.io/reason", "internal error")
            log.error("authorization failed", [("error", error)])
            return ErrorRendering.internalError(error, for: context)
        }
    }
}
