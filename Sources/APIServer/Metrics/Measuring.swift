internal import EventLoop
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
            response.body = .stream(CountedStream(stream, metrics.open(context)))
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

/// An answer that lasts, counted for as long as it does.
private final class CountedStream: ResponseStream {
    private let stream: any ResponseStream
    private let open: Gauge.Child

    init(_ stream: any ResponseStream, _ open: Gauge.Child) {
        self.stream = stream
        self.open = open
        open.increment()
    }

    func start(waker: StreamWaker, on loop: isolated EventLoop) { stream.start(waker: waker, on: loop) }

    func pull(into buffer: inout [UInt8], limit: Int, on loop: isolated EventLoop) -> StreamStep {
        stream.pull(into: &buffer, limit: limit, on: loop)
    }

    func closed(on loop: isolated EventLoop) {
        open.decrement()
        stream.closed(on: loop)
    }
}
