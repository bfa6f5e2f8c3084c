import EventLoop
import Synchronization
import Testing

@testable import Transport

/// Requests whose right to begin ends while they wait.
@Suite(.timeLimit(.minutes(1))) struct WithdrawnRequestTests {
    /// A server that answers `/held` when it is let go, a client with one connection for one request, and what arrives.
    private func withOneConnection(
        _ speech: Speech,
        _ body: (HTTPClient, EventLoop, HTTPEndpoint, _ letGo: () -> Void, _ arrived: () -> [String]) async throws ->
            Void
    ) async throws {
        let (held, source) = AsyncStream.makeStream(of: Void.self)
        let targets = Mutex<[String]>([])
        let handler: HTTPHandler = { request, _ in
            targets.withLock { $0.append(request.target) }
            if request.target == "/held" { for await _ in held { break } }
            return HTTPResponse(status: 200)
        }
        try await withServer(tls: speech.hasTLS, handler: handler) { server in
            var configuration = HTTPClientConfiguration()
            configuration.limits.connectionsPerEndpoint = 1
            configuration.limits.concurrentStreams = 1
            let group = try EventLoopGroup(count: 1)
            let client = HTTPClient(group: group, configuration: configuration)
            let endpoint = try speech.endpoint(server.port)
            try await body(client, group.loops[0], endpoint, { source.yield() }, { targets.withLock { $0 } })
            client.shutdown()
        }
    }

    private func begun(_ client: HTTPClient, on loop: isolated EventLoop) -> Int {
        ClientWorker.existing(client.shared, on: loop)?.exchanges.count ?? 0
    }

    @Test(arguments: Speech.allCases)
    func areNotSentWhenTheRightEndsWhileTheyWaitForAConnection(_ speech: Speech) async throws {
        try await withOneConnection(speech) { client, loop, endpoint, letGo, arrived in
            let isAllowed = Mutex(true)
            async let first = client.perform(.get("/held"), to: endpoint)
            while arrived().isEmpty { await Task.yield() }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<3 {
                    var request = ClientRequest(method: "PUT", target: "/late/\(number)", body: .bytes([1, 2, 3]))
                    request.mayBegin = { isAllowed.withLock { $0 } }
                    group.addTask { [request] in
                        await #expect(throws: TransportError.withdrawn) {
                            try await client.perform(request, to: endpoint)
                        }
                    }
                }
                while await begun(client, on: loop) < 4 { await Task.yield() }
                isAllowed.withLock { $0 = false }
                letGo()
                try await group.waitForAll()
            }
            let held = try await first
            #expect(held.status == 200)
            // The connection is as good as before.
            isAllowed.withLock { $0 = true }
            var request = ClientRequest(method: "PUT", target: "/after", body: .bytes([1, 2, 3]))
            request.mayBegin = { isAllowed.withLock { $0 } }
            let after = try await client.perform(request, to: endpoint)
            #expect(after.status == 200)
            #expect(arrived() == ["/held", "/after"])
        }
    }

    @Test(arguments: Speech.allCases)
    func areAskedOnTheLoopWhenTheConnectionIsThere(_ speech: Speech) async throws {
        try await withOneConnection(speech) { client, loop, endpoint, _, arrived in
            let isOnLoop = Mutex<[Bool]>([])
            var request = ClientRequest(method: "PUT", target: "/late")
            request.mayBegin = {
                isOnLoop.withLock { $0.append(loop.isCurrent) }
                return false
            }
            let late = request
            await #expect(throws: TransportError.withdrawn) { try await client.perform(late, to: endpoint) }
            #expect(isOnLoop.withLock { $0 } == [true])
            let after = try await client.perform(.get("/after"), to: endpoint)
            #expect(after.status == 200)
            #expect(arrived() == ["/after"])
        }
    }
}
