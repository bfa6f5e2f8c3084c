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
            let offer = protocols.offer
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
