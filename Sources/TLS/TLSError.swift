internal import COpenSSL

/// What can fail with certificates, keys and TLS sessions.
public enum TLSError: Error, Sendable, Equatable {
    /// A call of OpenSSL failed; `reason` is its own text.
    case failed(call: String, reason: String)
    /// A PEM file or text holds no `what`, such as "certificate" or "private key".
    case missing(what: String, source: String)
    /// The private key does not belong to the certificate.
    case keyMismatch
    /// The certificate is not trusted; `reason` is OpenSSL's, such as "certificate has expired".
    case untrusted(reason: String)
    /// The certificate names no host in a subject alternative name; a common name is no host's.
    case lacksNames
    /// A name that cannot stand in a certificate.
    case invalidName(String)

    /// The first error of this thread's queue, which is emptied.
    static func drained(_ call: String) -> TLSError {
        let code = ERR_get_error()
        ERR_clear_error()
        guard code != 0, let text = unsafe ERR_reason_error_string(code) else { return .failed(call: call, reason: "") }
        return .failed(call: call, reason: unsafe String(cString: text))
    }
}
