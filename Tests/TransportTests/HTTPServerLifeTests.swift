import EventLoop
import Synchronization
import TLS
import Testing

@testable import Transport

@Suite(.timeLimit(.minutes(1)))
struct HTTPServerLifeTests {
    /// A handler whose request never ends by itself.
    private final class Gate: Sendable {
        let began: AsyncStream<Void>
        let cancelled: AsyncStream<Void>
        private let beganSource: AsyncStream<Void>.Continuation
        private let cancelledSource: AsyncStream<Void>.Continuation
        private let release = Mutex<CheckedContinuation<Void, Never>?>(nil)

        init() {
            (began, beganSource) = AsyncStream.makeStream()
            (cancelled, cancelledSource) = AsyncStream.makeStream()
        }

        func wait() async {
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    release.withLock { $0 = continuation }
                    beganSource.yield()
                    if Task.isCancelled { open() }
                }
            } onCancel: {
                cancelledSource.yield()
                open()
            }
        }

        func open() { release.withLock { $0.take() }?.resume() }

        func waitForBegin() async { for await _ in began { return } }

        func waitForCancel() async { for await _ in cancelled { return } }
    }

    private func gated(_ gate: Gate) -> HTTPHandler {
        { request, loop in
            if request.target != "/gate" { return await TestHandler.answer(request, loop) }
            await gate.wait()
            return HTTPResponse(status: 200, body: .bytes(Array("opened".utf8)))
        }
    }

    @Test(arguments: ["--http1.1", "--http2"])
    func cancelsRequestsOfClientsThatLeave(_ version: String) async throws {
        let gate = Gate()
        try await withServer(handler: gated(gate)) { server in
            let curl = try server.startCurl(version, path: "/gate")
            await gate.waitForBegin()
            #expect(server.server.requestsInFlight == 1)
            server.kill(curl)
            await gate.waitForCancel()
        }
    }

    @Test(arguments: ["--http1.1", "--http2"])
    func closesStreamsOfClientsThatLeave(_ version: String) async throws {
        let (started, startSource) = AsyncStream.makeStream(of: Void.self)
        let (closed, closeSource) = AsyncStream.makeStream(of: Void.self)
        let stream = CountingStream(last: nil) { closeSource.yield() }
        let handler: HTTPHandler = { _, _ in
            startSource.yield()
            return HTTPResponse(status: 200, body: .stream(stream))
        }
        try await withServer(handler: handler) { server in
            let curl = try server.startCurl(version)
            for await _ in started { break }
            server.kill(curl)
            for await _ in closed { break }
        }
        #expect(stream.state.withLock { $0.closes } == 1)
    }

    @Test(arguments: ["--http1.1", "--http2"])
    func finishesRequestsAndThenEndsStreamsAtShutdown(_ version: String) async throws {
        let gate = Gate()
        let order = Mutex<[String]>([])
        let (pulled, source) = AsyncStream.makeStream(of: Void.self)
        let stream = CountingStream(
            last: nil,
            onClose: { order.withLock { $0.append("stream") } },
            onPull: { source.yield() }
        )
        let base = gated(gate)
        let handler: HTTPHandler = { request, loop in
            if request.target == "/forever" { return HTTPResponse(status: 200, body: .stream(stream)) }
            let response = await base(request, loop)
            order.withLock { $0.append("request") }
            return response
        }
        try await withServer(handler: handler) { server in
            // A busy machine may take its time, so nothing here is given up before the test is.
            async let waiting = server.curl(version, "--max-time", "60", path: "/gate")
            async let streaming = server.curl(version, "--max-time", "60", path: "/forever")
            await gate.waitForBegin()
            // Not before the answer has begun: a stream that begins during a shutdown ends at once.
            for await _ in pulled { break }
            async let shutdown: Void = server.server.shutdown(deadline: .seconds(60))
            while server.server.isListening { await Task.yield() }
            #expect(order.withLock { $0 } == [])
            gate.open()
            let answered = try await waiting
            #expect(answered.output == "opened")
            let streamed = try await streaming
            #expect(streamed.status == 0)
            #expect(streamed.output.hasPrefix("line 1\n"))
            await shutdown
            #expect(order.withLock { $0 } == ["request", "stream"])
            #expect(server.server.openConnections == 0)
        }
    }

    @Test(arguments: ["--http1.1", "--http2"])
    func cutsRequestsAtTheDeadline(_ version: String) async throws {
        let gate = Gate()
        try await withServer(handler: gated(gate)) { server in
            async let waiting = server.curl(version, path: "/gate")
            await gate.waitForBegin()
            await server.server.shutdown(deadline: .milliseconds(20))
            #expect(server.server.openConnections == 0)
            await gate.waitForCancel()
            let status = try await waiting.status
            #expect(status != 0)
        }
    }

    @Test func showsClientCertificatesToHandlers() async throws {
        let issuer = try TestAuthority.issuer.get()
        let pair = try issuer.issue(
            CertificateRequest(commonName: "bea", organizations: ["keepers"], usages: [.client], validity: .seconds(60))
        )
        let handler: HTTPHandler = { request, _ in
            let name = request.peerCertificates.flatMap { try? CertificateIdentity(der: $0.certificates[0]).commonName }
            return HTTPResponse(status: 200, body: .bytes(Array("\(name ?? "nobody") \(request.remoteAddress)".utf8)))
        }
        try await withServer(handler: handler) { server in
            let client = HTTPClient(group: try EventLoopGroup(count: 1))
            let trust = TLSContext.Trust.authorities(pem: issuer.pair.certificatePEM)
            let certificate = TLSIdentity.pem(certificate: pair.certificatePEM, key: pair.privateKeyPEM)
            for (certificate, expected) in [(certificate, "bea 127.0.0.1:"), (nil, "nobody 127.0.0.1:")] {
                let identity = try TLSClientIdentity(trust: trust, certificate: certificate)
                let endpoint = HTTPEndpoint(host: "localhost", port: server.port, tls: identity)
                let reply = try await client.perform(ClientRequest(method: "GET", target: "/"), to: endpoint)
                #expect(String(decoding: reply.body, as: UTF8.self).hasPrefix(expected))
            }
        }
    }
}
