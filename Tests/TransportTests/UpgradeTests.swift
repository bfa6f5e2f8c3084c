import EventLoop
import Synchronization
import Testing

@testable import Transport

@Suite(.timeLimit(.minutes(1)))
struct UpgradeTests {
    /// Sends back what it gets; `limit` is how much may wait to be sent before it holds the peer back.
    private final class EchoStream: DuplexStream {
        struct State {
            var waiting: [UInt8] = []
            var received = 0
            var most = 0
            var closes = 0
            var isInputEnded = false
            var isDraining = false
        }

        let state = Mutex(State())
        let limit: Int
        let closed: AsyncStream<Void>
        private let closedSource: AsyncStream<Void>.Continuation

        init(limit: Int = 64 << 10) {
            self.limit = limit
            (closed, closedSource) = AsyncStream.makeStream()
        }

        func start(waker: StreamWaker, on loop: isolated EventLoop) {}

        func receive(_ bytes: [UInt8], on loop: isolated EventLoop) {
            state.withLock { state in
                state.waiting += bytes
                state.received += bytes.count
                state.most = max(state.most, state.waiting.count)
            }
        }

        func wantsInput(on loop: isolated EventLoop) -> Bool { state.withLock { $0.waiting.count < limit } }

        func inputEnded(on loop: isolated EventLoop) { state.withLock { $0.isInputEnded = true } }

        func pull(into buffer: inout [UInt8], limit: Int, on loop: isolated EventLoop) -> DuplexStep {
            state.withLock { state in
                let count = min(limit, state.waiting.count)
                buffer += state.waiting[..<count]
                state.waiting.removeFirst(count)
                if !state.waiting.isEmpty { return .more }
                if state.isDraining {
                    buffer += "drained".utf8
                    return .close
                }
                return state.isInputEnded ? .endOutput : .wait
            }
        }

        func drain(on loop: isolated EventLoop) { state.withLock { $0.isDraining = true } }

        func closed(on loop: isolated EventLoop) {
            state.withLock { $0.closes += 1 }
            closedSource.yield()
        }

        func waitForClose() async { for await _ in closed { return } }
    }

    /// Takes bytes up to a limit, and goes on when the test has seen that.
    private final class SlowReader: DuplexStream {
        struct State {
            var waiting = 0
            var total = 0
            var most = 0
            var hasEnded = false
            var waker: StreamWaker?
        }

        let state = Mutex(State())
        let limit: Int
        /// How many bytes come.
        let expected: Int
        let fills: AsyncStream<Void>
        private let source: AsyncStream<Void>.Continuation

        init(limit: Int, expected: Int) {
            self.limit = limit
            self.expected = expected
            (fills, source) = AsyncStream.makeStream()
        }

        func readAll() {
            state.withLock { state in
                state.waiting = 0
                return state.waker
            }?.wake()
        }

        func start(waker: StreamWaker, on loop: isolated EventLoop) { state.withLock { $0.waker = waker } }

        func receive(_ bytes: [UInt8], on loop: isolated EventLoop) {
            let total = state.withLock { state in
                state.waiting += bytes.count
                state.total += bytes.count
                state.most = max(state.most, state.waiting)
                return state.total
            }
            source.yield()
            if total >= expected { source.finish() }
        }

        func wantsInput(on loop: isolated EventLoop) -> Bool { state.withLock { $0.waiting < limit } }
        func inputEnded(on loop: isolated EventLoop) { state.withLock { $0.hasEnded = true } }

        func pull(into buffer: inout [UInt8], limit: Int, on loop: isolated EventLoop) -> DuplexStep {
            state.withLock { $0.hasEnded } ? .close : .wait
        }

        func drain(on loop: isolated EventLoop) {}
        func closed(on loop: isolated EventLoop) { source.finish() }
    }

    /// Sends without end until the peer closes, and counts.
    private final class Fountain: DuplexStream {
        let pulled = Atomic<Int>(0)
        let steps: AsyncStream<Int>
        private let source: AsyncStream<Int>.Continuation

        init() { (steps, source) = AsyncStream.makeStream() }

        func start(waker: StreamWaker, on loop: isolated EventLoop) {}
        func receive(_ bytes: [UInt8], on loop: isolated EventLoop) { source.yield(pulled.load(ordering: .relaxed)) }
        func wantsInput(on loop: isolated EventLoop) -> Bool { true }
        func inputEnded(on loop: isolated EventLoop) {}
        func pull(into buffer: inout [UInt8], limit: Int, on loop: isolated EventLoop) -> DuplexStep {
            buffer += repeatElement(0x78, count: limit)
            pulled.wrappingAdd(limit, ordering: .relaxed)
            return .more
        }
        func drain(on loop: isolated EventLoop) {}
        func closed(on loop: isolated EventLoop) { source.finish() }
    }

    private func handler(_ stream: any DuplexStream) -> HTTPHandler {
        { request, loop in
            if request.target == "/later" { await Task.yield() }
            let headers = HTTPHeaders([("upgrade", request.headers["upgrade"] ?? ""), ("x-more", "1")])
            return HTTPResponse(status: 101, headers: headers, body: .upgrade(stream))
        }
    }

