internal import Synchronization
internal import Telemetry
internal import Transport

/// Refuses requests beyond a number that is served at a time, reading and changing ones apart (429).
///
/// Watches take no place, masters are never refused, and health is answered however busy the server is.
/// Source: apiserver `filters/maxinflight.go`.
final class InFlightLimits: Middleware {
    private let reading: Gate
    private let changing: Gate

    /// How many at a time; 0 is no limit.
    init(reading: Int, changing: Int) {
        self.reading = Gate(limit: reading)
        self.changing = Gate(limit: changing)
    }

    /// What is served at this moment.
    var current: (reading: Int, changing: Int) { (reading.count, changing.count) }

    /// Shows what is served.
    func show(in registry: MetricsRegistry, _ metrics: ServerMetrics) {
        let gauge = registry.gauge(
            "apiserver_current_inflight_requests",
            help: "Maximal number of currently used inflight request limit of this apiserver per request kind.",
            labels: ["request_kind"]
        )
        let (reading, changing) = (gauge.labels(["readOnly"]), gauge.labels(["mutating"]))
        metrics.beforeShowing { [self] in
            reading.set(Double(current.reading))
            changing.set(Double(current.changing))
        }
    }

    func respond(to context: RequestContext, next: Responder) async -> HTTPResponse {
        guard !context.info.isLongRunning, !context.info.isHealth else { return await next(context) }
        let verb = context.info.verb
        let gate = verb == "get" || verb == "list" || verb == "watch" ? reading : changing
        guard gate.enter(isPrivileged: context.user.groups.contains("system:masters")) else {
            return ErrorRendering.plainText(
                "Too many requests, please try again later.",
                status: 429,
                headers: [("retry-after", "1")]
            )
        }
        defer { gate.leave() }
        return await next(context)
    }

    /// Counts who is inside.
    ///
    /// Any thread.
    private final class Gate: Sendable {
        private let limit: Int
        private let inside = Atomic(0)

        init(limit: Int) { self.limit = limit }

        var count: Int { inside.load(ordering: .relaxed) }

        func enter(isPrivileged: Bool) -> Bool {
            let before = inside.wrappingAdd(1, ordering: .relaxed).oldValue
            guard limit > 0, before >= limit, !isPrivileged else { return true }
            leave()
            return false
        }

        func leave() { inside.wrappingSubtract(1, ordering: .relaxed) }
    }
}

extension RequestInfo {
    /// Whether the path is one of health.
    var isHealth: Bool {
        guard !isResource else { return false }
        return ["/healthz", "/livez", "/readyz"].contains { path == $0 || path.hasPrefix($0 + "/") }
    }
}
