internal import COpenSSL

/// Certificate authorities whose certificates are trusted.
public final class CertificateVerifier: Sendable {
    private let store: OpenSSLHandle

    /// Trusts every certificate of a PEM text.
    ///
    /// - Throws: `.missing` if there is none.
    public init(pemBytes: [UInt8]) throws(TLSError) {
        let certificates = X509Codec.certificates(pem: pemBytes)
        guard !certificates.isEmpty else { throw .missing(what: "certificate", source: "authorities") }
        guard let store = unsafe X509_STORE_new() else { throw .drained("X509_STORE_new") }
        for certificate in certificates { unsafe X509_STORE_add_cert(store, certificate.raw) }
        // As in Go, an intermediate that is listed is an anchor of its own.
        _ = unsafe X509_STORE_set_flags(store, UInt(X509_V_FLAG_PARTIAL_CHAIN))
        self.store = unsafe OpenSSLHandle(store: store)
    }

    /// Verifies what a client presented: signatures, validity and the use for client authentication.
    ///
    /// Costs about 0.1 ms; keep the result by `chain.digest` until `notAfter`, at most some minutes.
    ///
    /// - Parameters:
    ///   - chain: leaf first, then intermediates in any order.
    ///   - now: seconds since 1970.
    /// - Returns: whom the leaf names.
    /// - Throws: `.untrusted` with the reason.
    public func verifyClient(_ chain: CertificateChain, at now: Int64) throws(TLSError) -> CertificateIdentity {
        try verify(chain, X509_PURPOSE_SSL_CLIENT, at: now)
    }

    /// Verifies what a server presents: signatures, validity and the use for server authentication, not its name.
    ///
    /// - Parameters:
    ///   - chain: leaf first, then intermediates in any order.
    ///   - now: seconds since 1970.
    /// - Returns: whom the leaf names.
    /// - Throws: `.untrusted` with the reason.
    public func verifyServer(_ chain: CertificateChain, at now: Int64) throws(TLSError) -> CertificateIdentity {
        try verify(chain, X509_PURPOSE_SSL_SERVER, at: now)
    }

    private func verify(
        _ chain: CertificateChain,
        _ purpose: Int32,
        at now: Int64
    ) throws(TLSError) -> CertificateIdentity {
        let parsed = chain.certificates.compactMap { X509Codec.certificate(der: $0) }
        guard parsed.count == chain.certificates.count, let leaf = parsed.first else {
            ERR_clear_error()
            throw .untrusted(reason: "not a certificate")
        }
        guard let context = unsafe X509_STORE_CTX_new() else {
            throw .drained("X509_STORE_CTX_new")
        }
        defer { unsafe X509_STORE_CTX_free(context) }
        let others = unsafe OPENSSL_sk_new_null()
        defer { unsafe OPENSSL_sk_free(others) }
        for certificate in parsed.dropFirst() {
            _ = unsafe OPENSSL_sk_push(others, UnsafeRawPointer(certificate.raw))
        }
        guard unsafe X509_STORE_CTX_init(context, store.raw, leaf.raw, others) == 1 else {
            throw .drained("X509_STORE_CTX_init")
        }
        unsafe X509_STORE_CTX_set_time(context, 0, Int(now))
        _ = unsafe X509_STORE_CTX_set_purpose(context, purpose)
        guard unsafe X509_verify_cert(context) == 1 else {
            let code = unsafe X509_STORE_CTX_get_error(context)
            ERR_clear_error()
            throw .untrusted(reason: unsafe String(cString: X509_verify_cert_error_string(Int(code))))
        }
        withExtendedLifetime(parsed) {}
        return try CertificateIdentity(der: chain.certificates[0])
    }
}
