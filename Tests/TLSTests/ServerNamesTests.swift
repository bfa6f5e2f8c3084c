import Testing

@testable import TLS

@Suite struct ServerNamesTests {
    private let authority = Result { try CertificateIssuer.selfSigned(commonName: "ca", validity: .seconds(600)) }

    private func identity(_ names: String...) throws -> TLSIdentity {
        let request = CertificateRequest(
            commonName: names[0],
            dnsNames: names,
            usages: [.server],
            validity: .seconds(300)
        )
        let pair = try authority.get().issue(request)
        return .pem(certificate: pair.certificatePEM, key: pair.privateKeyPEM)
    }

    /// What a client hears that asks for a name; its own check proves which certificate it was shown.
    private func handshake(_ name: String, _ named: [TLSServerOptions.NamedIdentity]) throws -> TLSStep {
        var options = TLSServerOptions()
        options.named = named
        var pair = try TLSPair(
            server: .server(identity: identity("default.example.com"), options: options),
            client: .client(trust: .authorities(pem: authority.get().pair.certificatePEM)),
            name: name
        )
        return pair.handshake().client
    }

    @Test(arguments: [
        "default.example.com", "one.example.com", "ONE.example.com", "a.two.example.com", "three.example.com",
    ])
    func showsTheCertificateOfTheName(_ name: String) throws {
        let named: [TLSServerOptions.NamedIdentity] = [
            .init(names: ["one.example.com"], identity: try identity("one.example.com")),
            .init(names: ["*.Two.example.com"], identity: try identity("*.two.example.com")),
            .init(identity: try identity("three.example.com", "four.example.com")),
        ]
        #expect(try handshake(name, named) == .done(1))
    }

    @Test func exactNamesGoBeforeWildcards() throws {
        let named: [TLSServerOptions.NamedIdentity] = [
            .init(names: ["*.example.com"], identity: try identity("wrong.example.org")),
            .init(names: ["one.example.com"], identity: try identity("one.example.com")),
        ]
        #expect(try handshake("one.example.com", named) == .done(1))
    }

    @Test func otherNamesGetTheServersOwn() throws {
        let named = [
            TLSServerOptions.NamedIdentity(names: ["one.example.com"], identity: try identity("one.example.com"))
        ]
        #expect(try handshake("two.example.com", named) == .failed(.untrusted(reason: "hostname mismatch")))
    }

    @Test func saysWhichFileCannotBeUsed() throws {
        var options = TLSServerOptions()
        options.named = [.init(identity: .files(certificate: "/nowhere/tls.crt", key: "/nowhere/tls.key"))]
        #expect(throws: TLSError.failed(call: "open /nowhere/tls.crt", reason: "No such file or directory")) {
            try TLSContext.server(identity: identity("default.example.com"), options: options)
        }
    }
}
