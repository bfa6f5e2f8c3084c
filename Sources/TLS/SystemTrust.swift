internal import Glibc

/// The certificate authorities that the operating system trusts.
enum SystemTrust {
    /// Where distributions keep them.
    ///
    /// Source: Go, `crypto/x509` `root_linux.go`.
    static let candidates = [
        "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem",
        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "/etc/ssl/cert.pem",
    ]

    /// The first bundle that can be read; `SSL_CERT_FILE` alone if it is set.
    static func bundle() -> (source: String, pem: [UInt8])? {
        let named = unsafe getenv("SSL_CERT_FILE").map { unsafe String(cString: $0) }
        for path in named.map({ [$0] }) ?? candidates {
            if let pem = try? TLSIdentity.read(path) { return (path, pem) }
        }
        return nil
    }
}
