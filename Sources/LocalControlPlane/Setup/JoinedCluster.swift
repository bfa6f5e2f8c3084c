/// A cluster that an extension server of this machine joins, and the way of such a server into it.
public struct JoinedCluster: Sendable {
    /// Its URL.
    public let url: String

    let registration: Registration

    /// The certificate of the CA that the server's own certificate is of, PEM.
    public var servingAuthority: [UInt8] { registration.pki.servingAuthority }

    /// Makes what an extension server needs to join: its namespace, account, roles, Service, certificate and kubeconfig.
    ///
    /// Requests are sent to it after `announce`.
    ///
    /// - Parameters:
    ///   - server: what it is called and where it will listen.
    ///   - tell: told of each step once it has been done or left out.
    /// - Returns: the files to start it with.
    /// - Throws: `JoinError` before anything is changed if something in the cluster is in the way; what the cluster or the
    ///   folder refuses.
    public func prepare(
        _ server: ExtensionServer,
        tell: @Sendable (SetupStep, SetupStep.Outcome) -> Void
    ) async throws -> ExtensionServer.Files {
        try await registration.checkLayer(tell: tell)
        try await registration.checkVacancy(for: server)
        return try await registration.prepare(server, tell: tell)
    }

    /// Registers the group versions of a server that has been prepared.
    public func announce(_ server: ExtensionServer) async throws { try await registration.announce(server) }

    /// What keeps requests from a server, in a few words; nil once all its group versions are available.
    public func obstacle(to server: ExtensionServer) async throws -> String? {
        try await registration.obstacle(to: server)
    }

    /// Gets objects of a server through the cluster, as kubectl does.
    ///
    /// - Returns: what came of the first kind that can be listed; nil if there is none.
    /// - Throws: what the cluster refuses.
    public func look(at server: ExtensionServer) async throws -> FoundObjects? {
        try await registration.look(at: server)
    }

    /// Looks after the registration of a server until cancelled.
    ///
    /// - Throws: `JoinError` if another run has taken it over, `CancellationError`, what the cluster or the folder refuses.
    public func keep(_ server: ExtensionServer) async throws { try await registration.keep(server) }
}

/// Why a server cannot join a cluster, or cannot stay.
public struct JoinError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong.
    public let cause: String
    /// What to do about it.
    public let fix: String

    /// Both.
    public var description: String { "\(cause); \(fix)" }
}
