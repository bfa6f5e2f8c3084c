public import TLS

/// One request, complete with its body unless that is ``arriving``.
public struct HTTPRequest: Sendable {
    /// HTTP/1.1 or HTTP/2.
    public enum Version: String, Sendable {
        case http1 = "HTTP/1.1"
        case http2 = "HTTP/2.0"
    }

    /// As sent: upper and lower case differ.
    public var method: String
    /// Path and query as sent, percent-encoded: `/apis/a/b?limit=5`.
    public var target: String
    /// The protocol that the request came by.
    public var version: Version
    /// The header fields; over HTTP/2 `host` holds the authority.
    public var headers: HTTPHeaders
    /// Empty if there was none, or if it is ``arriving``.
    public var body: [UInt8]
    /// The body, if it is still coming in; nil for a request that is complete.
    ///
    /// Only where the server was told to hand bodies over so: see ``BodyStreaming``.
    public var arriving: ArrivingBody?
    /// Whether the body was longer than the server reads; `body` is then empty and the connection ends after the answer.
    public var isBodyTooLarge: Bool
    /// The certificate chain that the client presented in the TLS handshake, leaf first; nil without one.
    ///
    /// Not verified by the transport: who trusts which CA is decided above.
    public var peerCertificates: CertificateChain?
    /// `address:port` of the other end.
    public var remoteAddress: String
    /// Limits how long the answer may take; nil for a request that came over no connection.
    public var deadline: RequestDeadline?

    /// Makes a request.
    public init(
        method: String,
        target: String,
        version: Version = .http1,
        headers: HTTPHeaders = HTTPHeaders(),
        body: [UInt8] = [],
        isBodyTooLarge: Bool = false,
        peerCertificates: CertificateChain? = nil,
        remoteAddress: String = ""
    ) {
        self.method = method
        self.target = target
        self.version = version
        self.headers = headers
        self.body = body
        self.isBodyTooLarge = isBodyTooLarge
        self.peerCertificates = peerCertificates
        self.remoteAddress = remoteAddress
    }
}
