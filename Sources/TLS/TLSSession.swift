internal import COpenSSL

/// One TLS connection over a non-blocking socket, or over memory for tests.
///
/// The session does not own the socket. Confined to one thread at a time.
@safe package struct TLSSession: ~Copyable {
    /// Which end of the connection this is.
    package enum Side: Sendable { case server, client }

    private let ssl: OpaquePointer
    /// Whether records wait for ``endGathering()``.
    private var isGathering = false

    /// Takes over an `SSL`.
    init(adopting ssl: OpaquePointer) { unsafe self.ssl = ssl }

    deinit { unsafe SSL_free(ssl) }

    /// Continues the handshake.
    ///
    /// The C function is `SSL_do_handshake`.
    package func handshake() -> TLSStep {
        ERR_clear_error()
        return step("SSL_do_handshake", unsafe SSL_do_handshake(ssl))
    }

    /// Reads decrypted bytes.
    ///
    /// The C function is `SSL_read`.
    package func read(into buffer: UnsafeMutableRawBufferPointer) -> TLSStep {
        ERR_clear_error()
        return step("SSL_read", unsafe SSL_read(ssl, buffer.baseAddress, Int32(clamping: buffer.count)))
    }

    /// Writes some or all of the bytes; a repeated call must begin with the same bytes.
    ///
    /// The C function is `SSL_write`.
    package func write(_ bytes: UnsafeRawBufferPointer) -> TLSStep {
        ERR_clear_error()
        return step("SSL_write", unsafe SSL_write(ssl, bytes.baseAddress, Int32(clamping: bytes.count)))
    }

    /// Collects what further writes make, so that many records cost one system call; until ``endGathering()``.
    ///
    /// Takes 64 KiB meanwhile. Without memory for it nothing changes.
    package mutating func gather() {
        if !isGathering { isGathering = unsafe apiboot_SSL_gather(ssl, 64 << 10) == 1 }
    }

    /// Sends what was collected; to be repeated, when the socket takes more, after `.wantWrite`.
    ///
    /// - Returns: `.done(0)`, also if nothing was collected; `.wantWrite` or `.closed`.
    package mutating func endGathering() -> TLSStep {
        guard isGathering else { return .done(0) }
        ERR_clear_error()
        switch unsafe apiboot_SSL_end_gathering(ssl) {
        case 1:
            isGathering = false
            return .done(0)
        case 0: return .wantWrite
        default: return .closed
        }
    }

    /// Whether bytes were received that no read has returned.
    ///
    /// The C function is `SSL_has_pending`.
    package func hasPending() -> Bool { unsafe SSL_has_pending(ssl) == 1 }

    /// Says goodbye; does not wait for the answer.
    ///
    /// Not after `.failed`.
    package func shutdown() {
        ERR_clear_error()
        _ = unsafe SSL_shutdown(ssl)
        ERR_clear_error()
    }

    /// The protocol that both ends agreed on, such as `h2`.
    package func applicationProtocol() -> String? {
        var start: UnsafePointer<UInt8>?
        var count: UInt32 = 0
        unsafe SSL_get0_alpn_selected(ssl, &start, &count)
        guard let start = unsafe start, count > 0 else { return nil }
        return unsafe String(decoding: UnsafeBufferPointer(start: start, count: Int(count)), as: UTF8.self)
    }

    /// The protocol version, such as `TLSv1.3`.
    package func version() -> String { unsafe String(cString: SSL_get_version(ssl)) }

    /// The cipher suite, such as `TLS_AES_128_GCM_SHA256`.
    package func cipher() -> String {
        guard let name = unsafe SSL_CIPHER_standard_name(SSL_get_current_cipher(ssl)) else { return "" }
        return unsafe String(cString: name)
    }

    /// Whether a ticket replaced the full handshake.
    package func isResumed() -> Bool { unsafe SSL_session_reused(ssl) == 1 }

    /// What the peer presented; on the server side not verified.
    package func peerCertificates() -> CertificateChain? {
        guard let leaf = unsafe SSL_get1_peer_certificate(ssl) else { return nil }
        defer { unsafe X509_free(leaf) }
        var certificates: [[UInt8]] = []
        if let bytes = unsafe X509Codec.der(leaf) { certificates.append(bytes) }
        if let chain = unsafe SSL_get_peer_cert_chain(ssl) {
            let count = unsafe OPENSSL_sk_num(chain)
            for index in 0..<max(0, count) {
                guard let raw = unsafe OPENSSL_sk_value(chain, index) else { continue }
                guard let bytes = unsafe X509Codec.der(OpaquePointer(raw)), bytes != certificates.first else {
                    continue
                }
                certificates.append(bytes)
            }
        }
        return certificates.isEmpty ? nil : CertificateChain(certificates: certificates)
    }

    /// Whose certificates the server asks a client for, as `/O=…/CN=…`; known after the handshake.
    package func offeredAuthorities() -> [String] {
        guard let names = unsafe SSL_get0_peer_CA_list(ssl) else { return [] }
        return (0..<max(0, unsafe OPENSSL_sk_num(names))).compactMap { index in
            guard let name = unsafe OPENSSL_sk_value(names, index),
                let text = unsafe X509_NAME_oneline(OpaquePointer(name), nil, 0)
            else { return nil }
            defer { unsafe CRYPTO_free(text, #file, #line) }
            return unsafe String(cString: text)
        }
    }

    // MARK: Memory transport

    /// Hands over ciphertext from the peer.
    ///
    /// Memory sessions only.
    package func receive(_ bytes: [UInt8]) {
        _ = unsafe bytes.withUnsafeBytes { unsafe BIO_write(SSL_get_rbio(ssl), $0.baseAddress, Int32($0.count)) }
    }

    /// Takes the ciphertext for the peer.
    ///
    /// Memory sessions only.
    package func takeOutgoing() -> [UInt8] {
        guard let bio = unsafe SSL_get_wbio(ssl) else { return [] }
        let count = Int(unsafe apiboot_BIO_pending(bio))
        return unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            initialized = max(0, Int(unsafe BIO_read(bio, buffer.baseAddress, Int32(count))))
        }
    }

    private func step(_ call: String, _ code: Int32) -> TLSStep {
        if code > 0 { return .done(Int(code)) }
        switch unsafe SSL_get_error(ssl, code) {
        case SSL_ERROR_WANT_READ: return .wantRead
        case SSL_ERROR_WANT_WRITE: return .wantWrite
        case SSL_ERROR_ZERO_RETURN: return .closed
        case SSL_ERROR_SYSCALL:
            ERR_clear_error()
            return .closed
        default:
            let verification = unsafe SSL_get_verify_result(ssl)
            if isMismatch(verification), !hasPeerNames() {
                ERR_clear_error()
                return .failed(.lacksNames)
            }
            if verification != Int(X509_V_OK), let text = unsafe X509_verify_cert_error_string(verification) {
                ERR_clear_error()
                return .failed(.untrusted(reason: unsafe String(cString: text)))
            }
            return .failed(.drained(call))
        }
    }

    private func isMismatch(_ verification: Int) -> Bool {
        verification == Int(X509_V_ERR_HOSTNAME_MISMATCH) || verification == Int(X509_V_ERR_IP_ADDRESS_MISMATCH)
    }

    /// Whether a certificate that has been refused names hosts at all; its chain is kept even then.
    private func hasPeerNames() -> Bool {
        guard let chain = unsafe SSL_get_peer_cert_chain(ssl), let leaf = unsafe OPENSSL_sk_value(chain, 0) else {
            return true
        }
        return unsafe X509_get_ext_by_NID(OpaquePointer(leaf), NID_subject_alt_name, -1) >= 0
    }
}
