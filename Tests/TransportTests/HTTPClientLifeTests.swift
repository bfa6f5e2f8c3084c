import EventLoop
import Synchronization
import TLS
import Testing

@testable import Transport

@Suite(.timeLimit(.minutes(1)))
struct HTTPClientLifeTests {
    private func withScript(
        _ script: @escaping RawServer.Script,
        configure: (inout HTTPClientConfiguration) -> Void = { _ in },
        _ body: (HTTPClient, HTTPEndpoint) async throws -> Void
    ) async throws {
        let server = RawServer(script)
        defer { server.stop() }
        let client = try makeClient(configure)
        try await body(client, HTTPEndpoint(host: "127.0.0.1", port: server.port, tls: nil))
        client.shutdown()
    }

    private static let ok = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"

    /// Answers requests without bodies for ever, the head of each given to `answer`.
    private static func serve(_ connection: RawConnection, _ answer: (String) -> String?) {
        while true {
            let head = connection.read(through: "\r\n\r\n")
            guard !head.isEmpty, let text = answer(head) else { return connection.close() }
            connection.send(text)
        }
    }

    @Test func skipsInformationalAnswersAndKeepsTrailers() async throws {
        let text =
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\na: b\r\n\r\n"
            + "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nx-sum: 9\r\n\r\n"
        try await withScript { connection, _ in
            Self.serve(connection) { _ in text }
        } _: { client, endpoint in
            for _ in 0..<2 {
                let reply = try await client.perform(.get("/"), to: endpoint)
                #expect(reply.text == "hi")
                #expect(reply.headers == HTTPHeaders([("transfer-encoding", "chunked")]))
                #expect(reply.trailers == HTTPHeaders([("x-sum", "9")]))
            }
        }
    }

