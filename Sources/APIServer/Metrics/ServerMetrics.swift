internal import Telemetry
internal import Transport

/// The metrics of a server, named as dashboards for Kubernetes know them.
final class ServerMetrics: Sendable {
    private let registry: MetricsRegistry
    private let requests: Counter
    private let durations: Histogram

    init(registry: MetricsRegistry) {
        self.registry = registry
        requests = registry.counter(
            "apiserver_request_total",
            help: "Requests by verb, resource and answer.",
            labels: ["verb", "group", "version", "resource", "subresource", "scope", "code"]
        )
        durations = registry.histogram(
            "apiserver_request_duration_seconds",
            help: "Time from the arrival of a request to its answer.",
            labels: ["verb", "group", "version", "resource", "subresource", "scope"],
            buckets: [
                0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60,
            ]
        )
    }

    /// Counts a request that somebody else had to answer.
    func terminated(_ info: RequestInfo, code: Int) {}

    /// Counts one answer.
    func record(_ info: RequestInfo, code: Int, seconds: Double) {
        let verb = Self.verb(info)
        let scope = Self.scope(info)
        let isResource = info.isResource
        let group = isResource ? info.group : ""
        let version = isResource ? info.version : ""
        let resource = isResource ? info.resource : ""
        let subresource = isResource ? info.subresource : ""
        requests.labels([verb, group, version, resource, subresource, scope, String(code)]).increment()
        guard verb != "WATCH" else { return }
        durations.labels([verb, group, version, resource, subresource, scope]).observe(seconds)
    }

    /// Everything in Prometheus' text format.
    var exposition: [UInt8] { registry.render() }

    static let contentType = MetricsRegistry.contentType

    private static func verb(_ info: RequestInfo) -> String {
        switch info.verb {
        case "update": "PUT"
        case "create": "POST"
        case "": "other"
        default: info.verb.uppercased()
        }
    }

    private static func scope(_ info: RequestInfo) -> String {
        if !info.name.isEmpty { return "resource" }
        if !info.namespace.isEmpty { return "namespace" }
        return info.isResource ? "cluster" : ""
    }
}

/// Measures every request, and tells the log of it when it listens that closely.
struct Measuring: Middleware {
    let metrics: ServerMetrics
    let log: Logger

    func respond(to context: RequestContext, next: Responder) async -> HTTPResponse {
        let start = ContinuousClock.now
        let response = await next(context)
        let taken = (ContinuousClock.now - start).components
        let seconds = Double(taken.seconds) + Double(taken.attoseconds) * 1e-18
        metrics.record(context.info, code: response.status, seconds: seconds)
        log.debug(
            "request",
            [
                ("method", context.request.method), ("path", context.info.path), ("user", context.user.name),
                ("code", "\(response.status)"), ("microseconds", "\(Int(seconds * 1_000_000))"),
            ]
        )
        return response
    }
}
