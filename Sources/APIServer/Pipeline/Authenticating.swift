internal import APIMachinery
internal import Telemetry
internal import Transport

/// Finds out who asks, and takes the credentials out of the request.
///
/// A credential that is wrong gives 401; none at all makes the caller anonymous.
struct Authenticating: Middleware {
    let steps: [any RequestAuthenticator]
    let proxyHeaders: ProxyHeaders
    let metrics: IdentityMetrics
    let log: Logger

    init(_ authenticator: Authenticator, metrics: IdentityMetrics, log: Logger) {
        self.metrics = metrics
        steps = authenticator.steps
        proxyHeaders = ProxyHeaders(configuration: authenticator.requestHeader?.configuration)
        self.log = log
    }

    func respond(to context: RequestContext, next: Responder) async -> HTTPResponse {
        switch await Authenticator.authenticate(context, by: steps) {
        case .user(let user):
            context.user = user
        case .anonymous:
            context.user = .anonymous
        case .refused(let reasons):
            metrics.failure.record(seconds: context.stopwatch.lap())
            log.debug("not authenticated", [("reasons", reasons.joined(separator: "; "))])
            return ErrorRendering.response(to: .unauthorized, for: context)
        }
        metrics.success.record(seconds: context.stopwatch.lap())
        metrics.authenticated(context.user.name)
        proxyHeaders.remove(from: context)
        return await next(context)
    }
}

/// Which header fields are credentials; nothing behind the authentication sees them.
struct ProxyHeaders: Sendable {
    /// Names of the fields in use, beyond the standard ones.
    let configuration: Locked<RequestHeaderConfiguration?>?

    /// Takes credentials out of a request.
    func remove(from context: RequestContext) {
        let own = configuration?.withLock { $0 }
        // Every request comes here and few have such fields: look before copying anything.
        let hasAny = context.request.headers.fields.contains { name, _ in
            Self.isStandard(name) || own?.ownsUnusual(name) == true
        }
        guard hasAny else { return }
        context.removeHeaders { name in Self.isStandard(name) || own?.owns(name) == true }
    }

    private static func isStandard(_ name: String) -> Bool {
        switch name.utf8.first {
        case UInt8(ascii: "a"): name == "authorization"
        case UInt8(ascii: "x"): name == "x-remote-uid" || RequestHeaderConfiguration.standard.owns(name)
        default: false
        }
    }
}
