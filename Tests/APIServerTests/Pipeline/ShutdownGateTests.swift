import Telemetry
import Testing
import Transport

@testable import APIServer

@Suite(.timeLimit(.minutes(1)))
struct ShutdownGateTests {
    private let loop: EventLoopForTests
    private let gate = ShutdownGate()
    private static let bees = "/apis/insect.example.com/v1/bees"

    init() throws { loop = try EventLoopForTests() }

    private func respond(_ target: String, agent: String = "kubectl/1", next: Responder? = nil) async -> HTTPResponse {
        let request = HTTPRequest(method: "GET", target: target, headers: HTTPHeaders([("user-agent", agent)]))
        return await gate.respond(to: RequestContext(request: request, loop: loop.loop)) { context in
            await next?(context) ?? HTTPResponse(status: 200)
        }
    }

    @Test func sendsNewRequestsElsewhere() async {
        #expect(await respond(Self.bees).status == 200)
        await gate.close(within: .seconds(60))
        let response = await respond(Self.bees)
        #expect(response.status == 429)
        #expect(response.headers["retry-after"] == "5")
        #expect(response.headers["connection"] == "close")
        guard case .bytes(let bytes) = response.body else { return }
        #expect(String(decoding: bytes, as: UTF8.self) == "The apiserver is shutting down, please try again later.\n")
    }

    @Test(arguments: [("/readyz", "kubectl/1"), ("/metrics", "curl/8"), (Self.bees, "kube-apiserver/v1.36")])
    func stillAnswersThoseWhoWatchOverIt(_ target: String, _ agent: String) async {
        await gate.close(within: .seconds(60))
        #expect(await respond(target, agent: agent).status == 200)
    }

    @Test func waitsForWhoIsInside() async {
        let (entered, enter) = AsyncStream.makeStream(of: Void.self)
        let (released, release) = AsyncStream.makeStream(of: Void.self)
        async let response = respond(Self.bees) { _ in
            enter.yield()
            for await _ in released { break }
            return HTTPResponse(status: 201)
        }
        for await _ in entered { break }
        async let closed: Void = gate.close(within: .seconds(60))
        while await respond(Self.bees).status != 429 { await Task.yield() }
        release.yield()
        await closed
        #expect(await response.status == 201)
    }

    @Test func givesUpWhenTheTimeIsUp() async {
        let response = await respond(Self.bees) { _ in
            await gate.close(within: .milliseconds(1))
            return HTTPResponse(status: 201)
        }
        #expect(response.status == 201)
    }

    @Test func watchesHoldNobodyUp() async {
        let response = await respond(Self.bees + "?watch=1") { _ in
            await gate.close(within: .seconds(60))
            return HTTPResponse(status: 201)
        }
        #expect(response.status == 201)
    }

    @Test(arguments: [(1.0, HTTPRequest.Version.http2, true), (1.0, .http1, false), (0.0, .http2, false)])
    func goawayAsksClientsOfHTTP2Alone(_ chance: Double, _ version: HTTPRequest.Version, _ closes: Bool) async {
        let request = HTTPRequest(method: "GET", target: Self.bees, version: version)
        let context = RequestContext(request: request, loop: loop.loop)
        let response = await Goaway(chance: chance, stopping: StopSign()).respond(to: context) { _ in
            HTTPResponse(status: 200)
        }
        #expect(response.headers["connection"] == (closes ? "close" : nil))
    }

    @Test(arguments: [HTTPRequest.Version.http1, .http2])
    func whoeverIsAnsweredByAServerThatEndsGoesElsewhere(_ version: HTTPRequest.Version) async {
        let stopping = StopSign()
        let context = RequestContext(
            request: HTTPRequest(method: "GET", target: Self.bees, version: version),
            loop: loop.loop
        )
        // The server began to end while it made the answer.
        let response = await Goaway(chance: 0, stopping: stopping).respond(to: context) { _ in
            stopping.set()
            return HTTPResponse(status: 200)
        }
        #expect(response.headers["connection"] == "close")
    }
}
