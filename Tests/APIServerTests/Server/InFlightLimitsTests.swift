import Telemetry
import Testing
import Transport

@testable import APIServer

struct InFlightLimitsTests {
    private let loop: EventLoopForTests
    private let limits = InFlightLimits(reading: 1, changing: 1)

    init() throws { loop = try EventLoopForTests() }

    private func context(_ method: String, _ target: String, groups: [String] = []) -> RequestContext {
        let context = RequestContext(request: HTTPRequest(method: method, target: target), loop: loop.loop)
        context.user = UserInfo(name: "jane", groups: groups)
        return context
    }

    /// Sends a request while another one is being answered.
    private func status(
        of method: String,
        _ target: String,
        during outer: (method: String, target: String),
        groups: [String] = []
    ) async -> HTTPResponse {
        let inner = Locked(HTTPResponse(status: 0))
        _ = await limits.respond(to: context(outer.method, outer.target)) { _ in
            let response = await limits.respond(to: context(method, target, groups: groups)) { _ in
                HTTPResponse(status: 200)
            }
            inner.withLock { $0 = response }
            return HTTPResponse(status: 200)
        }
        return inner.withLock { $0 }
    }

    private static let get = (method: "GET", target: "/apis/g/v1/bees")
    private static let post = (method: "POST", target: "/apis/g/v1/namespaces/n/bees")

    @Test func refusesOneTooMany() async {
        let response = await status(of: "GET", "/apis/g/v1/bees/x", during: Self.get)
        #expect(response.status == 429)
        #expect(response.headers["retry-after"] == "1")
        guard case .bytes(let bytes) = response.body else { return }
        #expect(String(decoding: bytes, as: UTF8.self) == "Too many requests, please try again later.\n")
        #expect(limits.current == (0, 0))
    }

    @Test func readersDoNotStarveWriters() async {
        #expect(await status(of: "POST", Self.post.target, during: Self.get).status == 200)
        #expect(await status(of: "GET", "/apis", during: Self.post).status == 200)
        #expect(await status(of: "PATCH", "/apis/g/v1/bees/x", during: Self.post).status == 429)
    }

    @Test(arguments: ["/healthz", "/livez/ping", "/readyz?verbose", "/apis/g/v1/bees?watch=1"])
    func healthAndWatchesAreNeverStarved(_ target: String) async {
        #expect(await status(of: "GET", target, during: Self.get).status == 200)
    }

    @Test func watchesTakeNoPlace() async {
        let watch = (method: "GET", target: "/apis/g/v1/bees?watch=1")
        #expect(await status(of: "GET", "/apis/g/v1/bees", during: watch).status == 200)
    }

    @Test func mastersAreNeverRefused() async {
        let response = await status(of: "GET", Self.get.target, during: Self.get, groups: ["system:masters"])
        #expect(response.status == 200)
    }

    @Test(arguments: ["/healthzz", "/apis/g/v1/namespaces/n/healthz/x", "/metrics"])
    func pathsThatLookLikeHealthAreLimited(_ target: String) async {
        #expect(await status(of: "GET", target, during: Self.get).status == 429)
    }
}
