/// The certificates that a peer presented, leaf first, each as DER bytes.
public struct CertificateChain: Sendable, Equatable {
    /// Never empty; each is one certificate in DER.
    public let certificates: [[UInt8]]

    /// Makes a chain; `certificates` is not empty.
    public init(certificates: [[UInt8]]) { self.certificates = certificates }
}
