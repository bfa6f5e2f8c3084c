internal import COpenSSL

/// What a server agrees to in a handshake.
public struct TLSServerOptions: Sendable {
    /// The oldest version of TLS.
    public enum Version: Sendable, Equatable {
        case tls12
        case tls13
    }

    /// A certificate and the names that it is shown for.
    public struct NamedIdentity: Sendable, Equatable {
        /// Exact names, or `*.example.com`; empty for those of the certificate itself.
        public var names: [String]
        /// Certificate and key.
        public var identity: TLSIdentity

        /// Makes one.
        public init(names: [String] = [], identity: TLSIdentity) {
            self.names = names
            self.identity = identity
        }
    }

    /// The application protocols to agree on.
    public var protocols: TLSContext.Protocols
    /// The oldest version of TLS; nothing below 1.2 is ever spoken.
    public var minimumVersion: Version
    /// Whose client certificates are asked for; clients may send others all the same.
    public var clientAuthorities: [CertificateAuthorities]
    /// Certificates for clients that ask for other names than the server's own.
    public var named: [NamedIdentity] = []
    /// Ciphers for TLS 1.2 in OpenSSL's names; nil for OpenSSL's choice.
    var cipherList: String?

    /// Makes options.
    public init(
        protocols: TLSContext.Protocols = .http2AndHTTP1,
        minimumVersion: Version = .tls12,
        clientAuthorities: [CertificateAuthorities] = []
    ) {
        self.protocols = protocols
        self.minimumVersion = minimumVersion
        self.clientAuthorities = clientAuthorities
    }

    /// Allows only some ciphers in TLS 1.2; those of TLS 1.3 are not chosen by anybody, as in Go.
    ///
    /// - Parameter names: as the standards write them, `TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256`.
    /// - Throws: `.invalidName` for a name that OpenSSL does not know.
    public mutating func allow(cipherSuites names: [String]) throws(TLSError) {
        var found: [String] = []
        for name in names {
            guard let known = unsafe OPENSSL_cipher_name(name) else { throw .invalidName(name) }
            let text = unsafe String(cString: known)
            guard text != "(NONE)" else { throw .invalidName(name) }
            found.append(text)
        }
        // TLS 1.3 suites belong to another list.
        let older = found.filter { !$0.hasPrefix("TLS_") }
        cipherList = older.isEmpty ? nil : older.joined(separator: ":")
    }
}
