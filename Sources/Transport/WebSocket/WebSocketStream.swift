internal import EventLoop
internal import Telemetry

/// The connection of a ``WebSocketSession``; owns the task that serves it.
final class WebSocketStream: DuplexStream {
    private let session: WebSocketSession
    private let handler: WebSocketHandler
    /// Ends the wait for the peer's last word; loop only.
    private let timer = Locked<TimerHandle?>(nil)

    init(_ session: WebSocketSession, _ handler: @escaping WebSocketHandler) {
        self.session = session
        self.handler = handler
    }

    func start(waker: StreamWaker, on loop: isolated EventLoop) {
        session.state.withLock { $0.waker = waker }
        let task = Task.immediate { [session, handler] in
            _ = loop  // the task inherits the loop's isolation from this capture
            do {
                try await handler(session)
                session.close(.normal)
            } catch {
                session.close(.internalError)
            }
        }
        session.state.withLock { $0.task = task }
    }

    func receive(_ bytes: [UInt8], on loop: isolated EventLoop) { session.state.withLock { $0.receive(bytes) }() }

    func wantsInput(on loop: isolated EventLoop) -> Bool { session.state.withLock { $0.wantsInput } }

    func inputEnded(on loop: isolated EventLoop) { session.state.withLock { $0.giveUp() }() }

    func pull(into buffer: inout [UInt8], limit: Int, on loop: isolated EventLoop) -> DuplexStep {
        let (resume, hasMore, phase) = session.state.withLock { state in
            let resume = state.pull(limit, into: &buffer)
            return (resume, !state.machine.output.isEmpty, state.machine.phase)
        }
        resume()
        if hasMore { return .more }
        switch phase {
        case .open: return .wait
        case .over: return .close
        case .closeSent:
            awaitLastWord(on: loop)
            return .wait
        }
    }

    private func awaitLastWord(on loop: isolated EventLoop) {
        guard timer.withLock({ $0 }) == nil else { return }
        let handle = loop.schedule(after: session.configuration.closeTimeout) { [session] _ in session.giveUp() }
        timer.withLock { $0 = handle }
    }

    func drain(on loop: isolated EventLoop) { session.close(.goingAway, reason: "the server stops") }

    func closed(on loop: isolated EventLoop) {
        timer.withLock { $0.take() }?.cancel(on: loop)
        let (resume, task) = session.state.withLock { state in (state.gone(), state.task.take()) }
        resume()
        task?.cancel()
    }
}

/// Serves one WebSocket; runs on the connection's loop, so work above a millisecond belongs elsewhere.
///
/// When it returns, the WebSocket is closed with code 1000; when it throws, with 1011. Its task is cancelled as soon as
/// the connection has gone.
public typealias WebSocketHandler = @Sendable (_ session: WebSocketSession) async throws -> Void

extension WebSocketHandshake {
    /// The answer that opens the WebSocket and leaves it to `handler`.
    public func response(
        _ configuration: WebSocketConfiguration = WebSocketConfiguration(),
        handler: @escaping WebSocketHandler
    ) -> HTTPResponse {
        response(WebSocketStream(WebSocketSession(subprotocol: subprotocol, configuration), handler))
    }
}
