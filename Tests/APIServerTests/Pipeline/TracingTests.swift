import EventLoop
import Telemetry
import Testing
import Transport

@testable import APIServer

@Suite(.timeLimit(.minutes(1)))
struct TracingTests {
    private static let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

    /// What a handler's own request carries when it is asked with these headers.
    private func passedOn(_ headers: [(String, String)], own: [(String, String)] = []) async throws -> HTTPHeaders {
        let group = try EventLoopGroup(count: 1)
        defer { group.stop() }
        let other = HTTPServer(
            configuration: HTTPServerConfiguration(host: "127.0.0.1", port: 0),
            tls: nil,
            group: group
        ) { request, _ in
            let fields = request.headers.fields.filter { $0.name.hasPrefix("trace") }
            return HTTPResponse(status: 200, headers: HTTPHeaders(fields.map { ("seen-" + $0.name, $0.value) }))
        }
        let address = try await other.start()
        let client = HTTPClient(group: group)
        let pipeline = Pipeline([Tracing()]) { _ in
            let reply = try? await client.perform(
                ClientRequest(method: "GET", target: "/", headers: HTTPHeaders(own)),
                to: HTTPEndpoint(host: "127.0.0.1", port: address.port, tls: nil)
            )
            return HTTPResponse(status: 200, headers: reply?.headers ?? HTTPHeaders())
        }
        let request = HTTPRequest(method: "GET", target: "/", headers: HTTPHeaders(headers))
        let response = await pipeline(RequestContext(request: request, loop: group.loops[0]))
        await other.shutdown(deadline: .milliseconds(1))
        return response.headers
    }

    @Test func asksOthersWithinTheTraceOfTheRequest() async throws {
        let headers = try await passedOn([("traceparent", Self.parent), ("tracestate", "a=1")])
        #expect(headers["seen-traceparent"] == Self.parent)
        #expect(headers["seen-tracestate"] == "a=1")
    }

    @Test(arguments: ["", "00-zz-zz-01", "00-00000000000000000000000000000000-b7ad6b7169203331-01"])
    func passesNothingOnThatIsNoTrace(_ text: String) async throws {
        #expect(try await passedOn([("traceparent", text), ("tracestate", "a=1")])["seen-tracestate"] == nil)
    }

    @Test func aRequestThatNamesATraceKeepsIt() async throws {
        let other = "00-aaf7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00"
        let headers = try await passedOn([("traceparent", Self.parent)], own: [("traceparent", other)])
        #expect(headers["seen-traceparent"] == other)
    }
}
