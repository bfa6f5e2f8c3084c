import EventLoop
import Synchronization
import TLS
import Testing

@testable import Transport

@Suite(.timeLimit(.minutes(1)))
struct HTTPClientTests {
    private func withEnds(
        _ speech: Speech,
        bufferBytes: Int = 256 << 10,
        handler: @escaping HTTPHandler = TestHandler.answer,
        _ body: (HTTPClient, HTTPEndpoint, TestServer) async throws -> Void
    ) async throws {
        let client = try makeClient { $0.limits.bufferBytes = bufferBytes }
        try await withServer(tls: speech.hasTLS, handler: handler) { server in
            try await body(client, try speech.endpoint(server.port), server)
            client.shutdown()
        }
    }

    @Test(arguments: Speech.allCases)
    func getsAnswers(_ speech: Speech) async throws {
        try await withEnds(speech) { client, endpoint, _ in
            for _ in 0..<3 {
                let reply = try await client.perform(.get("/hello"), to: endpoint)
                #expect(reply.status == 200)
                #expect(reply.headers["content-type"] == "text/plain")
                #expect(reply.text == "hello \(speech.version.rawValue)\n")
            }
            let missing = try await client.perform(.get("/nothing"), to: endpoint)
            #expect(missing.status == 404)
            let empty = try await client.perform(.get("/empty"), to: endpoint)
            #expect(empty.status == 204)
            #expect(empty.body.isEmpty)
            let head = try await client.perform(ClientRequest(method: "HEAD", target: "/large"), to: endpoint)
            #expect(head.headers["content-length"] == "2000000")
            #expect(head.body.isEmpty)
        }
    }

    @Test(arguments: Speech.allCases)
    func usesOneConnectionAgain(_ speech: Speech) async throws {
        try await withEnds(speech) { client, endpoint, server in
            for _ in 0..<10 { _ = try await client.perform(.get("/stream"), to: endpoint) }
            #expect(server.server.openConnections == 1)
        }
    }

