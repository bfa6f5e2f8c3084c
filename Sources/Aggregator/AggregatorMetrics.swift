internal import APIServer
internal import Telemetry

/// What the aggregator counts, under the names that dashboards for Kubernetes know.
///
/// Source: kube-aggregator `controllers/status/metrics`, apiserver `endpoints/metrics`.
final class AggregatorMetrics: Sendable {
    private let unavailable: Gauge
    private let unavailableTotal: Counter
    private let aggregations: Counter
    private let regenerations: Counter
    private let regenerationSeconds: Gauge
    private let terminations: Counter
    private let unnamed: Counter

    init(registry: MetricsRegistry) {
        unavailable = registry.gauge(
            "aggregator_unavailable_apiservice",
            help: "APIServices that cannot be asked at present.",
            labels: ["name"]
        )
        unavailableTotal = registry.counter(
            "aggregator_unavailable_apiservice_total",
            help: "How often APIServices became unavailable.",
            labels: ["name", "reason"]
        )
        aggregations = registry.counter(
            "aggregator_discovery_aggregation_count_total",
            help: "How often the discovery document was put together."
        )
        regenerations = registry.counter(
            "aggregator_openapi_v2_regeneration_count",
            help: "How often the OpenAPI v2 document was put together.",
            labels: ["apiservice", "reason"]
        )
        regenerationSeconds = registry.gauge(
            "aggregator_openapi_v2_regeneration_duration",
            help: "How long it took last time, in seconds.",
            labels: ["reason"]
        )
        terminations = registry.counter(
            "apiserver_request_terminations_total",
            help: "Requests that were given up.",
            labels: ["verb", "group", "version", "resource", "subresource", "scope", "component", "code"]
        )
        unnamed = registry.counter(
            "apiserver_kube_aggregator_x509_missing_san_total",
            help: "Requests that failed because the server's certificate names no host in a subject alternative name."
        )
    }

    /// Notes what a look at an APIService came to.
    func checked(_ name: String, before: APIServiceCondition?, after: APIServiceCondition) {
        unavailable.labels([name]).set(after.status == "True" ? 0 : 1)
        guard before?.status == "True", after.status != "True" else { return }
        unavailableTotal.labels([name, after.reason.isEmpty ? "UnknownReason" : after.reason]).increment()
    }

    /// Forgets an APIService.
    func removed(_ name: String) { unavailable.remove([name]) }

    func aggregatedDiscovery() { aggregations.increment() }

    func regenerated(_ name: String, reason: String, seconds: Double) {
        regenerations.labels([name, reason]).increment()
        regenerationSeconds.labels([reason]).set(seconds)
    }

    /// Notes that a server's certificate has a common name at the most.
    func lackedNames() { unnamed.increment() }

    /// Notes that the proxy itself ended a request.
    func terminated(_ request: FrontRequest, code: Int) {
        let info = request.attributes
        terminations.labels([
            info.verb, info.group, info.version, info.resource, info.subresource, request.scope, "aggregator",
            String(code),
        ])
        .increment()
    }
}
