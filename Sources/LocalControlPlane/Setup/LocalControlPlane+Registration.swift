internal import JSON

extension LocalControlPlane {
    /// Makes what an extension server needs to join: its namespace, account, roles, Service, certificate and kubeconfig.
    ///
    /// Requests are sent to it after `announce`.
    ///
    /// - Parameters:
    ///   - server: what it is called and where it will listen.
    ///   - tell: told of each step once it has been done.
    /// - Returns: the files to start it with.
    /// - Throws: what the control plane or the folder refuses.
    public func prepare(
        _ server: ExtensionServer,
        tell: @Sendable (SetupStep) -> Void
    ) async throws -> ExtensionServer.Files {
        try await registration.prepare(server, tell: tell)
    }

    /// Registers the group versions of a server that has been prepared.
    public func announce(_ server: ExtensionServer) async throws { try await registration.announce(server) }

    /// What keeps requests from a server, in a few words; nil once all its group versions are available.
    public func obstacle(to server: ExtensionServer) async throws -> String? {
        for version in server.versions {
            if let obstacle = try await registration.obstacle(to: version) { return obstacle }
        }
        return nil
    }

    /// Renews the token of a server until cancelled.
    public func keepToken(of server: ExtensionServer) async throws {
        while true {
            try await Task.sleep(for: .seconds(Registration.tokenSeconds / 2))
            try await registration.writeToken(server)
        }
    }
}
