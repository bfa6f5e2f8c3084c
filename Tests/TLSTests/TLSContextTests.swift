import Glibc
import Synchronization
import Testing

@testable import TLS

@Suite struct TLSContextTests {
    @Test(arguments: [
        (TLSContext.Protocols.http2AndHTTP1, TLSContext.Protocols.http2AndHTTP1, "h2"),
        (.http2AndHTTP1, .http1, "http/1.1"),
        (.http1, .http2AndHTTP1, "http/1.1"),
    ])
    func agreesOnAProtocol(_ server: TLSContext.Protocols, _ client: TLSContext.Protocols, _ expected: String) throws {
        var pair = try TLSPair(
            server: .server(identity: TestAuthority.serverIdentity(), options: TLSServerOptions(protocols: server)),
            client: .client(trust: TestAuthority.trust(), protocols: client)
        )
        let steps = pair.handshake()
        #expect(steps == (.done(1), .done(1)))
        let protocols = pair.protocols()
        let version = pair.version()
        let echoed = pair.send("hello")
        #expect(protocols == [expected, expected])
        #expect(version == "TLSv1.3")
        #expect(echoed == "hello")
    }

    @Test func prefersTheFasterOfTwoGoodCiphers() throws {
        var pair = try TLSPair(
            server: .server(identity: TestAuthority.serverIdentity()),
            client: .client(trust: TestAuthority.trust())
        )
        _ = pair.handshake()
        let cipher = pair.cipher()
        #expect(cipher == "TLS_AES_128_GCM_SHA256")
    }

    @Test func collectsRecordsUntilTheyAreSent() throws {
        var pair = try TLSPair(
            server: .server(identity: TestAuthority.serverIdentity()),
            client: .client(trust: TestAuthority.trust())
        )
        _ = pair.handshake()
        let text = pair.sendGathered(["one ", "two ", "three"])
        #expect(text.before == 0)
        #expect(text.received == "one two three")
        // Afterwards every record goes out at once.
        let echoed = pair.send("four")
        #expect(echoed == "four")
    }

    @Test(arguments: ["localhost", "127.0.0.1", "::1"])
    func acceptsNamesOfTheCertificate(_ name: String) throws {
        var pair = try TLSPair(
            server: .server(identity: TestAuthority.serverIdentity()),
            client: .client(trust: TestAuthority.trust()),
            name: name
        )
        let steps = pair.handshake()
        #expect(steps.client == .done(1))
    }

    @Test(arguments: ["example.org", "127.0.0.2"])
    func refusesOtherNames(_ name: String) throws {
        var pair = try TLSPair(
            server: .server(identity: TestAuthority.serverIdentity()),
            client: .client(trust: TestAuthority.trust()),
            name: name
        )
        let steps = pair.handshake()
        let reason = name.contains("org") ? "hostname mismatch" : "IP address mismatch"
        #expect(steps.client == .failed(.untrusted(reason: reason)))
    }

    @Test func showsAnotherCertificateFromTheNextHandshakeOn() throws {
        let context = try TLSContext.server(identity: TestAuthority.serverIdentity("first.test"))
        let client = try TLSContext.client(trust: TestAuthority.trust())
        var first = try TLSPair(server: context, client: client, name: "first.test")
        let before = first.handshake()
        try context.replace(identity: TestAuthority.serverIdentity("second.test"))
        var second = try TLSPair(server: context, client: client, name: "second.test")
        let after = second.handshake()
        #expect(before.client == .done(1))
        #expect(after.client == .done(1))
        let echoed = first.send("still there")
        #expect(echoed == "still there")
        #expect(throws: TLSError.self) { try context.replace(identity: .pem(certificate: [], key: [])) }
        var third = try TLSPair(server: context, client: client, name: "second.test")
        let kept = third.handshake()
        #expect(kept.client == .done(1))
    }

    /// As Go's clients do; its common name would be right.
    @Test func refusesACertificateThatNamesNoHost() throws {
        let request = CertificateRequest(commonName: "localhost", usages: [.server], validity: .seconds(600))
        let pair = try TestAuthority.issuer.get().issue(request)
        var ends = try TLSPair(
            server: .server(identity: .pem(certificate: pair.certificatePEM, key: pair.privateKeyPEM)),
            client: .client(trust: TestAuthority.trust())
        )
        let steps = ends.handshake()
        #expect(steps.client == .failed(.lacksNames))
    }

