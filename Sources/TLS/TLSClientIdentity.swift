/// Whom a client trusts over TLS, and what it proves about itself.
///
/// An immutable value that is compared by identity: clients keep connections per `TLSClientIdentity`, so replacing it
/// means new connections, while requests on their way go on with the old one. A certificate of files is read again
/// when it has changed and a new connection is made.
public final class TLSClientIdentity: Sendable {
    /// The context that sessions are made of.
    package let context: TLSContext
    /// The name that the server must prove to own, and that is sent as SNI; nil for the host that is dialled.
    public let serverName: String?

    /// Makes an identity.
    ///
    /// Blocks for as long as it takes to read files.
    ///
    /// - Parameters:
    ///   - trust: whom to trust.
    ///   - certificate: the client certificate, if any.
    ///   - serverName: expected instead of the host that is dialled.
    /// - Throws: `TLSError` if certificates or keys cannot be used.
    public init(
        trust: TLSContext.Trust,
        certificate: TLSIdentity? = nil,
        serverName: String? = nil
    ) throws(TLSError) {
        context = try .client(trust: trust, identity: certificate, protocols: .http2AndHTTP1)
        self.serverName = serverName
    }
}

extension TLSClientIdentity: Hashable {
    /// Whether both are the same object.
    public static func == (left: TLSClientIdentity, right: TLSClientIdentity) -> Bool { left === right }

    /// Feeds the object's identity.
    public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
