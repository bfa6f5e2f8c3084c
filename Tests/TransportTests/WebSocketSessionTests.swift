import EventLoop
import Telemetry
import Testing

@testable import Transport

@Suite(.timeLimit(.minutes(1)))
struct WebSocketSessionTests {
    private static let mask: [UInt8] = [5, 6, 7, 8]

    private func serving(
        configuration: WebSocketConfiguration = WebSocketConfiguration(),
        _ serve: @escaping WebSocketHandler
    ) -> HTTPHandler {
        { request, _ in
            do throws(WebSocketRefusal) {
                return try WebSocketHandshake(request, protocols: ["echo"]).response(configuration, handler: serve)
            } catch {
                return HTTPResponse(status: error.status, headers: error.headers)
            }
        }
    }

    private func open(_ client: RawClient) async throws -> String {
        let head = """
            GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: echo\r\n\r\n
            """
        try await client.send(Array(head.utf8))
        return try await client.readHead().head
    }

    private func frame(_ opcode: WebSocketOpcode, _ payload: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        WebSocketEncoder.append(opcode, payload, mask: Self.mask, to: &bytes)
        return bytes
    }

    /// Reads the server's events until there are `count`, or the end.
    private func events(_ client: RawClient, _ count: Int = .max) async throws -> [WebSocketDecoder.Event] {
        var decoder = WebSocketDecoder(expectsMask: false, messageBytes: 64 << 20)
        var events: [WebSocketDecoder.Event] = []
        while events.count < count {
            let bytes = try await client.receive()
            if bytes.isEmpty { break }
            decoder.append(bytes)
            while let event = try decoder.next() { events.append(event) }
        }
        return events
    }

    private static let echo: WebSocketHandler = { session in
        while let message = try await session.receive() { try await session.send(message) }
    }

    @Test(arguments: [true, false]) func echoes(_ tls: Bool) async throws {
        try await withServer(tls: tls, handler: serving(Self.echo)) { server in
            let client = try await RawClient(server)
            #expect(try await open(client).contains("sec-websocket-protocol: echo"))
            try await client.send(frame(.text, Array("Grüße".utf8)) + frame(.ping, [1]) + frame(.binary, [2, 3]))
            let answers = try await events(client, 3)
            #expect(answers.filter { $0 != .pong([1]) } == [.message(.text("Grüße")), .message(.binary([2, 3]))])
            try await client.send(frame(.close, [0x0f, 0xa1]))
            #expect(try await events(client) == [.close(WebSocketClose(WebSocketCloseCode(rawValue: 4_001)))])
            try await client.close()
        }
    }

    @Test func closesWhenTheHandlerIsDone() async throws {
        let handler = serving { session in try await session.send(.text("done")) }
        try await withServer(handler: handler) { server in
            let client = try await RawClient(server)
            _ = try await open(client)
            #expect(try await events(client, 2) == [.message(.text("done")), .close(WebSocketClose(.normal))])
            try await client.send(frame(.close, [0x03, 0xe8]))
            #expect(try await client.receiveToEnd().isEmpty)
            try await client.close()
        }
    }

    @Test func closesWith1011WhenTheHandlerFails() async throws {
        struct Broken: Error {}
        try await withServer(handler: serving { _ in throw Broken() }) { server in
            let client = try await RawClient(server)
            _ = try await open(client)
            #expect(try await events(client, 1) == [.close(WebSocketClose(.internalError))])
            try await client.close()
        }
    }

    @Test func waitsForTheLastWordNotForEver() async throws {
        var configuration = WebSocketConfiguration()
        configuration.closeTimeout = .milliseconds(20)
        try await withServer(handler: serving(configuration: configuration) { _ in }) { server in
            let client = try await RawClient(server)
            _ = try await open(client)
            // The end comes although the client never answers.
            #expect(try await events(client) == [.close(WebSocketClose(.normal))])
            try await client.close()
        }
    }

