internal import Glibc
internal import Project
internal import TLS

/// A folder of PEM files: authorities and what they signed.
struct PKIFolder: Sendable {
    private let path: String
    private let now: Int64

    private static let authorityValidity = Duration.seconds(10 * 365 * 86_400)
    private static let leafValidity = Duration.seconds(365 * 86_400)
    /// What ends within this time is made anew: longer than anybody lets one run go on.
    private static let margin: Int64 = 60 * 86_400

    init(_ path: String, now: Int64?) throws(LocalPKIError) {
        self.path = path
        self.now = now ?? Int64(time(nil))
        try Self.files { () throws(FileError) in
            try Files.makeDirectory(path, mode: 0o700)
            try Files.setMode(path, 0o700)
        }
    }

    func certificatePath(_ name: String) -> String { path + "/" + name + ".crt" }
    func keyPath(_ name: String) -> String { path + "/" + name + ".key" }

    /// An authority that signs itself.
    func authority(_ name: String, commonName: String) throws(LocalPKIError) -> CertificateIssuer {
        if let pair = try read(name), isGood(pair), let issuer = try? CertificateIssuer.opened(pair) { return issuer }
        let issuer = try certificates { () throws(TLSError) in
            try CertificateIssuer.selfSigned(commonName: commonName, validity: Self.authorityValidity, at: now)
        }
        try write(name, issuer.pair)
        return issuer
    }

    /// A certificate that an authority signed, with its key.
    func leaf(
        _ name: String,
        of issuer: CertificateIssuer,
        commonName: String,
        organizations: [String] = [],
        dnsNames: [String] = [],
        ipAddresses: [String] = [],
        usage: CertificateRequest.Usage
    ) throws(LocalPKIError) -> CertificateKeyPair {
        if let pair = try read(name), isGood(pair), issuer.hasIssued(pair) { return pair }
        let request = CertificateRequest(
            commonName: commonName,
            organizations: organizations,
            dnsNames: dnsNames,
            ipAddresses: ipAddresses,
            usages: [usage],
            validity: Self.leafValidity
        )
        let pair = try certificates { () throws(TLSError) in try issuer.issue(request, at: now) }
        try write(name, pair)
        return pair
    }

    /// A key without a certificate.
    func signingKey(_ name: String) throws(LocalPKIError) -> SigningKey {
        let file = keyPath(name)
        let bytes = try Self.files { () throws(FileError) in try Files.read(file) }
        if let bytes, let key = try? SigningKey.opened(pem: bytes) { return key }
        let key = try certificates { () throws(TLSError) in try SigningKey.make() }
        try Self.files { () throws(FileError) in try Files.replace(file, key.pem, mode: 0o600) }
        return key
    }

    private func isGood(_ pair: CertificateKeyPair) -> Bool {
        guard let identity = try? CertificateIdentity(pem: pair.certificatePEM) else { return false }
        return identity.notBefore <= now && now + Self.margin < identity.notAfter
    }

    private func read(_ name: String) throws(LocalPKIError) -> CertificateKeyPair? {
        try Self.files { () throws(FileError) in
            guard let certificate = try Files.read(certificatePath(name)), let key = try Files.read(keyPath(name))
            else {
                return nil
            }
            return CertificateKeyPair(certificatePEM: certificate, privateKeyPEM: key)
        }
    }

    private func write(_ name: String, _ pair: CertificateKeyPair) throws(LocalPKIError) {
        try Self.files { () throws(FileError) in
            try Files.replace(keyPath(name), pair.privateKeyPEM, mode: 0o600)
            try Files.replace(certificatePath(name), pair.certificatePEM, mode: 0o600)
        }
    }

    private static func files<Result>(_ body: () throws(FileError) -> Result) throws(LocalPKIError) -> Result {
        do {
            return try body()
        } catch {
            throw .file("\(error)")
        }
    }

    private func certificates<Result>(_ body: () throws(TLSError) -> Result) throws(LocalPKIError) -> Result {
        do {
            return try body()
        } catch {
            throw .certificate(error)
        }
    }
}
