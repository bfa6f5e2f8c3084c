@testable import TLS

/// Two sessions whose ciphertext is carried over by hand.
struct TLSPair: ~Copyable {
    var server: TLSSession
    var client: TLSSession

    init(server: TLSContext, client: TLSContext, name: String? = "localhost") throws {
        let serverSession = try server.makeMemorySession()
        let clientSession = try client.makeMemorySession(peerName: name)
        self.server = serverSession
        self.client = clientSession
    }

    /// Carries bytes until both ends are done or one has failed.
    mutating func handshake() -> (server: TLSStep, client: TLSStep) {
        var steps = (server: TLSStep.wantRead, client: TLSStep.wantRead)
        for _ in 0..<10 {
            steps.client = client.handshake()
            server.receive(client.takeOutgoing())
            steps.server = server.handshake()
            client.receive(server.takeOutgoing())
            if case .failed = steps.client { break }
            if case .failed = steps.server { break }
            if case .done = steps.client, case .done = steps.server { break }
        }
        return steps
    }

    /// Writes on one end and reads on the other.
    mutating func send(_ text: String) -> String? {
        let bytes = Array(text.utf8)
        guard case .done = bytes.withUnsafeBytes({ client.write($0) }) else { return nil }
        server.receive(client.takeOutgoing())
        var buffer = [UInt8](repeating: 0, count: 1_024)
        guard case .done(let count) = buffer.withUnsafeMutableBytes({ server.read(into: $0) }) else { return nil }
        return String(decoding: buffer[..<count], as: UTF8.self)
    }

    /// Writes texts as collected records: how many bytes went out before the end, and what arrived.
    mutating func sendGathered(_ texts: [String]) -> (before: Int, received: String) {
        client.gather()
        for text in texts { _ = Array(text.utf8).withUnsafeBytes { client.write($0) } }
        let before = client.takeOutgoing()
        _ = client.endGathering()
        server.receive(client.takeOutgoing())
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1_024)
        while case .done(let count) = buffer.withUnsafeMutableBytes({ server.read(into: $0) }) {
            received += buffer[..<count]
        }
        return (before.count, String(decoding: received, as: UTF8.self))
    }

    func cipher() -> String { server.cipher() }

    func serverSees() -> CertificateChain? { server.peerCertificates() }

    func offeredAuthorities() -> [String] { client.offeredAuthorities() }

    func protocols() -> [String?] { [server.applicationProtocol(), client.applicationProtocol()] }

    func version() -> String { server.version() }
}

/// One authority for all tests of a suite.
enum TestAuthority {
    static let issuer = Result { try CertificateIssuer.selfSigned(commonName: "test-ca", validity: .seconds(3_600)) }

    static func serverIdentity(_ name: String = "localhost") throws -> TLSIdentity {
        let request = CertificateRequest(
            commonName: name,
            dnsNames: [name],
            ipAddresses: ["127.0.0.1", "::1"],
            usages: [.server],
            validity: .seconds(600)
        )
        let pair = try issuer.get().issue(request)
        return .pem(certificate: pair.certificatePEM, key: pair.privateKeyPEM)
    }

    static func clientPair(
        _ commonName: String = "bea",
        validity: Duration = .seconds(600)
    ) throws -> CertificateKeyPair {
        try issuer.get().issue(
            CertificateRequest(
                commonName: commonName,
                organizations: ["keepers", "system:masters"],
                uid: "42",
                usages: [.client],
                validity: validity
            )
        )
    }

    static func trust() throws -> TLSContext.Trust { .authorities(pem: try issuer.get().pair.certificatePEM) }
}
