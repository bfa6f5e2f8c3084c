extension TLSError: CustomStringConvertible {
    /// What failed and why.
    public var description: String {
        switch self {
        case .failed(let call, let reason): reason.isEmpty ? "\(call) failed" : "\(call): \(reason)"
        case .missing(let what, let source): "there is no \(what) in \(source)"
        case .keyMismatch: "the private key does not belong to the certificate"
        case .untrusted(let reason): "the certificate is not trusted: \(reason)"
        case .lacksNames: "the certificate is not trusted: it relies on legacy Common Name field, use SANs instead"
        case .invalidName(let name): "'\(name)' cannot stand in a certificate"
        }
    }
}
