public import EventLoop
internal import Telemetry

/// Sends what a ``ResponseStream`` says, each of its lines as one text message, such as a watch.
///
/// What the client sends is thrown away. When the stream ends, so does the WebSocket, with code 1000.
///
/// Source: apiserver `WatchServer.HandleWS`.
public final class WebSocketLineStream: DuplexStream, @unchecked Sendable {
    // Guard: every member below is touched only by methods that run on the connection's loop.
    private let source: any ResponseStream
    private var machine = WebSocketMachine(messageBytes: 64 << 10)
    private var lines: [UInt8] = []
    private var waker: StreamWaker?
    private var timer: TimerHandle?

    /// Takes over a stream whose pulls give whole lines.
    public init(_ source: any ResponseStream) { self.source = source }

    /// Begins the stream.
    public func start(waker: StreamWaker, on loop: isolated EventLoop) {
        self.waker = waker
        source.start(waker: waker, on: loop)
    }

    /// Answers pings and hears of the end.
    public func receive(_ bytes: [UInt8], on loop: isolated EventLoop) { _ = machine.receive(bytes) }

    /// Whether answers to pings have not piled up.
    public func wantsInput(on loop: isolated EventLoop) -> Bool {
        machine.phase != .over && machine.output.count < 64 << 10
    }

    /// Ends the stream: nobody stays to read who does not say goodbye.
    public func inputEnded(on loop: isolated EventLoop) { machine.giveUp() }

    /// Pulls the stream and frames its lines.
    public func pull(into buffer: inout [UInt8], limit: Int, on loop: isolated EventLoop) -> DuplexStep {
        if machine.phase == .open, machine.output.isEmpty {
            switch source.pull(into: &lines, limit: limit, on: loop) {
            case .more:
                sendLines()
                machine.output.take(.max, into: &buffer)
                return .more
            case .wait: sendLines()
            case .end:
                if let last = lines.last, last != UInt8(ascii: "\n") { lines.append(UInt8(ascii: "\n")) }
                sendLines()
                machine.close(WebSocketClose(.normal))
            case .abort: return .abort
            }
        }
        machine.output.take(limit, into: &buffer)
        if !machine.output.isEmpty { return .more }
        switch machine.phase {
        case .open: return .wait
        case .over: return .close
        case .closeSent:
            awaitLastWord(on: loop)
            return .wait
        }
    }

    private func sendLines() {
        var start = 0
        while let end = lines[start...].firstIndex(of: UInt8(ascii: "\n")) {
            machine.output.build { WebSocketEncoder.append(.text, lines[start...end], to: &$0) }
            start = end + 1
        }
        lines.removeFirst(start)
    }

    private func awaitLastWord(on loop: isolated EventLoop) {
        guard timer == nil else { return }
        timer = loop.schedule(after: WebSocketConfiguration().closeTimeout) { [self] _ in
            machine.giveUp()
            waker?.wake()
        }
    }

    /// Ends the stream as a server's watches end.
    public func drain(on loop: isolated EventLoop) {
        machine.close(WebSocketClose(.goingAway, reason: "the server stops"))
    }

    /// Ends the stream.
    public func closed(on loop: isolated EventLoop) {
        timer?.cancel(on: loop)
        timer = nil
        source.closed(on: loop)
    }
}
