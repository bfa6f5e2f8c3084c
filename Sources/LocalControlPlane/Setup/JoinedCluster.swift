/// A cluster that an extension server of this machine joins.
public protocol JoinedCluster: Sendable {
    /// Its URL.
    var url: String { get }

    /// The certificate of the CA that the server's own certificate is of, PEM.
    var servingAuthority: [UInt8] { get }

    /// Makes what an extension server needs to join: its namespace, account, roles, Service, certificate and kubeconfig.
    ///
    /// Requests are sent to it after `announce`.
    ///
    /// - Parameters:
    ///   - server: what it is called and where it will listen.
    ///   - tell: told of each step once it has been done.
    /// - Returns: the files to start it with.
    /// - Throws: what the cluster or the folder refuses.
    func prepare(
        _ server: ExtensionServer,
        tell: @Sendable (SetupStep) -> Void
    ) async throws -> ExtensionServer.Files

    /// Registers the group versions of a server that has been prepared.
    func announce(_ server: ExtensionServer) async throws

    /// What keeps requests from a server, in a few words; nil once all its group versions are available.
    func obstacle(to server: ExtensionServer) async throws -> String?

    /// Renews the token of a server until cancelled.
    func keepToken(of server: ExtensionServer) async throws
}
