public import TLS

/// Where requests go: connections are kept per endpoint.
public struct HTTPEndpoint: Sendable, Hashable {
    /// Which versions of HTTP to speak.
    public enum Protocols: Sendable, Hashable {
        /// Over TLS what both ends agree on, HTTP/2 first; HTTP/1.1 without TLS.
        case automatic
        /// HTTP/1.1 only.
        case http1
        /// HTTP/2 without asking; over TLS the server must agree to it.
        case http2
    }

    /// A name or a numeric address (IPv6 without brackets) to dial.
    public var host: String
    /// The port to dial.
    public var port: UInt16
    /// Nil for plain HTTP.
    public var tls: TLSClientIdentity?
    /// Which versions of HTTP to speak.
    public var protocols: Protocols
    /// What requests name as their host.
    ///
    /// By default host and port, the port left out if it is the scheme's own.
    public var authority: String

    /// Makes an endpoint.
    public init(
        host: String,
        port: UInt16,
        tls: TLSClientIdentity?,
        protocols: Protocols = .automatic,
        authority: String? = nil
    ) {
        let isBracketed = host.utf8.first == UInt8(ascii: "[") && host.utf8.last == UInt8(ascii: "]")
        let host = isBracketed ? String(host.dropFirst().dropLast()) : host
        self.host = host
        self.port = port
        self.tls = tls
        self.protocols = protocols
        let name = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
        self.authority = authority ?? (port == (tls == nil ? 80 : 443) ? name : "\(name):\(port)")
    }
}

extension HTTPEndpoint: CustomStringConvertible {
    /// Scheme, host and port.
    public var description: String {
        "\(tls == nil ? "http" : "https")://\(host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host):\(port)"
    }
}
