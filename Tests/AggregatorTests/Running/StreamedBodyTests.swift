import EventLoop
import JSON
import Synchronization
import Testing
import Transport

@testable import Aggregator

/// Bodies of requests on their way through the aggregator.
@Suite(.timeLimit(.minutes(1)))
struct StreamedBodyTests {
    private static let bees = "/apis/insect.example.com/v1/namespaces/garden/bees"
    private static let json = [("content-type", "application/json")]

    @Sendable private static func everything(_ method: String, _ target: String, _ headers: HTTPHeaders) -> Bool {
        true
    }

    /// Runs a control plane with an extension server that sends back what comes for `/echo`, while it comes.
    private func withEcho(
        watching ends: AsyncStream<Bool>.Continuation? = nil,
        _ body: (ControlPlane, ExtensionServer) async throws -> Void
    ) async throws {
        try await ControlPlane.run { plane in
            let server = try await ExtensionServer.start(
                group: "insect.example.com",
                service: "bees",
                authorities: plane.authorities,
                loops: plane.loops,
                streamsBody: { _, target, _ in target.hasSuffix("/echo") }
            ) { request in
                guard request.target.hasSuffix("/echo") else { return nil }
                guard let body = request.arriving else { return HTTPResponse(status: 200, body: .bytes(request.body)) }
                return HTTPResponse(status: 200, body: .stream(Watched(body, ends)))
            }
            try await plane.register("insect.example.com", service: "bees", port: server.port)
            _ = try await plane.until("/apis/insect.example.com/v1") { $0.status == 200 }
            try await body(plane, server)
            await server.stop()
        }
    }

    @Test
    func goOnWhileTheyComeIn() async throws {
        try await withEcho { plane, server in
            let body = BodyWriter()
            await body.write(Array("one".utf8))
            let answer = try await plane.send("POST", Self.bees + "/maja/echo", streaming: body)
            #expect(try await answer.body.next() == Array("one".utf8))
            await body.write(Array("two".utf8))
            #expect(try await answer.body.next() == Array("two".utf8))
            body.finish()
            #expect(try await answer.body.next() == nil)
            #expect(server.requests.last(Self.bees)?.headers["content-length"] == nil)
        }
    }

    @Test(arguments: [8 << 20, 20_000])
    func areAsLongAsTheyAreAndSayIt(_ size: Int) async throws {
        try await withEcho { plane, server in
            let body = ByteSource()
            let bytes = String(repeating: "0123456789abcdef", count: size / 16)
            body.send(bytes)
            body.end()
            let answer = try await plane.send("PUT", Self.bees + "/maja/echo", streaming: body, length: size)
            #expect(answer.status == 200)
            #expect(try await answer.body.collect(limitBytes: .max) == Array(bytes.utf8))
            #expect(server.requests.last(Self.bees)?.headers["content-length"] == "\(size)")
        }
    }

    @Test
    func breakOffTogetherWithTheClient() async throws {
        let (ends, end) = AsyncStream.makeStream(of: Bool.self)
        try await withEcho(watching: end) { plane, _ in
            let body = BodyWriter()
            await body.write(Array("one".utf8))
            var answer: ClientResponse? = try await plane.send("POST", Self.bees + "/maja/echo", streaming: body)
            #expect(try await answer?.body.next() == Array("one".utf8))
            // Who drops the answer leaves.
            answer = nil
            for await isComplete in ends {
                #expect(!isComplete)
                break
            }
        }
    }

    @Test
    func areRefusedByTheServerTheyGoTo() async throws {
        try await withEcho { plane, server in
            let body = ByteSource()
            body.send(String(repeating: " ", count: 8 << 20))
            body.end()
            let answer = try await plane.send("POST", Self.bees, streaming: body, headers: Self.json)
            #expect(answer.status == 413)
            let status = try JSONReader.parse(try await answer.body.collect(limitBytes: 1 << 20))
            #expect(status["reason"] == "RequestEntityTooLarge")
            #expect(server.requests.last(Self.bees)?.isBodyTooLarge == true)
            let next = try await plane.send("GET", Self.bees)
            #expect(next.status == 200)
        }
    }

    @Test
    func doNotHideThatTheServerIsGone() async throws {
        try await withEcho { plane, server in
            await server.stop()
            let body = BodyWriter()
            await body.write(Array("one".utf8))
            let answer = try await plane.send("POST", Self.bees, streaming: body, headers: Self.json)
            #expect(answer.status == 503)
        }
    }

    @Test
    func waitForTheirEndWhereTheControlPlaneAnswers() async throws {
        try await ControlPlane.run(streamsBody: Self.everything) { plane in
            let body = BodyWriter()
            await body.write(Array(#"{"apiVersion":"v1","kind":"Service","#.utf8))
            async let answer = plane.send(
                "POST",
                "/api/v1/namespaces/garden/services",
                streaming: body,
                headers: Self.json
            )
            await body.write(Array(#""metadata":{"name":"late"}}"#.utf8))
            body.finish()
            let status = try await answer.status
            #expect(status == 201)
        }
    }

    @Test
    func goOnInOnePieceIfTheyAreShortOrStayHere() async throws {
        try await withEcho { plane, _ in
            func streams(_ target: String, _ length: String?) -> Bool {
                let headers = length.map { [("content-length", $0)] } ?? []
                return plane.aggregator.streamsBody("POST", target, HTTPHeaders(headers))
            }
            #expect(streams(Self.bees, nil))
            #expect(streams("/apis/insect%2eexample.com/v1/bees?dryRun=All", nil))
            #expect(streams(Self.bees, "16385"))
            #expect(!streams(Self.bees, "16384"))
            #expect(!streams("/api/v1/namespaces/garden/services", nil))
            #expect(!streams("/apis/insect.example.com", "20000"))
        }
    }
}

/// Passes a stream on and says in the end whether it was complete.
private final class Watched: ResponseStream {
    private let stream: any ResponseStream
    private let ends: AsyncStream<Bool>.Continuation?
    private let isComplete = Mutex(false)

    init(_ stream: any ResponseStream, _ ends: AsyncStream<Bool>.Continuation?) {
        self.stream = stream
        self.ends = ends
    }

    func start(waker: StreamWaker, on loop: isolated EventLoop) { stream.start(waker: waker, on: loop) }

    func pull(into buffer: inout [UInt8], limit: Int, on loop: isolated EventLoop) -> StreamStep {
        let step = stream.pull(into: &buffer, limit: limit, on: loop)
        if step == .end { isComplete.withLock { $0 = true } }
        return step
    }

    func closed(on loop: isolated EventLoop) {
        stream.closed(on: loop)
        ends?.yield(isComplete.withLock { $0 })
    }
}
