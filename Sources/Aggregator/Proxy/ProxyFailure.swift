internal import Transport

/// What the proxy itself has to say when a request does not get through: text, no `Status`.
///
/// Source: kube-aggregator `handler_proxy.go`, apimachinery `util/proxy`.
enum ProxyFailure: Error, Sendable, Equatable {
    /// Not available, or its Service leads nowhere.
    case unavailable
    /// The connection to it cannot be configured, with the reason.
    case misconfigured(String)
    case unreachable(String)
    case upgradeUnreachable(String)
    /// It answered an upgrade with that status.
    case upgradeRefused(Int)
    case redirected

    /// The status code.
    var status: Int {
        switch self {
        case .misconfigured: 500
        case .redirected: 502
        case .unavailable, .unreachable, .upgradeUnreachable, .upgradeRefused: 503
        }
    }

    /// What the client reads.
    var text: String {
        switch self {
        case .unavailable: "service unavailable"
        case .misconfigured(let cause): cause
        case .unreachable(let cause): "error trying to reach service: \(cause)"
        case .upgradeUnreachable(let cause): "error dialing backend: \(cause)"
        case .upgradeRefused(let status): "invalid upgrade response: status code \(status)"
        case .redirected: "the backend attempted to redirect this request, which is not permitted"
        }
    }

    /// The answer.
    var response: HTTPResponse {
        let headers = HTTPHeaders([
            ("content-type", "text/plain; charset=utf-8"), ("x-content-type-options", "nosniff"),
        ])
        return HTTPResponse(status: status, headers: headers, body: .bytes(Array((text + "\n").utf8)))
    }
}