    @Test(arguments: Speech.allCases)
    func answersManyAtATime(_ speech: Speech) async throws {
        try await withEnds(speech) { client, endpoint, server in
            try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<100 {
                    group.addTask { try await client.perform(.get("/later"), to: endpoint).text }
                }
                for try await text in group { #expect(text == "later\n") }
            }
            if speech.isHTTP2 { #expect(server.server.openConnections == 1) }
        }
    }

    @Test(arguments: Speech.allCases)
    func sendsBodies(_ speech: Speech) async throws {
        try await withEnds(speech) { client, endpoint, _ in
            let bytes = (0..<2_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
            for body in [[], Array("hi".utf8), bytes] {
                let request = ClientRequest(method: "POST", target: "/echo", body: .bytes(body))
                let reply = try await client.perform(request, to: endpoint)
                #expect(reply.body == body)
            }
        }
    }

    @Test(arguments: Speech.allCases, ["", "300000"])
    func sendsBodiesThatComeOverTime(_ speech: Speech, _ length: String) async throws {
        try await withEnds(speech) { client, endpoint, _ in
            let writer = BodyWriter()
            var request = ClientRequest(method: "POST", target: "/count", body: .stream(writer))
            if !length.isEmpty { request.headers.add("content-length", length) }
            async let reply = client.perform(request, to: endpoint)
            for _ in 0..<30 { await writer.write([UInt8](repeating: 7, count: 10_000)) }
            writer.finish()
            let text = try await reply.text
            #expect(text == "300000")
        }
    }

    @Test(arguments: Speech.allCases)
    func readsLargeAnswersWithSmallBuffers(_ speech: Speech) async throws {
        try await withEnds(speech, bufferBytes: 65_535) { client, endpoint, _ in
            let response = try await client.send(.get("/large"), to: endpoint)
            #expect(response.version == speech.version)
            var count = 0
            while let bytes = try await response.body.next(limit: 10_000) {
                #expect(bytes.count <= 10_000)
                count += bytes.count
            }
            #expect(count == 2_000_000)
            let reply = try await client.perform(.get("/bulk"), to: endpoint)
            #expect(reply.text.hasSuffix("line 199999\nline 200000\n"))
        }
    }

    @Test(arguments: Speech.allCases)
    func keepsSlowReadersFromFillingTheMemory(_ speech: Speech) async throws {
        let stream = CountingStream(last: 10_000_000)
        let handler: HTTPHandler = { request, loop in
            if request.target == "/hello" { return await TestHandler.answer(request, loop) }
            return HTTPResponse(status: 200, body: .stream(stream))
        }
        try await withEnds(speech, handler: handler) { client, endpoint, _ in
            let response = try await client.send(.get("/"), to: endpoint)
            _ = try await response.body.next(limit: 1)
            // Other requests go on meanwhile.
            for _ in 0..<20 { _ = try await client.perform(.get("/hello"), to: endpoint) }
            let sent = stream.state.withLock { $0.next }
            #expect(sent < 2_000_000)
            _ = response.body
        }
    }

    @Test(arguments: Speech.allCases)
    func limitsWhatItCollects(_ speech: Speech) async throws {
        try await withEnds(speech) { client, endpoint, _ in
            await #expect(throws: TransportError.bodyTooLarge(limitBytes: 1_000)) {
                try await client.perform(.get("/large"), to: endpoint, limitBytes: 1_000)
            }
            let reply = try await client.perform(.get("/hello"), to: endpoint)
            #expect(reply.status == 200)
        }
    }

    @Test(arguments: Speech.allCases)
    func noticesAnswersThatBreak(_ speech: Speech) async throws {
        try await withEnds(speech) { client, endpoint, _ in
            let expected: TransportError = speech.isHTTP2 ? .streamReset(code: 2) : .connectionClosed
            await #expect(throws: expected) { try await client.perform(.get("/broken"), to: endpoint) }
        }
    }

    /// A proxy: the answer of one server as the answer of another.
    @Test(arguments: Speech.allCases, [Speech.http1, .http2])
    func passesAnswersOn(_ inner: Speech, _ outer: Speech) async throws {
        try await withServer(tls: inner.hasTLS) { origin in
            let endpoint = try inner.endpoint(origin.port)
            let group = try EventLoopGroup(count: 1)
            let client = HTTPClient(group: group)
            let handler: HTTPHandler = { request, loop in
                let body: ClientRequest.Body = .bytes(request.body)
                let request = ClientRequest(method: request.method, target: request.target, body: body)
                guard let reply = try? await client.send(request, to: endpoint, on: loop) else {
                    return HTTPResponse(status: 502)
                }
                return HTTPResponse(status: reply.status, headers: reply.headers, body: .stream(reply.body.stream()))
            }
            let proxy = HTTPServer(
                configuration: HTTPServerConfiguration(),
                tls: outer.hasTLS ? try TestAuthority.context() : nil,
                group: group,
                handler: handler
            )
            let port = try await proxy.start().port
            let front = try outer.endpoint(port)
            let user = try makeClient()
            let bulk = try await user.perform(.get("/bulk"), to: front)
            let lines = (1...200_000).map { "line \($0)\n" }.joined()
            #expect(bulk.text == lines, "\(bulk.text.count) of \(lines.count) characters")
            let large = try await user.perform(.get("/large"), to: front)
            let pieces = (0..<100).flatMap { [UInt8](repeating: UInt8(ascii: "a") + UInt8($0 % 26), count: 20_000) }
            #expect(large.body.elementsEqual(pieces))
            #expect(large.headers["content-length"] == "2000000")
            let post = ClientRequest(method: "POST", target: "/echo", body: .bytes([1, 2, 3]))
            let echo = try await user.perform(post, to: front)
            #expect(echo.body == [1, 2, 3])
            // Who leaves the proxy leaves the origin.
            let watch = try await user.send(.get("/forever"), to: front)
            let first = try await watch.body.next()
            #expect(first?.starts(with: "line 1\n".utf8) == true)
            await proxy.shutdown(deadline: .milliseconds(100))
            client.shutdown()
        }
    }

    @Test func asksForTheNameThatItWasTold() async throws {
        let pem = try TestAuthority.issuer.get().pair.certificatePEM
        try await withServer { server in
            let client = try makeClient()
            func get(_ host: String, _ identity: TLSClientIdentity) async throws -> Int {
                let endpoint = HTTPEndpoint(host: host, port: server.port, tls: identity)
                return try await client.perform(.get("/hello"), to: endpoint).status
            }
            let right = try TLSClientIdentity(trust: .authorities(pem: pem), serverName: "localhost")
            let wrong = try TLSClientIdentity(trust: .authorities(pem: pem), serverName: "elsewhere")
            let careless = try TLSClientIdentity(trust: .anyone, serverName: "elsewhere")
            #expect(try await get("127.0.0.1", right) == 200)
            #expect(try await get("localhost", careless) == 200)
            await #expect(throws: TransportError.tls(.untrusted(reason: "hostname mismatch"))) {
                try await get("127.0.0.1", wrong)
            }
            let stranger = try CertificateIssuer.selfSigned(commonName: "stranger", validity: .seconds(60)).pair
            let distrustful = try TLSClientIdentity(trust: .authorities(pem: stranger.certificatePEM))
            await #expect(throws: TransportError.tls(.untrusted(reason: "unable to get local issuer certificate"))) {
                try await get("127.0.0.1", distrustful)
            }
            #expect(server.server.openConnections == 2)
        }
    }

    @Test func reportsWhyThereIsNoConnection() async throws {
        let client = try makeClient()
        await #expect(throws: TransportError.system(.system(call: "connect", code: 111, subject: "127.0.0.1:1"))) {
            try await client.perform(.get("/"), to: HTTPEndpoint(host: "127.0.0.1", port: 1, tls: nil))
        }
        do {
            _ = try await client.perform(.get("/"), to: HTTPEndpoint(host: "no.such.invalid", port: 1, tls: nil))
            Issue.record("the name was found")
        } catch {
            guard case .system(.unresolved(host: "no.such.invalid", _)) = error else {
                Issue.record("\(error)")
                return
            }
        }
    }
}