    @Test(arguments: [true, false], ["/", "/later"])
    func handsTheConnectionOver(_ tls: Bool, _ path: String) async throws {
        let stream = EchoStream()
        try await withServer(tls: tls, handler: handler(stream)) { server in
            let client = try await RawClient(server)
            try await client.send(
                Array("GET \(path) HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: test\r\n\r\nearly ".utf8)
            )
            let (head, rest) = try await client.readHead()
            let lines = head.split(separator: "\r\n").filter { !$0.hasPrefix("date: ") }
            #expect(lines == ["HTTP/1.1 101 Switching Protocols", "upgrade: test", "x-more: 1", "connection: Upgrade"])
            try await client.send(Array("GET / HTTP/1.1\r\n\r\n".utf8))
            let expected = "early GET / HTTP/1.1\r\n\r\n"
            let echoed = rest + (try await client.receive(atLeast: expected.utf8.count - rest.count))
            #expect(String(decoding: echoed, as: UTF8.self) == expected)
            try await client.close()
            await stream.waitForClose()
        }
        #expect(stream.state.withLock { $0.closes } == 1)
    }

    @Test(arguments: [true, false]) func letsThePeerEndItsHalf(_ tls: Bool) async throws {
        let stream = EchoStream(limit: 16 << 10)
        try await withServer(tls: tls, handler: handler(stream)) { server in
            let client = try await RawClient(server)
            _ = try await client.upgrade()
            let sent = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 / 3) }
            try await client.send(sent)
            try await client.endOutput()
            #expect(try await client.receiveToEnd() == sent)
            await stream.waitForClose()
            try await client.close()
        }
        #expect(stream.state.withLock { $0.closes } == 1)
    }

    @Test(arguments: [true, false]) func holdsBackAPeerThatSendsTooMuch(_ tls: Bool) async throws {
        let sent = 8 << 20
        let stream = SlowReader(limit: 100_000, expected: sent)
        try await withServer(tls: tls, handler: handler(stream)) { server in
            let client = try await RawClient(server)
            _ = try await client.upgrade()
            async let sending: Void = client.send([UInt8](repeating: 1, count: sent))
            for await _ in stream.fills { stream.readAll() }
            try await sending
            try await client.endOutput()
            try await client.close()
        }
        #expect(stream.state.withLock { $0.total } == sent)
        // One read may go beyond what is wanted, not more.
        #expect(stream.state.withLock { $0.most } <= 100_000 + 32_768)
    }

    @Test(arguments: [true, false]) func pullsNoFasterThanThePeerReads(_ tls: Bool) async throws {
        let stream = Fountain()
        try await withServer(tls: tls, handler: handler(stream)) { server in
            let client = try await RawClient(server)
            _ = try await client.upgrade()
            // Input is still taken, and shows that nothing is pulled any more once the sockets are full.
            var steps = stream.steps.makeAsyncIterator()
            var last = -1
            while true {
                try await client.send([1])
                let pulled = await steps.next()
                if pulled == last { break }
                last = pulled ?? last
            }
            #expect(last < 16 << 20)
            try await client.close()
        }
    }

    @Test func tellsTheStreamOfAPeerThatIsGone() async throws {
        let stream = EchoStream()
        try await withServer(handler: handler(stream)) { server in
            let client = try await RawClient(server)
            _ = try await client.upgrade()
            try await client.close()
            await stream.waitForClose()
        }
        #expect(stream.state.withLock { $0.closes } == 1)
    }

    @Test func drainsTheStreamWhenTheServerStops() async throws {
        let stream = EchoStream()
        let group = try EventLoopGroup(count: 1)
        let server = HTTPServer(
            configuration: HTTPServerConfiguration(),
            tls: nil,
            group: group,
            handler: handler(stream)
        )
        let address = try await server.start()
        let client = try await RawClient(TestServer(server: server, port: address.port, scheme: "http"))
        _ = try await client.upgrade()
        async let stopped: Void = server.shutdown(deadline: .seconds(30))
        #expect(String(decoding: try await client.receiveToEnd(), as: UTF8.self) == "drained")
        try await client.close()
        await stopped
        #expect(stream.state.withLock { $0.closes } == 1)
    }

    @Test func cutsStreamsThatDoNotEndAtTheDeadline() async throws {
        let stream = Fountain()
        try await withServer(handler: handler(stream)) { server in
            let client = try await RawClient(server)
            _ = try await client.upgrade()
        }
        for await _ in stream.steps {}
    }

    @Test func cutsConnectionsOnWhichNothingMoves() async throws {
        let stream = EchoStream()
        let configure: (inout HTTPServerConfiguration) -> Void = { $0.timeouts.takenOver = .milliseconds(50) }
        try await withServer(tls: false, configure, handler: handler(stream)) { server in
            let client = try await RawClient(server)
            _ = try await client.upgrade()
            #expect(try await client.receiveToEnd().isEmpty)
            try await client.close()
        }
        #expect(stream.state.withLock { $0.closes } == 1)
    }

    @Test func refusesHTTP2() async throws {
        let stream = EchoStream()
        let reply = try await withServer(handler: handler(stream)) { server in
            try await server.curl("--http2", "-w", "%{http_code}")
        }
        #expect(reply.output == "501 Not Implemented: a protocol upgrade needs HTTP/1.1, this is HTTP/2\n501")
        #expect(stream.state.withLock { $0.closes } == 1)
    }

    @Test func refusesHTTP10() async throws {
        let stream = EchoStream()
        let head = try await withServer(tls: false, handler: handler(stream)) { server in
            let client = try await RawClient(server)
            try await client.send(Array("GET / HTTP/1.0\r\nConnection: Upgrade\r\nUpgrade: test\r\n\r\n".utf8))
            return try await client.readHead().head
        }
        #expect(head.hasPrefix("HTTP/1.1 501 Not Implemented\r\n"))
        #expect(stream.state.withLock { $0.closes } == 1)
    }
}
