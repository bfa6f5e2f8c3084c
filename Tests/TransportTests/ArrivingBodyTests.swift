import EventLoop
import Synchronization
import TLS
import Testing

@testable import Transport

/// Bodies of requests that handlers get while they come in.
@Suite(.timeLimit(.minutes(1)))
struct ArrivingBodyTests {
    private typealias Signal = AsyncStream<String>

    /// Runs a server that hands every body over while it comes in.
    private func withBodies<Value>(
        tls: Bool = true,
        _ configure: (inout HTTPServerConfiguration) -> Void = { _ in },
        handler: @escaping @Sendable (ArrivingBody?, HTTPRequest, EventLoop) async -> HTTPResponse,
        _ body: (TestServer) async throws -> Value
    ) async throws -> Value {
        try await withServer(tls: tls, configure, streamsBody: Self.everything) { request, loop in
            await handler(request.arriving, request, loop)
        } _: {
            try await body($0)
        }
    }

    @Sendable private static func everything(_ method: String, _ target: String, _ headers: HTTPHeaders) -> Bool {
        true
    }

    private static func text(_ status: Int, _ text: String) -> HTTPResponse {
        HTTPResponse(status: status, body: .bytes(Array(text.utf8)))
    }

    /// Reads everything and says how much it was.
    @Sendable private static func count(
        _ body: ArrivingBody?,
        _ request: HTTPRequest,
        _ loop: EventLoop
    ) async -> HTTPResponse {
        guard let body else { return text(200, "whole \(request.body.count)") }
        guard let bytes = try? await body.collect(limitBytes: .max) else { return text(500, "broken") }
        return text(200, "\(bytes.count) of \(body.length.map { "\($0)" } ?? "many")")
    }

    // MARK: Reading

    @Test(arguments: Speech.allCases, [true, false])
    func comesAsLongAsItIs(_ speech: Speech, _ saysLength: Bool) async throws {
        let size = 8 << 20
        let answer = try await withBodies(tls: speech.hasTLS, handler: Self.count) { server in
            let client = try makeClient()
            defer { client.shutdown() }
            let source = EndlessBytes(left: size)
            var request = ClientRequest(method: "POST", target: "/", body: .stream(source))
            if saysLength { request.headers.add("content-length", "\(size)") }
            return try await client.perform(request, to: speech.endpoint(server.port)).text
        }
        #expect(answer == "\(size) of \(saysLength ? "\(size)" : "many")")
    }

    @Test(arguments: Speech.allCases)
    func isReadWhileItComesIn(_ speech: Speech) async throws {
        // Sends back what it gets.
        try await withBodies(tls: speech.hasTLS) { body, _, _ in
            body.map { HTTPResponse(status: 200, body: .stream($0)) } ?? Self.text(500, "whole")
        } _: { server in
            let client = try makeClient()
            defer { client.shutdown() }
            let writer = BodyWriter()
            await writer.write(Array("one".utf8))
            let request = ClientRequest(method: "POST", target: "/", body: .stream(writer))
            let answer = try await client.send(request, to: speech.endpoint(server.port))
            #expect(try await answer.body.next() == Array("one".utf8))
            await writer.write(Array("two".utf8))
            #expect(try await answer.body.next() == Array("two".utf8))
            writer.finish()
            #expect(try await answer.body.next() == nil)
        }
    }

    @Test(arguments: [Speech.plainHTTP1, .plainHTTP2])
    func isWholeIfItCameWithTheHead(_ speech: Speech) async throws {
        let answers = try await withBodies(tls: false, handler: Self.count) { server in
            let client = try makeClient()
            defer { client.shutdown() }
            let endpoint = try speech.endpoint(server.port)
            let post = ClientRequest(method: "POST", target: "/", body: .bytes([1, 2, 3]))
            let texts = [
                try await client.perform(post, to: endpoint).text,
                try await client.perform(.get("/"), to: endpoint).text,
            ]
            return texts
        }
        #expect(answers == ["whole 3", "whole 0"])
    }