    @Test func sendsAgainWhatAKeptConnectionHasSwallowed() async throws {
        let numbers = Mutex<[Int]>([])
        let script: RawServer.Script = { connection, number in
            Self.serve(connection) { head in
                numbers.withLock { $0.append(number) }
                // The first connection ends on its second request.
                return number == 0 && head.contains("/second") ? nil : Self.ok
            }
        }
        try await withScript(script) { client, endpoint in
            _ = try await client.perform(.get("/first"), to: endpoint)
            let reply = try await client.perform(.get("/second"), to: endpoint)
            #expect(reply.text == "ok")
            #expect(numbers.withLock { $0 } == [0, 0, 1])
        }
        try await withScript(script) { client, endpoint in
            _ = try await client.perform(.get("/first"), to: endpoint)
            await #expect(throws: TransportError.connectionClosed) {
                try await client.perform(ClientRequest(method: "POST", target: "/second"), to: endpoint)
            }
        }
    }

    @Test func doesNotRepeatWhatANewConnectionHasSwallowed() async throws {
        let count = Mutex(0)
        try await withScript { connection, _ in
            Self.serve(connection) { _ in
                count.withLock { $0 += 1 }
                return nil
            }
        } _: { client, endpoint in
            await #expect(throws: TransportError.connectionClosed) {
                try await client.perform(.get("/"), to: endpoint)
            }
            #expect(count.withLock { $0 } == 1)
        }
    }

    @Test(arguments: ["HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nab", "HTTP/1.1 200 OK\r\n", ""])
    func noticesAnswersThatEndTooEarly(_ text: String) async throws {
        try await withScript { connection, _ in
            _ = connection.read(through: "\r\n\r\n")
            connection.send(text)
            connection.close()
        } _: { client, endpoint in
            await #expect(throws: TransportError.connectionClosed) {
                try await client.perform(.get("/"), to: endpoint)
            }
        }
    }

    @Test func refusesWhatIsNotHTTP() async throws {
        try await withScript { connection, _ in
            Self.serve(connection) { _ in "SSH-2.0-x\r\n" }
        } _: { client, endpoint in
            await #expect(throws: TransportError.malformed("the status line is malformed")) {
                try await client.perform(.get("/"), to: endpoint)
            }
        }
    }

    @Test func handsUpgradedConnectionsOver() async throws {
        let script: RawServer.Script = { connection, _ in
            _ = connection.read(through: "\r\n\r\n")
            connection.send("HTTP/1.1 101 Switching Protocols\r\nupgrade: echo\r\nconnection: upgrade\r\n\r\nhello ")
            while true {
                let bytes = connection.receive()
                if bytes.isEmpty { break }
                connection.send(bytes)
            }
            connection.send("bye")
            connection.close()
        }
        try await withScript(script) { client, endpoint in
            let writer = BodyWriter()
            var request = ClientRequest.get("/")
            request.headers = HTTPHeaders([("connection", "upgrade"), ("upgrade", "echo")])
            request.upgraded = writer
            let response = try await client.send(request, to: endpoint)
            #expect(response.status == 101)
            var text = ""
            for word in ["one ", "two "] {
                await writer.write(Array(word.utf8))
                while !text.hasSuffix(word), let bytes = try await response.body.next() {
                    text += String(decoding: bytes, as: UTF8.self)
                }
            }
            writer.finish()
            text += String(decoding: try await response.body.collect(limitBytes: 100), as: UTF8.self)
            #expect(text == "hello one two bye")
        }
    }

    @Test func closesTheOtherDirectionOfAnUpgradeThatDidNotCome() async throws {
        try await withScript { connection, _ in
            Self.serve(connection) { _ in Self.ok }
        } _: { client, endpoint in
            let (closed, source) = AsyncStream.makeStream(of: Void.self)
            var request = ClientRequest.get("/")
            request.upgraded = CountingStream(last: nil) { source.yield() }
            let reply = try await client.perform(request, to: endpoint)
            #expect(reply.status == 200)
            for await _ in closed { break }
        }
    }

    @Test(arguments: Speech.allCases)
    func givesUpInTime(_ speech: Speech) async throws {
        let handler: HTTPHandler = { request, loop in
            guard request.target == "/never" else { return await TestHandler.answer(request, loop) }
            try? await Task.sleep(for: .seconds(60))
            return HTTPResponse(status: 500)
        }
        try await withServer(tls: speech.hasTLS, handler: handler) { server in
            let client = try makeClient()
            let endpoint = try speech.endpoint(server.port)
            _ = try await client.perform(.get("/hello"), to: endpoint)
            var slow = ClientRequest.get("/never")
            slow.headTimeout = .milliseconds(50)
            await #expect(throws: TransportError.timedOut(.head)) { try await client.perform(slow, to: endpoint) }
            var endless = ClientRequest.get("/forever")
            endless.timeout = .milliseconds(100)
            await #expect(throws: TransportError.timedOut(.whole)) { try await client.perform(endless, to: endpoint) }
            _ = try await client.perform(.get("/hello"), to: endpoint)
            client.shutdown()
        }
    }

    @Test func givesUpHandshakesInTime() async throws {
        let server = RawServer { connection, _ in _ = connection.readToEnd() }
        defer { server.stop() }
        let client = try makeClient { $0.timeouts.connect = .milliseconds(50) }
        let endpoint = HTTPEndpoint(host: "127.0.0.1", port: server.port, tls: try TLSClientIdentity(trust: .anyone))
        await #expect(throws: TransportError.timedOut(.connect)) { try await client.perform(.get("/"), to: endpoint) }
        client.shutdown()
    }

    @Test(arguments: Speech.allCases)
    func tellsTheServerWhenTheCallerGivesUp(_ speech: Speech) async throws {
        let (closed, source) = AsyncStream.makeStream(of: Void.self)
        let handler: HTTPHandler = { _, _ in
            HTTPResponse(status: 200, body: .stream(CountingStream(last: nil) { source.yield() }))
        }
        try await withServer(tls: speech.hasTLS, handler: handler) { server in
            let client = try makeClient()
            let endpoint = try speech.endpoint(server.port)
            // A cancelled task.
            let task = Task { try await client.perform(.get("/"), to: endpoint) }
            task.cancel()
            await #expect(throws: TransportError.cancelled) { try await task.value }
            // A dropped answer.
            var response: ClientResponse? = try await client.send(.get("/"), to: endpoint)
            #expect(response?.status == 200)
            response = nil
            for await _ in closed { break }
            client.shutdown()
        }
    }

    @Test(arguments: Speech.allCases)
    func failsWhatIsLeftWhenItIsShutDown(_ speech: Speech) async throws {
        try await withServer(tls: speech.hasTLS) { server in
            let client = try makeClient()
            let response = try await client.send(.get("/forever"), to: try speech.endpoint(server.port))
            _ = try await response.body.next()
            client.shutdown()
            await #expect(throws: TransportError.clientClosed) {
                while try await response.body.next() != nil {}
            }
            await #expect(throws: TransportError.clientClosed) {
                try await client.send(.get("/hello"), to: try speech.endpoint(server.port))
            }
        }
    }

    @Test(arguments: Speech.allCases)
    func closesIdleConnections(_ speech: Speech) async throws {
        try await withServer(tls: speech.hasTLS) { server in
            let client = try makeClient { $0.timeouts.idle = .milliseconds(20) }
            let endpoint = try speech.endpoint(server.port)
            _ = try await client.perform(.get("/hello"), to: endpoint)
            while server.server.openConnections > 0 { await Task.yield() }
            _ = try await client.perform(.get("/hello"), to: endpoint)
            client.shutdown()
        }
    }

    @Test func takesANewCertificateForNewConnections() async throws {
        let issuer = try TestAuthority.issuer.get()
        let handler: HTTPHandler = { request, _ in
            let name = request.peerCertificates.flatMap { try? CertificateIdentity(der: $0.certificates[0]).commonName }
            return HTTPResponse(status: 200, body: .bytes(Array((name ?? "nobody").utf8)))
        }
        try await withServer(handler: handler) { server in
            let client = try makeClient()
            for name in ["ann", "bob", "ann"] {
                let pair = try issuer.issue(
                    CertificateRequest(commonName: name, usages: [.client], validity: .seconds(60))
                )
                let identity = try TLSClientIdentity(
                    trust: .authorities(pem: issuer.pair.certificatePEM),
                    certificate: .pem(certificate: pair.certificatePEM, key: pair.privateKeyPEM)
                )
                let endpoint = HTTPEndpoint(host: "127.0.0.1", port: server.port, tls: identity)
                let reply = try await client.perform(.get("/"), to: endpoint)
                #expect(reply.text == name)
            }
            client.shutdown()
        }
    }

    @Test func demandsHTTP2WhereItIsTold() async throws {
        try await withServer { server in
            let client = try makeClient()
            var endpoint = try Speech.http2.endpoint(server.port)
            endpoint.protocols = .http2
            let reply = try await client.perform(.get("/hello"), to: endpoint)
            #expect(reply.text == "hello HTTP/2.0\n")
            client.shutdown()
        }
    }
}
