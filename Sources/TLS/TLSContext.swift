internal import COpenSSL
internal import Glibc
internal import Synchronization

/// What the sessions of one server or client share: certificate, trust and protocols.
///
/// TLS 1.2 and 1.3 only.
@safe public final class TLSContext: Sendable {
    /// How a client decides whom to trust.
    public enum Trust: Sendable, Equatable {
        /// Only servers of these authorities, and only under the name that was asked for.
        case authorities(pem: [UInt8])
        /// Only servers of the authorities that this system trusts, and only under the name that was asked for.
        ///
        /// `SSL_CERT_FILE` names another bundle.
        case system
        /// Any server; for tests and for `insecure-skip-tls-verify`.
        case anyone
    }

    /// What the application protocols to agree on are.
    public enum Protocols: Sendable, Hashable {
        /// HTTP/2 before HTTP/1.1.
        case http2AndHTTP1
        /// HTTP/1.1 only.
        case http1
    }

    private struct Current: Sendable {
        var handle: SSLContextHandle
        var identity: TLSIdentity?
        var stamp: FileStamp?
        var checkedAt: Int
        /// Which state of the client authorities the handle names.
        var generations: [UInt64]
    }

    private let current: Mutex<Current>
    private let side: TLSSession.Side
    private let trust: Trust
    private let options: TLSServerOptions
    /// Further certificates; nil if there are none.
    private let names: ServerNames?
    private let onReload: @Sendable (TLSError?) -> Void

    private init(
        side: TLSSession.Side,
        identity: TLSIdentity?,
        trust: Trust,
        options: TLSServerOptions,
        onReload: @escaping @Sendable (TLSError?) -> Void
    ) throws(TLSError) {
        names = try Self.names(options, onReload: onReload)
        let stamp = identity.map { FileStamp(of: $0.files) }
        let generations = options.clientAuthorities.map(\.generation)
        let handle = try SSLContextHandle(side, identity, trust, options, names)
        current = Mutex(
            Current(
                handle: handle,
                identity: identity,
                stamp: stamp,
                checkedAt: time(nil),
                generations: generations
            )
        )
        self.side = side
        self.trust = trust
        self.options = options
        self.onReload = onReload
    }

    private static func names(
        _ options: TLSServerOptions,
        onReload: @escaping @Sendable (TLSError?) -> Void
    ) throws(TLSError) -> ServerNames? {
        guard !options.named.isEmpty else { return nil }
        var plain = options
        plain.named = []
        var entries: [ServerNames.Entry] = []
        for named in options.named {
            let context = try TLSContext.server(identity: named.identity, options: plain, onReload: onReload)
            entries.append(ServerNames.Entry(names: named.names.map { $0.lowercased() }, context: context))
        }
        return ServerNames(entries)
    }

    /// Makes the context of a server.
    ///
    /// The server asks for a client certificate, needs none and verifies none: a request with a bad certificate must
    /// get an answer. See ``CertificateVerifier``.
    ///
    /// - Parameters:
    ///   - identity: certificate and key; files are looked at again, at most once a second, when a client connects.
    ///   - options: protocols, versions, and whose client certificates are asked for.
    ///   - onReload: hears of each new certificate (nil) or of one that could not be used, while the old one stays.
    /// - Returns: the context.
    /// - Throws: `TLSError` if certificate and key cannot be used.
    public static func server(
        identity: TLSIdentity,
        options: TLSServerOptions = TLSServerOptions(),
        onReload: @escaping @Sendable (TLSError?) -> Void = { _ in }
    ) throws(TLSError) -> TLSContext {
        try TLSContext(side: .server, identity: identity, trust: .anyone, options: options, onReload: onReload)
    }

    /// Makes the context of a client.
    ///
    /// - Parameters:
    ///   - trust: whom to trust.
    ///   - identity: the client certificate, if any.
    ///   - protocols: what to offer.
    /// - Returns: the context.
    /// - Throws: `TLSError` if the PEM texts cannot be used.
    public static func client(
        trust: Trust,
        identity: TLSIdentity? = nil,
        protocols: Protocols = .http1
    ) throws(TLSError) -> TLSContext {
        let options = TLSServerOptions(protocols: protocols)
        return try TLSContext(side: .client, identity: identity, trust: trust, options: options) { _ in }
    }

    /// Reads the files again if they have changed; a pair that cannot be used is reported and the old one kept.
    public func reloadIfChanged() {
        names?.reloadIfChanged()
        guard let identity = current.withLock({ $0.identity }) else { return }
        let stamp = FileStamp(of: identity.files)
        guard current.withLock({ $0.stamp != stamp }) else { return }
        do {
            let handle = try SSLContextHandle(side, identity, trust, options, names)
            current.withLock {
                $0.handle = handle
                $0.stamp = stamp
            }
            onReload(nil)
        } catch {
            // The stamp is kept, so that a broken pair is reported once and a later change is tried again.
            current.withLock { $0.stamp = stamp }
            onReload(error)
        }
    }