    // MARK: Back-pressure

    @Test(arguments: Speech.allCases)
    func holdsTheClientBackUntilItIsRead(_ speech: Speech) async throws {
        let size = 16 << 20
        let held = Mutex(0)
        let answer = try await withBodies(tls: speech.hasTLS) { body, request, loop in
            guard let body else { return Self.text(500, "whole") }
            // As much as the server keeps, and then long enough for more if it did not hold the client back.
            while body.waitingBytes < 64 << 10 { await Self.turn(loop) }
            for _ in 0..<2_000 { await Self.turn(loop) }
            held.withLock { $0 = body.waitingBytes }
            return await Self.count(body, request, loop)
        } _: { server in
            let client = try makeClient()
            defer { client.shutdown() }
            let request = ClientRequest(method: "PUT", target: "/", body: .stream(EndlessBytes(left: size)))
            return try await client.perform(request, to: speech.endpoint(server.port)).text
        }
        #expect(answer == "\(size) of many")
        #expect(held.withLock { $0 } <= 256 << 10)
    }

    /// Lets the loop look at its sockets once.
    private static func turn(_ loop: EventLoop) async {
        await withCheckedContinuation { continuation in loop.execute { _ in continuation.resume() } }
    }

    // MARK: Ends that are none

    @Test(arguments: Speech.allCases)
    func breaksOffWithTheClient(_ speech: Speech) async throws {
        let (ends, end) = AsyncStream.makeStream(of: TransportError?.self)
        let (starts, start) = Signal.makeStream()
        try await withBodies(tls: speech.hasTLS) { body, _, _ in
            start.yield("started")
            do throws(TransportError) {
                _ = try await body?.collect(limitBytes: .max)
                end.yield(nil)
            } catch {
                end.yield(error)
            }
            return Self.text(200, "")
        } _: { server in
            let client = try makeClient()
            defer { client.shutdown() }
            let writer = BodyWriter()
            await writer.write([1, 2, 3])
            let request = ClientRequest(method: "POST", target: "/", body: .stream(writer))
            let endpoint = try speech.endpoint(server.port)
            let sending = Task { _ = try await client.perform(request, to: endpoint) }
            for await _ in starts { break }
            sending.cancel()
            for await error in ends {
                // The task of a request ends with its client, and so may the wait.
                #expect(error == .requestAborted || error == .cancelled)
                break
            }
            await #expect(throws: TransportError.self) { try await sending.value }
        }
    }

    @Test func refusesWhatIsNoBody() async throws {
        let answer = try await withBodies(tls: false, handler: Self.count) { server in
            let client = try await RawClient(server)
            try await client.send(Array("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n".utf8))
            try await client.send(Array("1\r\na\r\nzz\r\n".utf8))
            return String(decoding: try await client.receiveToEnd(), as: UTF8.self)
        }
        #expect(answer.hasPrefix("HTTP/1.1 400 "))
        #expect(answer.hasSuffix("a chunk size is malformed\n"))
    }

