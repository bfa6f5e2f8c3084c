extension LocalControlPlane: JoinedCluster {
    /// `https://127.0.0.1:9443`.
    public var url: String { "https://127.0.0.1:\(port)" }

    /// The CA of its own certificate, too.
    public var servingAuthority: [UInt8] { pki.servingAuthority }

    /// Makes what the server needs to join.
    public func prepare(
        _ server: ExtensionServer,
        tell: @Sendable (SetupStep) -> Void
    ) async throws -> ExtensionServer.Files {
        try await registration.prepare(server, tell: tell)
    }

    /// Registers the group versions of a server that has been prepared.
    public func announce(_ server: ExtensionServer) async throws { try await registration.announce(server) }

    /// What keeps requests from a server; nil if nothing does.
    public func obstacle(to server: ExtensionServer) async throws -> String? {
        try await registration.obstacle(to: server)
    }

    /// Renews the token of a server until cancelled.
    public func keepToken(of server: ExtensionServer) async throws { try await registration.keepToken(of: server) }
}
