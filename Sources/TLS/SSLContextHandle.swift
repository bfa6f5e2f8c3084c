internal import COpenSSL

/// One `SSL_CTX`, not changed after `init`; OpenSSL counts its references itself, so sessions may outlive it.
@safe final class SSLContextHandle: @unchecked Sendable {
    let context: OpaquePointer

    init(
        _ side: TLSSession.Side,
        _ identity: TLSIdentity?,
        _ trust: TLSContext.Trust,
        _ options: TLSServerOptions,
        _ names: ServerNames?
    ) throws(TLSError) {
        guard let context = unsafe SSL_CTX_new(side == .server ? TLS_server_method() : TLS_client_method()) else {
            throw .drained("SSL_CTX_new")
        }
        unsafe self.context = context
        _ = unsafe apiboot_SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION)
        unsafe apiboot_SSL_CTX_set_modes(context)
        unsafe apiboot_SSL_CTX_set_read_ahead(context)
        guard unsafe apiboot_SSL_CTX_set_cipher_order(context) == 1 else { throw .drained("SSL_CTX_set_ciphersuites") }
        if let identity { try use(identity) }
        switch side {
        case .server:
            try configureServer(options)
            unsafe names?.install(in: context)
        case .client: try configureClient(options.protocols, trust)
        }
    }

    deinit { unsafe SSL_CTX_free(context) }

    private func use(_ identity: TLSIdentity) throws(TLSError) {
        let texts = try identity.load()
        let source = if case .files(let path, _) = identity { path } else { "PEM" }
        let certificates = X509Codec.certificates(pem: texts.certificate)
        guard let leaf = certificates.first else { throw .missing(what: "certificate", source: source) }
        guard unsafe SSL_CTX_use_certificate(context, leaf.raw) == 1 else { throw .drained("SSL_CTX_use_certificate") }
        for certificate in certificates.dropFirst() {
            unsafe X509_up_ref(certificate.raw)  // The chain takes over one reference.
            let code = unsafe apiboot_SSL_CTX_add_extra_chain_cert(context, certificate.raw)
            if code != 1 { unsafe X509_free(certificate.raw) }
        }
        guard let key = unsafe X509Codec.privateKey(pem: texts.key) else {
            ERR_clear_error()
            throw .missing(what: "private key", source: source)
        }
        defer { unsafe EVP_PKEY_free(key) }
        guard unsafe X509_check_private_key(leaf.raw, key) == 1 else {
            ERR_clear_error()
            throw .keyMismatch
        }
        guard unsafe SSL_CTX_use_PrivateKey(context, key) == 1 else { throw .drained("SSL_CTX_use_PrivateKey") }
    }

    private func configureServer(_ options: TLSServerOptions) throws(TLSError) {
        _ = unsafe SSL_CTX_set_session_id_context(context, "apiboot", 7)
        unsafe apiboot_SSL_CTX_set_session_cache_off(context)
        _ = unsafe SSL_CTX_set_num_tickets(context, 1)
        unsafe SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nil)
        unsafe SSL_CTX_set_cert_verify_callback(context, acceptAnyCertificate, nil)
        switch options.protocols {
        case .http2AndHTTP1: unsafe SSL_CTX_set_alpn_select_cb(context, selectHTTP2, nil)
        case .http1: unsafe SSL_CTX_set_alpn_select_cb(context, selectHTTP1, nil)
        }
        if options.minimumVersion == .tls13 {
            _ = unsafe apiboot_SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION)
        }
        if let ciphers = options.cipherList, unsafe SSL_CTX_set_cipher_list(context, ciphers) != 1 {
            throw .drained("SSL_CTX_set_cipher_list")
        }
        nameAuthorities(options.clientAuthorities)
    }

    /// Tells clients whose certificates are of use, each authority once.
    private func nameAuthorities(_ all: [CertificateAuthorities]) {
        var named: Set<[UInt8]> = []
        for certificate in all.flatMap({ X509Codec.certificates(pem: $0.pem) }) {
            guard let der = unsafe X509Codec.der(certificate.raw), named.insert(der).inserted else { continue }
            _ = unsafe SSL_CTX_add_client_CA(context, certificate.raw)
        }
    }

    private func configureClient(_ protocols: TLSContext.Protocols, _ trust: TLSContext.Trust) throws(TLSError) {
        let offer = protocols.offer
        // A client has few connections, over which long answers come: it reads several records at a time.
        unsafe SSL_CTX_set_default_read_buffer_len(context, 64 << 10)
        // This one returns 0 for success.
        _ = unsafe SSL_CTX_set_alpn_protos(context, offer.utf8Start, UInt32(offer.utf8CodeUnitCount))
        let source: String
        let pem: [UInt8]
        switch trust {
        case .anyone: return
        case .authorities(let text): (source, pem) = ("authorities", text)
        case .system:
            guard let bundle = SystemTrust.bundle() else {
                throw .missing(what: "certificate", source: SystemTrust.candidates.joined(separator: ", "))
            }
            (source, pem) = bundle
        }
        unsafe SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nil)
        let certificates = X509Codec.certificates(pem: pem)
        guard !certificates.isEmpty else { throw .missing(what: "certificate", source: source) }
        let store = unsafe SSL_CTX_get_cert_store(context)
        unsafe X509_STORE_set_flags(store, UInt(X509_V_FLAG_PARTIAL_CHAIN))
        for certificate in certificates { unsafe X509_STORE_add_cert(store, certificate.raw) }
    }
}

