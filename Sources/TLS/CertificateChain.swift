/// A certificate chain as a peer presents it, leaf first.
public struct CertificateChain: Sendable, Equatable {
    /// Never empty; each is one certificate in DER.
    public let certificates: [[UInt8]]
    /// A SHA-256 over all certificates: a key for what was found out about the chain.
    ///
    /// Computed once, so that a look-up per request hashes 32 bytes instead of a chain that the peer chose.
    public let digest: [UInt8]

    /// Makes a chain; `certificates` is not empty.
    public init(certificates: [[UInt8]]) {
        self.certificates = certificates
        // Digests of equal length, one after the other: no two chains give the same bytes.
        digest = Digest.sha256(certificates.flatMap(Digest.sha256))
    }

    /// Whether both are the same chain.
    public static func == (left: CertificateChain, right: CertificateChain) -> Bool {
        left.certificates == right.certificates
    }
}
