internal import Telemetry
internal import Transport

/// Measures every request, and tells the log of it when it listens that closely.
struct Measuring: Middleware {
    let metrics: ServerMetrics
    let log: Logger

    func respond(to context: RequestContext, next: Responder) async -> HTTPResponse {
        var response = await next(context)
        let seconds = context.stopwatch.total
        metrics.record(context, response, seconds: seconds)
        if context.info.isLongRunning, case .stream(let stream) = response.body {
            let open = metrics.open(context)
            open.increment()
            response.body = .stream(EndingStream(stream) { open.decrement() })
        }
        log.debug(
            "request",
            [
                ("method", context.request.method), ("path", context.info.path), ("user", context.user.name),
                ("code", "\(response.status)"), ("microseconds", "\(Int(seconds * 1_000_000))"),
                ("auditID", context.auditID),
            ] + (context.request.headers["traceparent"].map { [("traceparent", $0)] } ?? [])
        )
        return response
    }
}