extension TLSContext.Protocols {
    /// What a client offers, in the form of the wire.
    var offer: StaticString {
        switch self {
        case .http2AndHTTP1: "\u{2}h2\u{8}http/1.1"
        case .http1: "\u{8}http/1.1"
        }
    }
}

private let http2Choice: StaticString = "\u{2}h2\u{8}http/1.1\u{8}http/1.0"
private let http1Choice: StaticString = "\u{8}http/1.1\u{8}http/1.0"

private typealias ProtocolOut = UnsafeMutablePointer<UnsafePointer<UInt8>?>

private func selectHTTP2(
    _ ssl: OpaquePointer?,
    _ out: ProtocolOut?,
    _ outCount: UnsafeMutablePointer<UInt8>?,
    _ offered: UnsafePointer<UInt8>?,
    _ count: UInt32,
    _ argument: UnsafeMutableRawPointer?
) -> Int32 { unsafe select(http2Choice, out, outCount, offered, count) }

private func selectHTTP1(
    _ ssl: OpaquePointer?,
    _ out: ProtocolOut?,
    _ outCount: UnsafeMutablePointer<UInt8>?,
    _ offered: UnsafePointer<UInt8>?,
    _ count: UInt32,
    _ argument: UnsafeMutableRawPointer?
) -> Int32 { unsafe select(http1Choice, out, outCount, offered, count) }

private func select(
    _ choice: StaticString,
    _ out: ProtocolOut?,
    _ outCount: UnsafeMutablePointer<UInt8>?,
    _ offered: UnsafePointer<UInt8>?,
    _ count: UInt32
) -> Int32 {
    var selected: UnsafeMutablePointer<UInt8>?
    let code = unsafe SSL_select_next_proto(
        &selected,
        outCount,
        choice.utf8Start,
        UInt32(choice.utf8CodeUnitCount),
        offered,
        count
    )
    guard code == OPENSSL_NPN_NEGOTIATED else { return SSL_TLSEXT_ERR_ALERT_FATAL }
    unsafe out?.pointee = UnsafePointer(selected)
    return SSL_TLSEXT_ERR_OK
}

/// Lets the handshake go on with any client certificate.
///
/// A ticket keeps only the leaf, so a client that needs intermediates gets none and presents them again.
private func acceptAnyCertificate(_ verification: OpaquePointer?, _ argument: UnsafeMutableRawPointer?) -> Int32 {
    guard let verification = unsafe verification else { return 0 }
    if unsafe apiboot_X509_STORE_CTX_untrusted_count(verification) > 1,
        let ssl = unsafe X509_STORE_CTX_get_ex_data(verification, SSL_get_ex_data_X509_STORE_CTX_idx())
    {
        _ = unsafe SSL_set_num_tickets(OpaquePointer(ssl), 0)
    }
    unsafe X509_STORE_CTX_set_error(verification, X509_V_OK)
    return 1
}
