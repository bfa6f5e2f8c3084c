internal import JSON
internal import TLS

/// A serving certificate with the authority that made it, as replicas share it in a Secret.
///
/// Each renewal is one write, and nothing has to be remembered between two: a new authority is told to clients together
/// with the old one while the certificate is still the old one's, makes the certificate of the next renewal, and is alone
/// from the one after that. So nobody is shown what it was not told of for most of a certificate's life.
struct ClusterCertificate: Sendable, Equatable {
    /// What is believed of the certificate: the newest authority, then those of certificates that may still be shown.
    let authorities: CertificateChain
    /// The key of the newest authority.
    let authorityKey: [UInt8]
    /// What is shown.
    let leaf: CertificateKeyPair
    /// Seconds since 1970.
    let notBefore: Int64
    /// Seconds since 1970.
    let notAfter: Int64

    /// What keeps the data of a Secret from being used.
    enum Fault: Error, Equatable {
        /// There is nothing yet.
        case empty
        /// What a key holds cannot be used.
        case broken(key: String, reason: String)
    }

    static let authorityLife: Int64 = 3650 * 86_400
    static let life: Int64 = 365 * 86_400
    /// An authority that ends sooner makes no more certificates.
    private static let leastLife: Int64 = 86_400
    private static let keys = ["ca.crt", "ca.key", "tls.crt", "tls.key"]

    private init(_ authorities: CertificateChain, key: [UInt8], leaf: CertificateKeyPair) throws(TLSError) {
        let identity = try CertificateIdentity(pem: leaf.certificatePEM)
        self.authorities = authorities
        authorityKey = key
        self.leaf = leaf
        notBefore = identity.notBefore
        notAfter = identity.notAfter
    }

    // MARK: The Secret

    /// Reads the `data` of a Secret.
    ///
    /// - Parameters:
    ///   - data: base 64 by key.
    ///   - now: seconds since 1970; a certificate that has ended is no fault.
    /// - Throws: what is wrong with it, and where.
    init(_ data: JSONValue?, at now: Int64) throws(Fault) {
        var texts: [String: [UInt8]] = [:]
        for key in Self.keys {
            guard let text = data?[key]?.string, !text.isEmpty else { continue }
            guard let bytes = Base64.decode(text) else { throw .broken(key: key, reason: "it is not base 64") }
            texts[key] = bytes
        }
        guard !texts.isEmpty else { throw .empty }
        func text(_ key: String) throws(Fault) -> [UInt8] {
            guard let text = texts[key] else { throw .broken(key: key, reason: "it is missing") }
            return text
        }
        let leaf = CertificateKeyPair(certificatePEM: try text("tls.crt"), privateKeyPEM: try text("tls.key"))
        let authorityKey = try text("ca.key")
        let authorities = try Self.chain(try text("ca.crt"), "ca.crt")
        let chain = try Self.chain(leaf.certificatePEM, "tls.crt")
        try Self.check(leaf, "tls.key")
        try Self.check(CertificateKeyPair(certificatePEM: authorities.pem, privateKeyPEM: authorityKey), "ca.key")
        do throws(TLSError) {
            try self.init(authorities, key: authorityKey, leaf: leaf)
            // OpenSSL takes the last second for one too late.
            let moment = min(max(now, notBefore), notAfter - 1)
            _ = try CertificateVerifier(pemBytes: authorities.pem).verifyServer(chain, at: moment)
        } catch {
            throw .broken(key: "tls.crt", reason: "no authority of ca.crt vouches for it: \(error)")
        }
    }

    private static func chain(_ pem: [UInt8], _ key: String) throws(Fault) -> CertificateChain {
        do throws(TLSError) {
            return try CertificateChain(pem: pem)
        } catch {
            throw .broken(key: key, reason: "it holds no certificate")
        }
    }

