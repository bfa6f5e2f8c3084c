import EventLoop
import Synchronization
import Telemetry
import Testing
import Transport

@testable import APIServer

@Suite(.timeLimit(.minutes(1)))
struct RequestDeadlinesTests {
    private static let bees = "/apis/insect.example.com/v1/namespaces/garden/bees"

    /// Sends a request to a server whose handler answers only when it is cancelled.
    private func answer(
        _ method: String,
        _ target: String,
        limit: Duration = .milliseconds(1),
        headers: [(String, String)] = [],
        front: (any FrontHandler)? = nil,
        handler: @escaping Responder = Self.hang
    ) async throws -> (status: Int, headers: HTTPHeaders, body: String) {
        let metrics = ServerMetrics(registry: MetricsRegistry())
        let deadlines = RequestDeadlines(limit: limit, metrics: metrics, front: front)
        let pipeline = Pipeline([CommonHeaders(), deadlines], handler: handler)
        let group = try EventLoopGroup(count: 1)
        defer { group.stop() }
        let server = HTTPServer(
            configuration: HTTPServerConfiguration(host: "127.0.0.1", port: 0),
            tls: nil,
            group: group
        ) { request, loop in await pipeline(RequestContext(request: request, loop: loop)) }
        let address = try await server.start()
        let client = HTTPClient(group: group)
        let reply = try await client.perform(
            ClientRequest(method: method, target: target, headers: HTTPHeaders(headers)),
            to: HTTPEndpoint(host: "127.0.0.1", port: address.port, tls: nil)
        )
        await server.shutdown(deadline: .milliseconds(1))
        return (reply.status, reply.headers, String(decoding: reply.body, as: UTF8.self))
    }

    /// Has everything answered by somebody else.
    private struct Elsewhere: FrontHandler {
        func respond(to request: FrontRequest) async -> HTTPResponse? { nil }
        func passesOn(_ path: String) -> Bool { true }
    }

    @Sendable private static func hang(_ context: RequestContext) async -> HTTPResponse {
        let never = AsyncStream<Void> { _ in }
        for await _ in never {}
        return HTTPResponse(status: 200)
    }

    @Test(arguments: [Self.bees, Self.bees + "?timeout=1h", Self.bees + "?timeout=0s", "/version"])
    func answers504WhenTheServersTimeIsUp(_ target: String) async throws {
        let answer = try await answer("GET", target, headers: [("audit-id", "mine")])
        #expect(answer.status == 504)
        #expect(
            answer.body == #"{"metadata":{},"status":"Failure","message":"Timeout: request did not complete within "#
                + #"the allotted timeout","reason":"Timeout","details":{},"code":504}"# + "\n"
        )
        #expect(answer.headers["audit-id"] == "mine")
        #expect(answer.headers["content-type"] == "text/plain; charset=utf-8")
    }

    @Test func theClientMayWantItSooner() async throws {
        #expect(try await answer("GET", Self.bees + "?timeout=1ms", limit: .seconds(60)).status == 504)
        #expect(try await answer("PUT", Self.bees + "/maja?timeout=1ms", limit: .zero).status == 504)
    }

    @Test(arguments: [
        ("abc", #"time: invalid duration \"abc\""#), ("10", #"time: missing unit in duration \"10\""#),
        ("1x", #"time: unknown unit \"x\" in duration \"1x\""#),
    ])
    func refusesWhatIsNoDuration(_ text: String, _ cause: String) async throws {
        let answer = try await answer("GET", Self.bees + "?timeout=\(text)")
        #expect(answer.status == 400)
        #expect(answer.body.contains("\"message\":\"invalid timeout specified in the request URL - \(cause)\""))
    }

    @Test(arguments: [Self.bees + "?watch=1&timeout=abc", Self.bees + "/maja/log"])
    func whatLastsHasNoDeadline(_ target: String) async throws {
        let answer = try await answer("GET", target) { context in
            // As long as the deadline of others.
            await withCheckedContinuation { continuation in
                context.loop.execute { loop in loop.schedule(after: .milliseconds(5)) { _ in continuation.resume() } }
            }
            return HTTPResponse(status: 200)
        }
        #expect(answer.status == 200)
    }

    @Test func changesThatAnotherServerMakesHaveTheTimeOfOtherRequests() async throws {
        let tellsTime: Responder = { HTTPResponse(status: $0.ends == nil ? 200 : 201) }
        #expect(try await answer("PUT", Self.bees + "/maja", limit: .seconds(60), handler: tellsTime).status == 201)
        let elsewhere = try await answer(
            "PUT",
            Self.bees + "/maja",
            limit: .seconds(60),
            front: Elsewhere(),
            handler: tellsTime
        )
        #expect(elsewhere.status == 200)
        #expect(try await answer("PUT", Self.bees + "/maja", front: Elsewhere()).status == 504)
    }
}
