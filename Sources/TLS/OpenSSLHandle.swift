internal import COpenSSL

/// Owns one object of OpenSSL that nobody changes after it was made, hence `@unchecked Sendable`.
///
/// OpenSSL counts references and locks its own counters.
@safe final class OpenSSLHandle: @unchecked Sendable {
    private enum Kind { case certificate, key, store }

    let raw: OpaquePointer
    private let kind: Kind

    private init(_ raw: OpaquePointer, _ kind: Kind) {
        unsafe self.raw = raw
        self.kind = kind
    }

    /// Takes over one reference to an `X509`.
    convenience init(certificate raw: OpaquePointer) { unsafe self.init(raw, .certificate) }

    /// Takes over one reference to an `EVP_PKEY`.
    convenience init(key raw: OpaquePointer) { unsafe self.init(raw, .key) }

    /// Takes over one reference to an `X509_STORE`.
    convenience init(store raw: OpaquePointer) { unsafe self.init(raw, .store) }

    deinit {
        switch kind {
        case .certificate: unsafe X509_free(raw)
        case .key: unsafe EVP_PKEY_free(raw)
        case .store: unsafe X509_STORE_free(raw)
        }
    }
}
