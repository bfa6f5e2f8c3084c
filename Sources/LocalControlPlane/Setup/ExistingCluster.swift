internal import EventLoop
internal import JSON
internal import KubeClient
internal import TLS
public import Telemetry
internal import Transport

/// A cluster that exists already, which a server of this machine joins for a while.
///
/// What is made there carries the label `app.kubernetes.io/managed-by: apiserver-boot-run-local`, and nothing without it
/// is changed or taken away.
public final class ExistingCluster: Sendable {
    /// Which cluster, and how it reaches this machine.
    public struct Configuration: Sendable {
        /// A kubeconfig; nil looks for it as kubectl does.
        public var kubeconfig: String?
        /// A context of it; nil for the current one.
        public var context: String?
        /// A name or address of this machine by which the cluster reaches the server; nil if both are on one machine.
        public var address: String?
        /// Where keys and the server's kubeconfig are kept, readable by their owner alone; made if it is not there.
        public var folder: String
        /// Where it logs.
        public var log: Logger

        /// Makes a configuration.
        public init(kubeconfig: String?, context: String?, address: String?, folder: String, log: Logger) {
            self.kubeconfig = kubeconfig
            self.context = context
            self.address = address
            self.folder = folder
            self.log = log
        }
    }

    /// Why a cluster cannot be joined.
    public struct JoinError: Error, Sendable, CustomStringConvertible {
        /// What is wrong.
        public let cause: String
        /// What to do about it.
        public let fix: String

        /// Both.
        public var description: String { "\(cause); \(fix)" }
    }

    private let registration: Registration
    private let group: EventLoopGroup
    private let configuration: ClientConfiguration
    private let authority: [UInt8]

    /// Reads the kubeconfig and makes keys; the cluster is not asked yet.
    ///
    /// - Throws: `JoinError`, and what the folder refuses.
    public init(_ wanted: Configuration) throws {
        configuration = try Self.find(wanted)
        group = try EventLoopGroup(count: 1)
        let pki = try LocalPKI(folder: wanted.folder + "/pki")
        authority = pki.servingAuthority
        let client = try KubeClient(
            configuration,
            http: HTTPClient(group: group),
            userAgent: "apiserver-boot",
            hooks: KubeClient.Hooks(log: wanted.log)
        )
        registration = Registration(
            client: ClusterClient(client: client),
            pki: pki,
            folder: wanted.folder,
            cluster: try Self.entry(configuration),
            externalName: wanted.address ?? "localhost",
            manager: Self.manager
        )
    }

    /// Makes sure that there is such a cluster and that it may reach this machine, without asking it.
    public static func check(_ wanted: Configuration) throws(JoinError) { _ = try find(wanted) }

    private static func find(_ wanted: Configuration) throws(JoinError) -> ClientConfiguration {
        let found: ClientConfiguration
        do throws(KubeClientError) {
            found = try Kubeconfig.load(path: wanted.kubeconfig).resolve(context: wanted.context)
        } catch {
            throw JoinError(cause: "\(error)", fix: "name a kubeconfig and a context that kubectl can use")
        }
        guard wanted.address != nil || isLoopback(found.server.host) else {
            throw JoinError(
                cause: "the cluster at \(url(found)) cannot reach 127.0.0.1",
                fix: "name an address of this machine that it reaches: --bind-address IP"
            )
        }
        return found
    }

    static let manager = "apiserver-boot-run-local"

    /// Takes away what was made for a server.
    ///
    /// - Returns: what could not be taken away, and why; empty if everything is gone.
    public func withdraw(_ server: ExtensionServer) async -> [String] { await registration.withdraw(server) }

    /// Ends the threads; the last call.
    public func close() { group.stop() }

    private static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || host.hasPrefix("127.")
    }

    private static func url(_ configuration: ClientConfiguration) -> String {
        let server = configuration.server
        let host = server.host.contains(":") ? "[\(server.host)]" : server.host
        return "\(server.hasTLS ? "https" : "http")://\(host):\(server.port)\(server.basePath)"
    }

    /// The cluster as the server's kubeconfig describes it.
    private static func entry(_ configuration: ClientConfiguration) throws -> JSONValue {
        var entry: JSONValue = ["server": .string(url(configuration))]
        if let name = configuration.serverName { entry["tls-server-name"] = .string(name) }
        switch configuration.trust {
        case .authorities(let pem): entry["certificate-authority-data"] = .string(Base64.encode(pem))
        case .anyone: entry["insecure-skip-tls-verify"] = true
        case .system: break
        }
        return entry
    }
}

extension ExistingCluster: JoinedCluster {
    /// As the kubeconfig has it.
    public var url: String { Self.url(configuration) }

    /// A CA of this machine's own; the cluster learns of it by the APIServices.
    public var servingAuthority: [UInt8] { authority }

    /// Makes what the server needs to join.
    public func prepare(
        _ server: ExtensionServer,
        tell: @Sendable (SetupStep) -> Void
    ) async throws -> ExtensionServer.Files {
        try await registration.checkVacancy(for: server)
        return try await registration.prepare(server, tell: tell)
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
