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

    /// Nothing that changes an object may take longer.
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
        let isChange = context.info.isChange
        if isChange {
            let time = wanted == .zero ? Self.changeLimit : min(wanted, Self.changeLimit)
            context.ends = .now + time
        }
        if isChange, wanted > Self.changeLimit || wanted == .zero {
            set(Self.changeLimit, context, answer: changeTookTooLong)
        } else if wanted > .zero {
            set(wanted, context, answer: tookTooLong)
        }
        return await next(context)
    }

    private func set(
        _ duration: Duration,
        _ context: RequestContext,
        answer: @escaping (RequestContext) -> HTTPResponse
    ) {
        guard let deadline = context.request.deadline else { return }
        // Everything here belongs to the loop of the request, which the pipeline runs on.
        nonisolated(unsafe) let (context, answer) = (context, answer)
        let metrics = metrics
        context.loop.assumeIsolated { loop in
            deadline.set(after: duration, on: loop) {
                metrics.terminated(context, code: 504)
                return answer(context)
            }
        }
    }

    /// What the step answers that knows nothing of encodings.
    private func tookTooLong(_ context: RequestContext) -> HTTPResponse {
        var status = StatusError.timeout("request did not complete within the allotted timeout").json
        status["kind"] = nil
        status["apiVersion"] = nil
        let headers = HTTPHeaders([("content-type", "text/plain; charset=utf-8")])
        let body = JSONWriter.bytes(status) + [UInt8(ascii: "\n")]
        return CommonHeaders.added(to: HTTPResponse(status: 504, headers: headers, body: .bytes(body)), context)
    }

    /// What the handlers of changes answer.
    private func changeTookTooLong(_ context: RequestContext) -> HTTPResponse {
        let cause = "request did not complete within requested timeout - context deadline exceeded"
        return CommonHeaders.added(to: ErrorRendering.response(to: .timeout(cause), for: context), context)
    }
}

extension RequestInfo {
    /// Whether a request changes an object.
    fileprivate var isChange: Bool {
        isResource && ["create", "update", "patch", "delete", "deletecollection"].contains(verb)
    }
}
