internal import EventLoop
internal import Telemetry

/// The server's end of one WebSocket, for the code that serves it.
///
/// Any task may use it, one at a time for receiving, several for sending. Pings of the peer are answered underneath.
/// Nothing piles up: a peer that sends faster than ``receive()`` is called is held back, and ``send(_:)`` waits for a
/// peer that reads too slowly.
public final class WebSocketSession: Sendable {
    /// The subprotocol that both ends agreed on; nil if the client offered none.
    public let subprotocol: String?
    let configuration: WebSocketConfiguration
    let state: Locked<WebSocketSessionState>

    init(subprotocol: String?, _ configuration: WebSocketConfiguration) {
        self.subprotocol = subprotocol
        self.configuration = configuration
        state = Locked(WebSocketSessionState(configuration))
    }

    /// Waits for the next message.
    ///
    /// - Returns: nil when the end has begun: the peer or this end has said its last word, or the server stops.
    /// - Throws: `.connectionLost`, `.violation`, `.cancelled`; `.concurrentReceive` if another task waits already.
    public func receive() async throws(WebSocketError) -> WebSocketMessage? {
        let inlet = state.withLock { state in (state.takeMessage(), state.waker) }
        if case .ready(let result) = inlet.0 {
            // The peer may have been held back for want of room.
            inlet.1?.wake()
            return try result.get()
        }
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: WebSocketSessionState.Receiver) in
                park(continuation)
            }
        } onCancel: {
            cancelReceive()
        }
        return try result.get()
    }

    private func park(_ continuation: WebSocketSessionState.Receiver) {
        let inlet = state.withLock { state in
            let inlet = state.takeMessage()
            if case .empty = inlet { state.park(continuation) }
            return inlet
        }
        if case .ready(let result) = inlet { return continuation.resume(returning: result) }
        if Task.isCancelled { cancelReceive() }
    }

    private func cancelReceive() {
        state.withLock { $0.unparkReceiver() }?.resume(returning: .failure(.cancelled))
    }

    /// Sends a message; returns at once while little waits to be sent, otherwise when the peer has read enough.
    ///
    /// - Throws: `.closed`, `.connectionLost`, `.cancelled`; after `.cancelled` the message may still be sent.
    public func send(_ message: WebSocketMessage) async throws(WebSocketError) {
        let queued = state.withLock { state in
            do throws(WebSocketError) {
                try state.send(message)
                return Result<(StreamWaker?, UInt64?), WebSocketError>.success(
                    (state.waker, state.mustWaitToSend ? state.nextSender() : nil)
                )
            } catch {
                return .failure(error)
            }
        }
        let (waker, turn) = try queued.get()
        waker?.wake()
        guard let turn else { return }
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: WebSocketSessionState.Sender) in
                park(continuation, as: turn)
            }
        } onCancel: {
            cancelSend(turn)
        }
        try result.get()
    }

    private func park(_ continuation: WebSocketSessionState.Sender, as turn: UInt64) {
        let mustWait = state.withLock { state in
            guard state.mustWaitToSend else { return false }
            state.park(continuation, as: turn)
            return true
        }
        guard mustWait else { return continuation.resume(returning: .success(())) }
        if Task.isCancelled { cancelSend(turn) }
    }

    private func cancelSend(_ turn: UInt64) {
        state.withLock { $0.unparkSender(turn) }?.resume(returning: .failure(.cancelled))
    }

    /// Says the last word; what was sent before still goes out, ``receive()`` gives nil from now on.
    ///
    /// Does nothing if the end has begun already. The connection ends when the peer has answered, or after
    /// ``WebSocketConfiguration/closeTimeout``.
    public func close(_ code: WebSocketCloseCode = .normal, reason: String = "") {
        let (resume, waker) = state.withLock { state in
            (state.close(WebSocketClose(code, reason: reason)), state.waker)
        }
        resume()
        waker?.wake()
    }

    /// Waits no longer for the peer's last word.
    func giveUp() {
        let (resume, waker) = state.withLock { state in (state.giveUp(), state.waker) }
        resume()
        waker?.wake()
    }
}