    private static func check(_ pair: CertificateKeyPair, _ key: String) throws(Fault) {
        do throws(TLSError) {
            _ = try CertificateIssuer.opened(pair)
        } catch .keyMismatch {
            throw .broken(
                key: key,
                reason: "it is not the key of the first certificate in \(key.prefix { $0 != "." }).crt"
            )
        } catch {
            throw .broken(key: key, reason: "it holds no private key")
        }
    }

    /// The `data` of a Secret.
    var data: JSONValue {
        [
            "ca.crt": .string(Base64.encode(authorities.pem)), "ca.key": .string(Base64.encode(authorityKey)),
            "tls.crt": .string(Base64.encode(leaf.certificatePEM)),
            "tls.key": .string(Base64.encode(leaf.privateKeyPEM)),
        ]
    }

    // MARK: Birth and renewal

    /// Makes an authority and its first certificate.
    static func born(for names: [String], at now: Int64) throws(TLSError) -> ClusterCertificate {
        let authority = try authority(for: names, at: now)
        return try ClusterCertificate(
            try CertificateChain(pem: authority.pair.certificatePEM),
            key: authority.pair.privateKeyPEM,
            leaf: try issue(names, by: authority, at: now)
        )
    }

    /// Makes the next certificate, for the names of this one and others, and a new authority in good time.
    func renewed(for names: [String], at now: Int64) throws(TLSError) -> ClusterCertificate {
        var signer = try CertificateIssuer.opened(
            CertificateKeyPair(certificatePEM: authorities.pem, privateKeyPEM: authorityKey)
        )
        let newest = try CertificateIdentity(der: authorities.certificates[0])
        var key = authorityKey
        // Whoever shows the certificate that is replaced is believed until the next time.
        var believed = signer.hasIssued(leaf) ? [authorities.certificates[0]] : authorities.certificates
        if now >= Self.renewal(from: newest.notBefore, to: newest.notAfter) {
            let next = try Self.authority(for: names, at: now)
            believed = try CertificateChain(pem: next.pair.certificatePEM).certificates + believed
            key = next.pair.privateKeyPEM
            if newest.notAfter - now < Self.leastLife { signer = next }
        }
        var chain: [[UInt8]] = []
        for each in believed where try CertificateIdentity(der: each).notAfter > now { chain.append(each) }
        let all = names + self.names.filter { !names.contains($0) }
        return try ClusterCertificate(
            CertificateChain(certificates: chain),
            key: key,
            leaf: try Self.issue(all, by: signer, at: now)
        )
    }

    private static func authority(for names: [String], at now: Int64) throws(TLSError) -> CertificateIssuer {
        // Each has a subject of its own, so that clients do not take one for the other; it may have 64 bytes.
        try CertificateIssuer.selfSigned(
            commonName: "\((names.first ?? "apiserver").prefix(48))-ca@\(now)",
            validity: .seconds(authorityLife),
            at: now
        )
    }

    private static func issue(
        _ names: [String],
        by authority: CertificateIssuer,
        at now: Int64
    ) throws(TLSError) -> CertificateKeyPair {
        let end = try CertificateIdentity(pem: authority.pair.certificatePEM).notAfter
        let request = CertificateRequest(
            commonName: names.first ?? "apiserver",
            dnsNames: names,
            usages: [.server],
            validity: .seconds(min(life, end - now))
        )
        return try authority.issue(request, at: now)
    }

    // MARK: Times and names

    /// The names that it is good for.
    var names: [String] { (try? CertificateChain(pem: leaf.certificatePEM).dnsNames) ?? [] }

    /// The moment when the next one is due: two thirds into its life, and up to a tenth of it later by chance, so that of
    /// several replicas one comes first.
    ///
    /// - Parameter chance: from 0 to 1.
    /// - Returns: seconds since 1970.
    func renewal(chance: Double) -> Int64 {
        Self.renewal(from: notBefore, to: notAfter) + Int64(Double(notAfter - notBefore) / 10 * chance)
    }

    private static func renewal(from start: Int64, to end: Int64) -> Int64 { start + (end - start) / 3 * 2 }
}
