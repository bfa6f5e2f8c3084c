internal import COpenSSL

/// A private key that signs texts: EC P-256 with SHA-256, as `ES256` of JSON Web Signatures.
public final class SigningKey: Sendable {
    private let key: OpenSSLHandle

    /// What it signs is verified with this.
    public let verifier: SignatureVerifier

    private init(_ key: OpenSSLHandle) throws(TLSError) {
        self.key = key
        verifier = try unsafe SignatureVerifier(of: key.raw)
    }

    /// Makes a new key.
    ///
    /// - Throws: `.failed` if OpenSSL refuses.
    public static func make() throws(TLSError) -> SigningKey {
        guard let key = unsafe apiboot_EVP_EC_gen_p256() else { throw .drained("EVP_EC_gen") }
        return try SigningKey(unsafe OpenSSLHandle(key: key))
    }

    /// Reads a key of a PEM text.
    ///
    /// - Throws: `.missing` if there is none, `.failed` if it is no EC P-256 key.
    public static func opened(pem: [UInt8]) throws(TLSError) -> SigningKey {
        guard let key = unsafe X509Codec.privateKey(pem: pem) else {
            ERR_clear_error()
            throw .missing(what: "private key", source: "PEM")
        }
        return try SigningKey(unsafe OpenSSLHandle(key: key))
    }

    /// Unencrypted PKCS #8.
    public var pem: [UInt8] { unsafe X509Codec.pem(key: key.raw) }

    /// Signs bytes; costs about 20 µs.
    ///
    /// The C function is `EVP_DigestSign`.
    ///
    /// - Returns: 64 bytes, two numbers of 32 bytes each.
    /// - Throws: `.failed` if OpenSSL refuses.
    public func sign(_ bytes: [UInt8]) throws(TLSError) -> [UInt8] {
        guard let context = unsafe EVP_MD_CTX_new() else { throw .drained("EVP_MD_CTX_new") }
        defer { unsafe EVP_MD_CTX_free(context) }
        guard unsafe EVP_DigestSignInit(context, nil, EVP_sha256(), nil, key.raw) == 1 else {
            throw .drained("EVP_DigestSignInit")
        }
        var isSigned = false
        let der = unsafe [UInt8](unsafeUninitializedCapacity: 128) { buffer, count in
            count = buffer.count
            isSigned = unsafe EVP_DigestSign(context, buffer.baseAddress, &count, bytes, bytes.count) == 1
            if !isSigned { count = 0 }
        }
        guard isSigned else { throw .drained("EVP_DigestSign") }
        return try SignatureCodec.raw(der: der)
    }
}

/// A public key that tells whether a signature is that of its private key.
public final class SignatureVerifier: Sendable {
    private let key: OpenSSLHandle

    /// The SHA-256 of the key's DER bytes: what tokens name it by.
    public let keyDigest: [UInt8]

    /// Takes the public part of a key.
    init(of privateKey: OpaquePointer) throws(TLSError) {
        let count = unsafe i2d_PUBKEY(privateKey, nil)
        guard count > 0 else { throw .drained("i2d_PUBKEY") }
        let der = unsafe [UInt8](unsafeUninitializedCapacity: Int(count)) { buffer, initialized in
            var cursor = buffer.baseAddress
            initialized = Int(max(0, unsafe i2d_PUBKEY(privateKey, &cursor)))
        }
        let made = unsafe der.withUnsafeBufferPointer { buffer in
            var cursor = buffer.baseAddress
            return unsafe d2i_PUBKEY(nil, &cursor, buffer.count)
        }
        guard let made = unsafe made else { throw .drained("d2i_PUBKEY") }
        // P-256 alone: a signature of another size would be cut.
        guard unsafe EVP_PKEY_get_bits(made) == 256 else {
            unsafe EVP_PKEY_free(made)
            throw .failed(call: "EVP_PKEY_get_bits", reason: "not an EC P-256 key")
        }
        keyDigest = Digest.sha256(der)
        key = unsafe OpenSSLHandle(key: made)
    }

    /// For others who verify: `SubjectPublicKeyInfo`.
    public var pem: [UInt8] { unsafe X509Codec.pem(publicKey: key.raw) }

    /// Whether a signature of 64 bytes belongs to these bytes; costs about 60 µs.
    ///
    /// The C function is `EVP_DigestVerify`.
    public func isValid(_ signature: [UInt8], for bytes: [UInt8]) -> Bool {
        guard let der = SignatureCodec.der(raw: signature), let context = unsafe EVP_MD_CTX_new() else { return false }
        defer {
            unsafe EVP_MD_CTX_free(context)
            ERR_clear_error()
        }
        guard unsafe EVP_DigestVerifyInit(context, nil, EVP_sha256(), nil, key.raw) == 1 else { return false }
        return unsafe EVP_DigestVerify(context, der, der.count, bytes, bytes.count) == 1
    }
}

/// OpenSSL's form of ECDSA signatures (DER) and that of JSON Web Signatures (two numbers side by side).
private enum SignatureCodec {
    private static let half = 32

    static func raw(der: [UInt8]) throws(TLSError) -> [UInt8] {
        let parsed = unsafe der.withUnsafeBufferPointer { buffer in
            var cursor = buffer.baseAddress
            return unsafe d2i_ECDSA_SIG(nil, &cursor, buffer.count)
        }
        guard let parsed = unsafe parsed else { throw .drained("d2i_ECDSA_SIG") }
        defer { unsafe ECDSA_SIG_free(parsed) }
        return unsafe padded(ECDSA_SIG_get0_r(parsed)) + padded(ECDSA_SIG_get0_s(parsed))
    }

    private static func padded(_ number: OpaquePointer?) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: half) { buffer, count in
            count = Int(max(0, unsafe BN_bn2binpad(number, buffer.baseAddress, Int32(half))))
        }
    }

    static func der(raw: [UInt8]) -> [UInt8]? {
        guard raw.count == 2 * half, let signature = unsafe ECDSA_SIG_new() else { return nil }
        defer { unsafe ECDSA_SIG_free(signature) }
        let r = unsafe BN_bin2bn(Array(raw[..<half]), Int32(half), nil)
        let s = unsafe BN_bin2bn(Array(raw[half...]), Int32(half), nil)
        // Both numbers belong to the signature from here on.
        guard unsafe ECDSA_SIG_set0(signature, r, s) == 1 else {
            unsafe BN_free(r)
            unsafe BN_free(s)
            return nil
        }
        return unsafe [UInt8](unsafeUninitializedCapacity: 128) { buffer, count in
            var cursor = buffer.baseAddress
            count = Int(max(0, unsafe i2d_ECDSA_SIG(signature, &cursor)))
        }
    }
}