    @Test func showsTheClientCertificate() throws {
        let client = try TestAuthority.clientPair()
        var pair = try TLSPair(
            server: .server(identity: TestAuthority.serverIdentity()),
            client: .client(
                trust: TestAuthority.trust(),
                identity: .pem(certificate: client.certificatePEM, key: client.privateKeyPEM)
            )
        )
        let steps = pair.handshake()
        let seen = pair.serverSees()
        #expect(steps == (.done(1), .done(1)))
        #expect(seen?.certificates.count == 1)
        #expect(try seen == CertificateChain(pem: client.certificatePEM))
    }

    @Test func needsNoClientCertificate() throws {
        var pair = try TLSPair(
            server: .server(identity: TestAuthority.serverIdentity()),
            client: .client(trust: .anyone)
        )
        let steps = pair.handshake()
        let seen = pair.serverSees()
        #expect(steps == (.done(1), .done(1)))
        #expect(seen == nil)
    }

    @Test func letsUntrustedClientCertificatesPass() throws {
        let stranger = try CertificateIssuer.selfSigned(commonName: "stranger", validity: .seconds(60)).pair
        var pair = try TLSPair(
            server: .server(identity: TestAuthority.serverIdentity()),
            client: .client(
                trust: .anyone,
                identity: .pem(certificate: stranger.certificatePEM, key: stranger.privateKeyPEM)
            )
        )
        let steps = pair.handshake()
        let seen = pair.serverSees()
        #expect(steps == (.done(1), .done(1)))
        #expect(seen?.certificates.count == 1)
    }

    @Test func refusesAKeyOfAnotherCertificate() throws {
        let one = try TestAuthority.clientPair()
        let other = try TestAuthority.clientPair()
        #expect(throws: TLSError.keyMismatch) {
            try TLSContext.server(identity: .pem(certificate: one.certificatePEM, key: other.privateKeyPEM))
        }
    }

    @Test func reportsMissingFiles() {
        #expect(throws: TLSError.failed(call: "open /nowhere/tls.crt", reason: "No such file or directory")) {
            try TLSContext.server(identity: .files(certificate: "/nowhere/tls.crt", key: "/nowhere/tls.key"))
        }
    }

    @Test func readsChangedFilesAgain() throws {
        let folder = try TemporaryFolder()
        let reports = Mutex<[TLSError?]>([])
        try folder.write(TestAuthority.serverIdentity("first.test"))
        let server = try TLSContext.server(identity: folder.identity) { report in reports.withLock { $0.append(report) }
        }
        server.reloadIfChanged()
        #expect(reports.withLock { $0 } == [])
        try folder.write(TestAuthority.serverIdentity("second.test"))
        server.reloadIfChanged()
        #expect(reports.withLock { $0 } == [nil])
        #expect(try handshake(with: server, name: "second.test") == .done(1))
        try folder.write("broken")
        server.reloadIfChanged()
        server.reloadIfChanged()
        let source = folder.path + "/tls.crt"
        #expect(reports.withLock { $0 } == [nil, .missing(what: "certificate", source: source)])
        #expect(try handshake(with: server, name: "second.test") == .done(1))
    }

    private func handshake(with server: TLSContext, name: String) throws -> TLSStep {
        var pair = try TLSPair(server: server, client: .client(trust: TestAuthority.trust()), name: name)
        return pair.handshake().client
    }
}

/// A folder with `tls.crt` and `tls.key`, removed at the end.
final class TemporaryFolder {
    let path: String

    init() throws {
        var template = Array("/tmp/tls-tests-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        unlink(path + "/tls.crt")
        unlink(path + "/tls.key")
        rmdir(path)
    }

    var identity: TLSIdentity { .files(certificate: path + "/tls.crt", key: path + "/tls.key") }

    func write(_ identity: TLSIdentity) throws {
        guard case .pem(let certificate, let key) = identity else { return }
        try write(certificate, to: "tls.crt")
        try write(key, to: "tls.key")
    }

    func write(_ text: String) throws { try write(Array(text.utf8), to: "tls.crt") }

    private func write(_ bytes: [UInt8], to name: String) throws {
        // A new file each time, so that its inode tells the change.
        let temporary = path + "/" + name + ".new"
        let file = try #require(fopen(temporary, "w"))
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
        try #require(rename(temporary, path + "/" + name) == 0)
    }
}
