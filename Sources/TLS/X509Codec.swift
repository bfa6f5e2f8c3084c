internal import COpenSSL

/// Conversions between OpenSSL's certificates and keys and bytes.
///
/// What is returned as a pointer belongs to the caller.
@safe enum X509Codec {
    /// The DER bytes of a certificate.
    static func der(_ certificate: OpaquePointer) -> [UInt8]? {
        let count = unsafe i2d_X509(certificate, nil)
        guard count > 0 else { return nil }
        return unsafe [UInt8](unsafeUninitializedCapacity: Int(count)) { buffer, initialized in
            var cursor = buffer.baseAddress
            initialized = Int(max(0, unsafe i2d_X509(certificate, &cursor)))
        }
    }

    /// A certificate from its DER bytes.
    static func certificate(der: [UInt8]) -> OpenSSLHandle? {
        let raw = unsafe der.withUnsafeBufferPointer { buffer in
            var cursor = buffer.baseAddress
            return unsafe d2i_X509(nil, &cursor, buffer.count)
        }
        return unsafe raw.map { unsafe OpenSSLHandle(certificate: $0) }
    }

    /// All certificates of a PEM text; other blocks are skipped.
    static func certificates(pem: [UInt8]) -> [OpenSSLHandle] {
        var found: [OpenSSLHandle] = []
        unsafe withReader(pem) { bio in
            while let certificate = unsafe PEM_read_bio_X509(bio, nil, nil, nil) {
                unsafe found.append(OpenSSLHandle(certificate: certificate))
            }
            ERR_clear_error()
        }
        return found
    }

    /// The first private key of a PEM text; encrypted keys are refused.
    static func privateKey(pem: [UInt8]) -> OpaquePointer? {
        var key: OpaquePointer?
        unsafe withReader(pem) { bio in
            unsafe key = PEM_read_bio_PrivateKey(bio, nil, { _, _, _, _ in 0 }, nil)
        }
        return unsafe key
    }

    /// The PEM text of a certificate.
    static func pem(certificate: OpaquePointer) -> [UInt8] {
        unsafe withWriter { unsafe PEM_write_bio_X509($0, certificate) }
    }

    /// The PEM text of the public part of a key.
    static func pem(publicKey: OpaquePointer) -> [UInt8] {
        unsafe withWriter { unsafe PEM_write_bio_PUBKEY($0, publicKey) }
    }

    /// The unencrypted PKCS #8 PEM text of a key.
    static func pem(key: OpaquePointer) -> [UInt8] {
        unsafe withWriter { unsafe PEM_write_bio_PrivateKey($0, key, nil, nil, 0, nil, nil) }
    }

    private static func withReader(_ bytes: [UInt8], _ body: (OpaquePointer) -> Void) {
        unsafe bytes.withUnsafeBytes { buffer in
            guard let bio = unsafe BIO_new_mem_buf(buffer.baseAddress, Int32(clamping: buffer.count)) else { return }
            defer { _ = unsafe BIO_free(bio) }
            unsafe body(bio)
        }
    }

    private static func withWriter(_ body: (OpaquePointer) -> Int32) -> [UInt8] {
        guard let bio = unsafe BIO_new(BIO_s_mem()) else { return [] }
        defer { _ = unsafe BIO_free(bio) }
        guard unsafe body(bio) == 1 else { return [] }
        let count = Int(unsafe apiboot_BIO_pending(bio))
        return unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            initialized = max(0, Int(unsafe BIO_read(bio, buffer.baseAddress, Int32(count))))
        }
    }
}
