internal import COpenSSL

extension CertificateChain {
    /// Reads all certificates of a PEM text.
    ///
    /// - Throws: `.missing` if there is none.
    public init(pem: [UInt8]) throws(TLSError) {
        let certificates = X509Codec.certificates(pem: pem).compactMap { unsafe X509Codec.der($0.raw) }
        guard !certificates.isEmpty else { throw .missing(what: "certificate", source: "PEM") }
        self.init(certificates: certificates)
    }

    /// The PEM text of all certificates, in order.
    public var pem: [UInt8] {
        certificates.compactMap { X509Codec.certificate(der: $0) }.flatMap { unsafe X509Codec.pem(certificate: $0.raw) }
    }

    /// The DNS names that the leaf is good for: its subject alternative names.
    ///
    /// The C functions are `X509_get_ext_d2i` and `GENERAL_NAME_get0_value`.
    public var dnsNames: [String] {
        guard let leaf = X509Codec.certificate(der: certificates[0]) else { return [] }
        defer { withExtendedLifetime(leaf) {} }
        guard let names = unsafe OpaquePointer(X509_get_ext_d2i(leaf.raw, NID_subject_alt_name, nil, nil)) else {
            return []
        }
        defer { unsafe GENERAL_NAMES_free(names) }
        return unsafe (0..<OPENSSL_sk_num(names)).compactMap { index in
            var kind: Int32 = 0
            let name = unsafe OPENSSL_sk_value(names, index)?.assumingMemoryBound(to: GENERAL_NAME.self)
            guard let value = unsafe GENERAL_NAME_get0_value(name, &kind), kind == GEN_DNS else { return nil }
            let text = unsafe value.assumingMemoryBound(to: ASN1_STRING.self)
            let bytes = unsafe UnsafeBufferPointer(
                start: ASN1_STRING_get0_data(text),
                count: Int(ASN1_STRING_length(text))
            )
            return unsafe String(decoding: bytes, as: UTF8.self)
        }
    }
}