    @Test func saysWhatThePeerDidWrong() async throws {
        let (errors, source) = AsyncStream.makeStream(of: WebSocketError?.self)
        let handler = serving { session in
            do throws(WebSocketError) {
                while try await session.receive() != nil {}
                source.yield(nil)
            } catch {
                source.yield(error)
            }
        }
        try await withServer(handler: handler) { server in
            let client = try await RawClient(server)
            _ = try await open(client)
            try await client.send([0x81, 0])
            let close = WebSocketClose(.protocolError, reason: "a frame is not masked")
            #expect(try await events(client) == [.close(close)])
            for await error in errors {
                #expect(error == .violation(close))
                break
            }
            try await client.close()
        }
    }

    @Test func tellsTheHandlerOfALostConnection() async throws {
        let (errors, source) = AsyncStream.makeStream(of: WebSocketError?.self)
        let handler = serving { session in
            do throws(WebSocketError) {
                while try await session.receive() != nil {}
                source.yield(nil)
            } catch {
                source.yield(error)
            }
            while !Task.isCancelled { await Task.yield() }
            source.finish()
        }
        try await withServer(handler: handler) { server in
            let client = try await RawClient(server)
            _ = try await open(client)
            try await client.close()
            var seen: [WebSocketError?] = []
            for await error in errors { seen.append(error) }
            #expect(seen == [.connectionLost])
        }
    }

    @Test func saysGoodbyeWhenTheServerStops() async throws {
        let group = try EventLoopGroup(count: 1)
        let server = HTTPServer(
            configuration: HTTPServerConfiguration(),
            tls: nil,
            group: group,
            handler: serving(Self.echo)
        )
        let address = try await server.start()
        let client = try await RawClient(TestServer(server: server, port: address.port, scheme: "http"))
        _ = try await open(client)
        async let stopped: Void = server.shutdown(deadline: .seconds(30))
        #expect(try await events(client, 1) == [.close(WebSocketClose(.goingAway, reason: "the server stops"))])
        try await client.send(frame(.close, [0x03, 0xe9]))
        #expect(try await client.receiveToEnd().isEmpty)
        try await client.close()
        await stopped
    }

    @Test func sendsNoFasterThanThePeerReads() async throws {
        let sent = Locked(0)
        let (full, source) = AsyncStream.makeStream(of: Void.self)
        let handler = serving { session in
            // A message that is received between two that are sent shows that sending waits.
            async let sending: Void = {
                let message = WebSocketMessage.binary([UInt8](repeating: 1, count: 32 << 10))
                while true {
                    try await session.send(message)
                    sent.withLock { $0 += 1 }
                }
            }()
            while try await session.receive() != nil { source.yield() }
            try? await sending
        }
        try await withServer(tls: false, handler: handler) { server in
            let client = try await RawClient(server)
            _ = try await open(client)
            var signals = full.makeAsyncIterator()
            var last = -1
            while true {
                try await client.send(frame(.binary, []))
                _ = await signals.next()
                let now = sent.withLock { $0 }
                if now == last { break }
                last = now
            }
            #expect(last < 512)
            try await client.close()
        }
    }

    @Test func holdsBackAPeerThatSendsTooMuch() async throws {
        let (counts, source) = AsyncStream.makeStream(of: (most: Int, all: Int).self)
        let handler = serving { session in
            var (most, all) = (0, 0)
            while let message = try await session.receive() {
                most = max(most, session.state.withLock { $0.inboxBytes })
                all += message.byteCount
                // Gives the loop a chance to read more than it should.
                await Task.yield()
            }
            source.yield((most, all))
        }
        try await withServer(tls: false, handler: handler) { server in
            let client = try await RawClient(server)
            _ = try await open(client)
            let message = frame(.binary, [UInt8](repeating: 1, count: 10_000))
            try await client.send(Array((0..<400).map { _ in message }.joined()) + frame(.close, []))
            for await (most, all) in counts {
                #expect(most <= (64 + 32) << 10)
                #expect(all == 4_000_000)
                break
            }
            try await client.close()
        }
    }

    @Test func wakesReceiversThatAreCancelled() async throws {
        let session = WebSocketSession(subprotocol: nil, WebSocketConfiguration())
        let task = Task {
            do throws(WebSocketError) {
                _ = try await session.receive()
                return Optional<WebSocketError>.none
            } catch {
                return error
            }
        }
        task.cancel()
        #expect(await task.value == .cancelled)
    }
}
