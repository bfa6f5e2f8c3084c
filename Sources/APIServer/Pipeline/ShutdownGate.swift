internal import Telemetry
internal import Transport

/// Sends new requests elsewhere while the last ones are finished (429), so that the port can stay open.
///
/// Source: apiserver `filters/with_retry_after.go`.
final class ShutdownGate: Middleware {
    private struct State {
        var isClosed = false
        /// Requests that are being answered; what lasts by its nature does not count.
        var inside = 0
    }

    private let state = Locked(State())
    private let (empty, emptied) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    /// Lets nobody in any more, and returns when all have left, or when the time is up.
    func close(within limit: Duration) async {
        let isEmpty = state.withLock { state in
            state.isClosed = true
            return state.inside == 0
        }
        if isEmpty { return }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [empty] in for await _ in empty { return } }
            group.addTask { try? await Task.sleep(for: limit) }
            await group.next()
            group.cancelAll()
        }
    }

    func respond(to context: RequestContext, next: Responder) async -> HTTPResponse {
        guard !Self.isExempt(context) else { return await next(context) }
        let counts = !context.info.isLongRunning
        let isOpen = state.withLock { state in
            if !state.isClosed, counts { state.inside += 1 }
            return !state.isClosed
        }
        guard isOpen else {
            return ErrorRendering.plainText(
                "The apiserver is shutting down, please try again later.",
                status: 429,
                headers: [("retry-after", "5"), ("connection", "close")]
            )
        }
        defer { if counts { leave() } }
        return await next(context)
    }

    private func leave() {
        let isLast = state.withLock { state in
            state.inside -= 1
            return state.isClosed && state.inside == 0
        }
        if isLast { emptied.yield() }
    }

    private static func isExempt(_ context: RequestContext) -> Bool {
        context.info.isHealth || !context.info.isResource && context.info.path == "/metrics"
            || context.userAgent?.hasPrefix("kube-apiserver/") == true
    }
}

/// Tells clients to open another connection: over HTTP/2 now and then, so that load spreads again after a restart, and
/// everywhere once the server is about to end, while whatever is in front of it still knows a better one.
///
/// Source: apiserver `filters/goaway.go`. Upstream lets connections that are kept run into the closed port.
struct Goaway: Middleware {
    let chance: Double
    let stopping: StopSign

    func respond(to context: RequestContext, next: Responder) async -> HTTPResponse {
        let isChosen = context.request.version == .http2 && chance > 0 && Double.random(in: 0..<1) < chance
        var response = await next(context)
        if isChosen || stopping.isSet { response.headers.set("connection", "close") }
        return response
    }
}