    /// Shows another certificate in further handshakes; connections that are open go on.
    ///
    /// - Throws: `TLSError` if certificate and key cannot be used; the old one stays.
    public func replace(identity: TLSIdentity) throws(TLSError) {
        let stamp = FileStamp(of: identity.files)
        let generations = options.clientAuthorities.map(\.generation)
        let handle = try SSLContextHandle(side, identity, trust, options, names)
        current.withLock {
            $0.handle = handle
            $0.identity = identity
            $0.stamp = stamp
            $0.generations = generations
        }
    }

    /// Names the present client authorities in further handshakes.
    func followAuthorities() {
        for authorities in options.clientAuthorities { authorities.reloadIfChanged() }
        let generations = options.clientAuthorities.map(\.generation)
        let (isDue, identity) = current.withLock { ($0.generations != generations, $0.identity) }
        guard isDue else { return }
        // The serving certificate may be in the middle of a change: then the old handle stays until it is done.
        guard let handle = try? SSLContextHandle(side, identity, trust, options, names)
        else { return }
        current.withLock {
            // Another certificate that has come meanwhile brings its own handle.
            guard $0.identity == identity else { return }
            $0.handle = handle
            $0.generations = generations
        }
    }

    /// Makes a session on a connected socket.
    ///
    /// - Parameters:
    ///   - fd: stays the caller's, who closes it after the session.
    ///   - peerName: for clients, the name or address that the server must prove to own.
    ///   - protocols: for clients, what this session offers instead of what the context does.
    /// - Returns: the session, before its handshake.
    /// - Throws: `.failed` if OpenSSL has no memory left.
    package func makeSession(
        fd: Int32,
        peerName: String? = nil,
        protocols: Protocols? = nil
    ) throws(TLSError) -> TLSSession {
        let ssl = try unsafe newSSL(peerName: peerName)
        if let protocols {
            let offer = protocols == .http1 ? http1Offer : http2Offer
            // This one returns 0 for success.
            _ = unsafe SSL_set_alpn_protos(ssl, offer.utf8Start, UInt32(offer.utf8CodeUnitCount))
        }
        guard unsafe SSL_set_fd(ssl, fd) == 1 else {
            unsafe SSL_free(ssl)
            throw .drained("SSL_set_fd")
        }
        return unsafe TLSSession(adopting: ssl)
    }

    /// Makes a session over memory: see `TLSSession.receive(_:)` and `takeOutgoing()`.
    package func makeMemorySession(peerName: String? = nil) throws(TLSError) -> TLSSession {
        let ssl = try unsafe newSSL(peerName: peerName)
        unsafe SSL_set_bio(ssl, BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()))
        return unsafe TLSSession(adopting: ssl)
    }

    /// Whether the certificate has that name.
    func isCertified(for name: String) -> Bool {
        unsafe lend { context in
            let leaf = unsafe SSL_CTX_get0_certificate(context)
            return unsafe X509_check_host(leaf, name, name.utf8.count, 0, nil) == 1
        }
    }

    /// Lends the present `SSL_CTX`.
    func lend<Value>(_ body: (OpaquePointer) -> Value) -> Value {
        let handle = current.withLock { $0.handle }
        defer { withExtendedLifetime(handle) {} }
        return unsafe body(handle.context)
    }

    private func newSSL(peerName: String?) throws(TLSError) -> OpaquePointer {
        let now = time(nil)
        let isCheckDue = current.withLock { current in
            guard current.checkedAt != now else { return false }
            current.checkedAt = now
            return true
        }
        if isCheckDue { reloadIfChanged() }
        if !options.clientAuthorities.isEmpty { followAuthorities() }
        let handle = current.withLock { $0.handle }
        guard let ssl = unsafe SSL_new(handle.context) else { throw .drained("SSL_new") }
        switch side {
        case .server: unsafe SSL_set_accept_state(ssl)
        case .client:
            unsafe SSL_set_connect_state(ssl)
            if let peerName { unsafe expect(peerName, of: ssl) }
        }
        return unsafe ssl
    }

    private func expect(_ peerName: String, of ssl: OpaquePointer) {
        let parameters = unsafe SSL_get0_param(ssl)
        guard unsafe X509_VERIFY_PARAM_set1_ip_asc(parameters, peerName) != 1 else { return }
        ERR_clear_error()
        _ = unsafe apiboot_SSL_set_tlsext_host_name(ssl, peerName)
        // As Go's clients see it, a host is named by a subject alternative name or not at all.
        unsafe SSL_set_hostflags(ssl, UInt32(X509_CHECK_FLAG_NEVER_CHECK_SUBJECT))
        _ = unsafe SSL_set1_host(ssl, peerName)
    }
}

/// One `SSL_CTX`, not changed after `init`; OpenSSL counts its references itself, so sessions may outlive it.
@safe private final class SSLContextHandle: @unchecked Sendable {
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
        let offer = protocols == .http1 ? http1Offer : http2Offer
        // A client has few connections, over which long answers come: it reads several records at a time.
        unsafe SSL_CTX_set_default_read_buffer_len(context, 128 << 10)
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

private let http2Offer: StaticString = "\u{2}h2\u{8}http/1.1"
private let http1Offer: StaticString = "\u{8}http/1.1"
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
