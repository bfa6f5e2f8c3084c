import EventLoop
import Synchronization
import Testing

@testable import Transport

@Suite(.timeLimit(.minutes(1)))
struct RequestDeadlineTests {
    private final class TooSlow: OverdueResponder {
        let onDue: @Sendable () -> Void

        init(onDue: @escaping @Sendable () -> Void) { self.onDue = onDue }

        func overdueResponse() -> HTTPResponse {
            onDue()
            return HTTPResponse(status: 504, body: .bytes(Array("too slow".utf8)))
        }
    }

    /// Waits for ever, as far as nobody cancels it.
    private static func hang(_ cancelled: AsyncStream<Void>.Continuation) async {
        let never = AsyncStream<Void> { _ in }
        for await _ in never {}
        if Task.isCancelled { cancelled.yield() }
    }

    private static func limit(
        _ request: HTTPRequest,
        to duration: Duration,
        _ loop: EventLoop,
        onDue: @escaping @Sendable () -> Void = {}
    ) {
        loop.assumeIsolated { loop in
            request.deadline?.set(after: duration, on: loop, responder: TooSlow(onDue: onDue))
        }
    }

    @Test(arguments: ["--http1.1", "--http2"])
    func answersInTheHandlersPlaceAndCancelsIt(_ version: String) async throws {
        let (cancelled, source) = AsyncStream.makeStream(of: Void.self)
        let handler: HTTPHandler = { request, loop in
            if request.target == "/hello" { return await TestHandler.answer(request, loop) }
            Self.limit(request, to: .milliseconds(1), loop)
            await Self.hang(source)
            return HTTPResponse(status: 200)
        }
        try await withServer(handler: handler) { server in
            // The connection lives on: the second request comes over the same one.
            let answer = try await server.curl(version, "-w", " %{http_code} %{num_connects}\n", path: "/hang")
            #expect(answer.output == "too slow 504 1\n")
            for await _ in cancelled { break }
            let both = try await server.curl(
                version,
                "-w",
                " %{http_code} %{num_connects}\n",
                server.base + "/hang",
                path: "/hello"
            )
            let hello = version == "--http2" ? "HTTP/2.0" : "HTTP/1.1"
            #expect(both.output == "too slow 504 1\nhello \(hello)\n 200 0\n")
        }
    }

    @Test(arguments: ["--http1.1", "--http2"])
    func leavesAnswersAloneThatComeInTime(_ version: String) async throws {
        let handler: HTTPHandler = { request, loop in
            Self.limit(request, to: .seconds(50), loop)
            return await TestHandler.answer(request, loop)
        }
        try await withServer(handler: handler) { server in
            let answer = try await server.curl(version, "-w", "%{http_code}", server.base + "/later", path: "/later")
            #expect(answer.output == "later\n200later\n200")
        }
    }

    @Test(arguments: ["--http1.1", "--http2"])
    func streamsMayTakeLonger(_ version: String) async throws {
        let calls = Mutex(0)
        let handler: HTTPHandler = { request, loop in
            Self.limit(request, to: .zero, loop) { calls.withLock { $0 += 1 } }
            return HTTPResponse(status: 200, body: .stream(CountingStream(last: 1_000)))
        }
        try await withServer(handler: handler) { server in
            let answer = try await server.curl(version)
            #expect(answer.status == 0)
            #expect(answer.output.hasSuffix("line 1000\n"))
        }
        #expect(calls.withLock { $0 } == 0)
    }

    @Test func onlySlowStreamsOfAConnectionAreAnswered() async throws {
        let (cancelled, source) = AsyncStream.makeStream(of: Void.self)
        let handler: HTTPHandler = { request, loop in
            switch request.target {
            case "/hang":
                Self.limit(request, to: .milliseconds(5), loop)
                await Self.hang(source)
                return HTTPResponse(status: 200)
            default:
                Self.limit(request, to: .seconds(50), loop)
                for await _ in cancelled { break }
                return HTTPResponse(status: 200, body: .bytes(Array("patient".utf8)))
            }
        }
        try await withServer(handler: handler) { server in
            let answer = try await server.curl(
                "--http2",
                "--parallel",
                "--parallel-immediate",
                server.base + "/hang",
                path: "/other"
            )
            #expect(answer.output == "too slowpatient")
        }
    }

    @Test func closeOverHTTP2AsksForAnotherConnection() async throws {
        let handler: HTTPHandler = { request, _ in
            let headers = HTTPHeaders(request.target == "/close" ? [("connection", "close")] : [])
            return HTTPResponse(status: 200, headers: headers, body: .bytes(Array("ok".utf8)))
        }
        try await withServer(handler: handler) { server in
            let close = server.base + "/close"
            let answer = try await server.curl(
                "--http2",
                "-w",
                " %{http_code} %{num_connects}\n",
                close,
                close,
                path: "/"
            )
            #expect(answer.output == "ok 200 1\nok 200 1\nok 200 1\n")
        }
    }
}
