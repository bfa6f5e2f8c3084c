internal import Telemetry
internal import Transport

/// The metrics of a server, named as dashboards for Kubernetes know them.
///
/// Source: apiserver `endpoints/metrics`.
final class ServerMetrics: Sendable {
    private let registry: MetricsRegistry
    private let requests: Counter
    private let durations: Histogram
    private let sizes: Histogram
    private let longRunning: Gauge
    private let terminations: Counter
    private let known = Locked<[Key: Children]>([:])
    /// What is measured only when somebody looks.
    private let looks = Locked<[@Sendable () -> Void]>([])

    /// Requests that are counted together.
    private struct Key: Hashable {
        var verb: String
        var dryRun = ""
        var group = ""
        var version = ""
        var resource = ""
        var subresource = ""
        var scope = ""
        var code: Int

        /// What a client may choose freely is no reason to keep more.
        static func other(code: Int) -> Key { Key(verb: "OTHER", code: code) }
    }

    private struct Children {
        let requests: Counter.Child
        /// Nil for requests that last as long as their clients want.
        let durations: Histogram.Child?
        /// Nil for requests that read nothing.
        let sizes: Histogram.Child?
    }

    /// Most combinations of labels.
    private static let capacity = 5_000
    private static let component = "apiserver"

    init(registry: MetricsRegistry) {
        self.registry = registry
        let labels = ["verb", "group", "version", "resource", "subresource", "scope", "component"]
        let withDryRun = ["verb", "dry_run"] + labels.dropFirst()
        requests = registry.counter(
            "apiserver_request_total",
            help: "Counter of apiserver requests broken out for each verb, dry run value, group, version, resource, "
                + "scope, component, and HTTP response code.",
            labels: withDryRun + ["code"]
        )
        durations = registry.histogram(
            "apiserver_request_duration_seconds",
            help: "Response latency distribution in seconds for each verb, dry run value, group, version, resource, "
                + "subresource, scope and component.",
            labels: withDryRun,
            buckets: Histogram.requestBuckets
        )
        sizes = registry.histogram(
            "apiserver_response_sizes",
            help: "Response size distribution in bytes for each group, version, verb, resource, subresource, scope "
                + "and component.",
            labels: labels,
            buckets: [1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9]
        )
        longRunning = registry.gauge(
            "apiserver_longrunning_requests",
            help: "Gauge of all active long-running apiserver requests broken out by verb, group, version, resource, "
                + "scope and component.",
            labels: labels
        )
        terminations = registry.counter(
            "apiserver_request_terminations_total",
            help: "Number of requests which apiserver terminated in self-defense.",
            labels: labels + ["code"]
        )
    }

    /// Calls `measure` before the metrics are shown.
    func beforeShowing(_ measure: @escaping @Sendable () -> Void) { looks.withLock { $0.append(measure) } }

    /// Everything in Prometheus' text format.
    var exposition: [UInt8] {
        for look in looks.withLock({ $0 }) { look() }
        return registry.render()
    }

    static let contentType = MetricsRegistry.contentType

    /// Counts one answer.
    func record(_ context: RequestContext, _ response: HTTPResponse, seconds: Double) {
        let children = children(key(context, code: response.status), context)
        children.requests.increment()
        children.durations?.observe(seconds)
        if let sizes = children.sizes, let count = response.body.byteCount { sizes.observe(Double(count)) }
    }

    /// Counts a request that the server did not finish.
    func terminated(_ context: RequestContext, code: Int) {
        let key = key(context, code: code)
        terminations.labels(Self.labels(key) + [String(code)]).increment()
    }

    /// The gauge of requests that last and are like this one.
    func open(_ context: RequestContext) -> Gauge.Child {
        let key = bounded(key(context, code: 0), context)
        return longRunning.labels(Self.labels(key))
    }

    private func children(_ key: Key, _ context: RequestContext) -> Children {
        if let children = known.withLock({ $0[key] }) { return children }
        let isFull = known.withLock { $0.count >= Self.capacity }
        let kept = isFull ? Key.other(code: key.code) : key
        let labels = Self.labels(kept)
        let isLasting = context.info.isLongRunning
        let withDryRun = [kept.verb, kept.dryRun] + labels.dropFirst()
        let children = Children(
            requests: requests.labels(withDryRun + [String(kept.code)]),
            durations: isLasting ? nil : durations.labels(withDryRun),
            sizes: kept.verb == "GET" || kept.verb == "LIST" ? sizes.labels(labels) : nil
        )
        if !isFull { known.withLock { $0[key] = children } }
        return children
    }

    private func bounded(_ key: Key, _ context: RequestContext) -> Key {
        known.withLock { $0.count >= Self.capacity } ? Key.other(code: key.code) : key
    }

    private static func labels(_ key: Key) -> [String] {
        [key.verb, key.group, key.version, key.resource, key.subresource, key.scope, component]
    }

    private func key(_ context: RequestContext, code: Int) -> Key {
        let info = context.info
        guard info.isResource else { return Key(verb: Self.verb(info, context), code: code) }
        var key = Key(verb: Self.verb(info, context), code: code)
        key.dryRun = context.query.isEmpty ? "" : context.query.all("dryRun").sorted().joined(separator: ",")
        // Anything but the one value that there is comes from a client that makes it up.
        if !key.dryRun.isEmpty, key.dryRun != "All" { key.dryRun = "invalid" }
        key.group = info.group
        key.version = info.version
        key.resource = info.resource
        key.subresource = info.subresource
        key.scope = Self.scope(info)
        return key
    }

    private static func verb(_ info: RequestInfo, _ context: RequestContext) -> String {
        switch info.verb {
        case "get": "GET"
        case "list": "LIST"
        case "watch": "WATCH"
        case "create": "POST"
        case "update": "PUT"
        case "patch":
            context.request.headers["content-type"]?.hasPrefix(ApplyVerb.contentType) == true ? "APPLY" : "PATCH"
        case "delete": "DELETE"
        case "deletecollection": "DELETECOLLECTION"
        case "post": "POST"
        case "put": "PUT"
        default: "OTHER"
        }
    }

    /// Source: apiserver `CleanScope`.
    static func scope(_ info: RequestInfo) -> String {
        if !info.name.isEmpty || info.verb == "create" { return "resource" }
        return info.namespace.isEmpty ? "cluster" : "namespace"
    }
}