    @Test(arguments: Speech.allCases)
    func givesUpAClientThatStops(_ speech: Speech) async throws {
        try await withBodies(tls: speech.hasTLS) {
            $0.timeouts.body = .milliseconds(30)
        } handler: {
            await Self.count($0, $1, $2)
        } _: { server in
            let client = try makeClient()
            defer { client.shutdown() }
            let writer = BodyWriter()
            await writer.write([1])
            let request = ClientRequest(method: "POST", target: "/", body: .stream(writer))
            let endpoint = try speech.endpoint(server.port)
            if speech.isHTTP2 {
                await #expect(throws: TransportError.streamReset(code: 8)) {
                    try await client.perform(request, to: endpoint)
                }
            } else {
                #expect(try await client.perform(request, to: endpoint).status == 408)
            }
        }
    }

    // MARK: Early answers

    @Test(arguments: Speech.allCases)
    func mayBeAnsweredBeforeItIsRead(_ speech: Speech) async throws {
        let page = String(repeating: "no ", count: 1_000)
        let (answer, next) = try await withBodies(tls: speech.hasTLS) { _, _, _ in
            Self.text(413, page)
        } _: { server in
            let client = try makeClient()
            defer { client.shutdown() }
            let writer = BodyWriter()
            await writer.write([UInt8](repeating: 7, count: 1 << 20))
            let request = ClientRequest(method: "POST", target: "/", body: .stream(writer))
            let endpoint = try speech.endpoint(server.port)
            let answer = try await client.perform(request, to: endpoint)
            return (answer, try await client.perform(.get("/"), to: endpoint))
        }
        #expect(answer.status == 413)
        #expect(answer.text == page)
        #expect(next.status == 413)
    }

    @Test(arguments: ["--http1.1", "--http2"])
    func letsCurlReadAnEarlyAnswer(_ version: String) async throws {
        let body = [UInt8](repeating: 0x61, count: 8 << 20)
        let reply = try await withBodies { _, _, _ in
            Self.text(413, "too much\n")
        } _: { server in
            try await server.curl(version, "-w", "%{http_code}", "-H", "Expect:", "--data-binary", "@-", input: body)
        }
        #expect(reply.output == "too much\n413")
    }

    // MARK: HTTP/1.1

    @Test func leavesTheConnectionToTheNextRequest() async throws {
        let (starts, start) = Signal.makeStream()
        let answers = try await withBodies(tls: false) { body, request, loop in
            start.yield(request.target)
            return await Self.count(body, request, loop)
        } _: { server in
            let client = try await RawClient(server)
            try await client.send(Array("POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab".utf8))
            for await _ in starts { break }
            let next = "POST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx"
            try await client.send(Array(("cde" + next).utf8))
            return String(decoding: try await client.receiveToEnd(), as: UTF8.self)
        }
        #expect(answers.contains("\r\n\r\n5 of 5HTTP/1.1 200 OK\r\n"))
        #expect(answers.hasSuffix("\r\n\r\nwhole 1"))
    }

    @Test func asksForTheBodyWhenItIsWanted() async throws {
        let head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n"
        let (first, rest) = try await withBodies(tls: false, handler: Self.count) { server in
            let client = try await RawClient(server)
            try await client.send(Array(head.utf8))
            let first = try await client.readHead()
            try await client.send(Array("abc".utf8))
            return (first.head, try await client.readHead())
        }
        #expect(first == "HTTP/1.1 100 Continue")
        #expect(rest.head.hasPrefix("HTTP/1.1 200 OK\r\n"))
    }

    @Test func doesNotAskForABodyThatNobodyWants() async throws {
        let head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n"
        let answer = try await withBodies(tls: false) { _, _, _ in
            Self.text(401, "who are you?\n")
        } _: { server in
            let client = try await RawClient(server)
            try await client.send(Array(head.utf8))
            return String(decoding: try await client.receiveToEnd(), as: UTF8.self)
        }
        #expect(answer.hasPrefix("HTTP/1.1 401 Unauthorized\r\n"))
        #expect(answer.contains("\r\nconnection: close\r\n"))
    }
}

/// A body of a length, as fast as it is taken.
final class EndlessBytes: ResponseStream {
    private let left: Mutex<Int>

    init(left: Int) { self.left = Mutex(left) }

    func start(waker: StreamWaker, on loop: isolated EventLoop) {}
    func closed(on loop: isolated EventLoop) {}

    func pull(into buffer: inout [UInt8], limit: Int, on loop: isolated EventLoop) -> StreamStep {
        left.withLock { left in
            let count = min(limit, left)
            buffer += [UInt8](repeating: 7, count: count)
            left -= count
            return left == 0 ? .end : .more
        }
    }
}
