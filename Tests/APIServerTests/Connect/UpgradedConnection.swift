import EventLoop
import Synchronization
import Testing

@testable import Transport

/// The client's end of a connection that was taken over, joined to it in memory.
final class UpgradedConnection: Sendable {
    private let stream: any DuplexStream
    private let loop: EventLoop
    private let events: AsyncStream<WebSocketDecoder.Event>
    private let source: AsyncStream<WebSocketDecoder.Event>.Continuation
    private let state = Mutex(State())

    private struct State {
        var decoder = WebSocketDecoder(expectsMask: false, messageBytes: 1 << 20)
        var isOver = false
    }

    /// Takes the stream of an answer.
    init(_ response: HTTPResponse, on loop: EventLoop) throws {
        guard case .upgrade(let stream) = response.body else { throw NotUpgraded(status: response.status) }
        self.stream = stream
        self.loop = loop
        (events, source) = AsyncStream.makeStream()
    }

    struct NotUpgraded: Error {
        let status: Int
    }

    func start() {
        loop.execute { [self] loop in
            let waker = StreamWaker { self.loop.execute { loop in self.pull(on: loop) } }
            stream.start(waker: waker, on: loop)
            pull(on: loop)
        }
    }

    private func pull(on loop: isolated EventLoop) {
        while !state.withLock({ $0.isOver }) {
            var bytes: [UInt8] = []
            let step = stream.pull(into: &bytes, limit: 16_384, on: loop)
            let found = state.withLock { state in
                state.decoder.append(bytes)
                var found: [WebSocketDecoder.Event] = []
                while let event = try? state.decoder.next() { found.append(event) }
                return found
            }
            for event in found { source.yield(event) }
            switch step {
            case .more: continue
            case .wait: return
            case .close, .abort, .endOutput: end(on: loop)
            }
        }
    }

    private func end(on loop: isolated EventLoop) {
        let isFirst = state.withLock { state in
            defer { state.isOver = true }
            return !state.isOver
        }
        guard isFirst else { return }
        stream.closed(on: loop)
        source.finish()
    }

    func send(_ opcode: WebSocketOpcode, _ payload: [UInt8]) {
        var bytes: [UInt8] = []
        WebSocketEncoder.append(opcode, payload, mask: [1, 2, 3, 4], to: &bytes)
        let frame = bytes
        loop.execute { [self] loop in
            stream.receive(frame, on: loop)
            pull(on: loop)
        }
    }

    /// Leaves without a word.
    func drop() { loop.execute { [self] loop in end(on: loop) } }

    /// The next events that the server sends, fewer at the end.
    func next(_ count: Int) async -> [WebSocketDecoder.Event] {
        var found: [WebSocketDecoder.Event] = []
        var iterator = events.makeAsyncIterator()
        while found.count < count, let event = await iterator.next() { found.append(event) }
        return found
    }

    /// A request for a WebSocket.
    static func headers(_ protocols: String...) -> [(String, String)] {
        [
            ("upgrade", "websocket"), ("connection", "Upgrade"), ("sec-websocket-version", "13"),
            ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
        ] + protocols.map { ("sec-websocket-protocol", $0) }
    }
}
