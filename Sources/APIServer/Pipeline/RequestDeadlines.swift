internal import APIMachinery
internal import EventLoop
internal import JSON
internal import Transport

/// Answers 504 when a request takes longer than the client or the server allows; what lasts by its nature may.
///
/// Source: apiserver `endpoints/filters/request_deadline.go`, `server/filters/timeout.go`, `handlers/finisher`.
struct RequestDeadlines: Middleware {
    /// The longest time, and the one of requests that do not name their own; zero is no limit.
    let limit: Duration
    let metrics: ServerMetrics
    /// Knows which requests other servers answer; nil if none.
    var front: (any FrontHandler)?

    /// Nothing that changes an object here may take longer.
    private static let changeLimit = Duration.seconds(34)

    func respond(to context: RequestContext, next: Responder) async -> HTTPResponse {
        guard !context.info.isLongRunning else { return await next(context) }
        var wanted = limit
        if let text = context.query["timeout"], !text.isEmpty {
            guard let duration = GoDuration.parse(text) else {
                let cause = "invalid timeout specified in the request URL - \(GoDuration.fault(in: text))"
                return ErrorRendering.response(to: .badRequest(cause), for: context)
            }
            if duration > .zero, duration < limit || limit == .zero { wanted = duration }
        }
        let isChange = context.info.isChange && front?.passesOn(context.info.path) != true
        let isLong = wanted == .zero || wanted > Self.changeLimit
        if isChange { context.ends = .now + (isLong ? Self.changeLimit : wanted) }
        if isChange, isLong {
            set(Self.changeLimit, context, isChange: true)
        } else if wanted > .zero {
            set(wanted, context, isChange: false)
        }
        return await next(context)
    }

    private func set(_ duration: Duration, _ context: RequestContext, isChange: Bool) {
        guard let deadline = context.request.deadline else { return }
        context.overdue = (isChange, metrics)
        // Everything here belongs to the loop of the request, which the pipeline runs on.
        nonisolated(unsafe) let responder = context
        context.loop.assumeIsolated { loop in deadline.set(after: duration, on: loop, responder: responder) }
    }
}

extension RequestContext: OverdueResponder {
    func overdueResponse() -> HTTPResponse {
        overdue?.metrics.terminated(self, code: 504)
        return CommonHeaders.added(to: overdue?.isChange == true ? changeTookTooLong : tookTooLong, self)
    }

    /// What the step answers that knows nothing of encodings.
    private var tookTooLong: HTTPResponse {
        var status = StatusError.timeout("request did not complete within the allotted timeout").json
        status["kind"] = nil
        status["apiVersion"] = nil
        let headers = HTTPHeaders([("content-type", "text/plain; charset=utf-8")])
        let body = JSONWriter.bytes(status) + [UInt8(ascii: "\n")]
        return HTTPResponse(status: 504, headers: headers, body: .bytes(body))
    }

    /// What the handlers of changes answer.
    private var changeTookTooLong: HTTPResponse {
        let cause = "request did not complete within requested timeout - context deadline exceeded"
        return ErrorRendering.response(to: .timeout(cause), for: self)
    }
}

extension RequestInfo {
    /// Whether a request changes an object.
    fileprivate var isChange: Bool {
        guard isResource else { return false }
        return switch verb {
        case "create", "update", "patch", "delete", "deletecollection": true
        default: false
        }
    }
}
