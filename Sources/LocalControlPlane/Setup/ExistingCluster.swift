internal import EventLoop
internal import JSON
internal import KubeClient
internal import TLS
public import Telemetry
internal import Transport

/// A cluster that exists already, which a server of this machine joins for a while.
///
/// What is made there carries the label `app.kubernetes.io/managed-by: apiserver-boot-run-local` and an annotation that says
/// which run made it. No object without the label is changed or taken away, and none of another run unless that is wanted.
public final class ExistingCluster: Sendable {
    /// Which cluster, and how it reaches this machine.
    public struct Configuration: Sendable {
        /// A kubeconfig; nil looks for it as kubectl does.
        public var kubeconfig: String?
        /// A context of it; nil for the current one.
        public var context: String?
        /// A name or address of this machine by which the cluster reaches the server; nil if both are on one machine.
        public var address: String?
        /// Whether the registration of another run of the same project may be replaced.
        public var takesOver: Bool
        /// Whether the cluster is this run's alone, so that it is given the serving key and a Deployment, too.
        public var isPrivate: Bool
        /// Where keys and the server's kubeconfig are kept, readable by their owner alone; made if it is not there.
        public var folder: String
        /// Where it logs.
        public var log: Logger

        /// Makes a configuration.
        public init(
            kubeconfig: String?,
            context: String?,
            address: String?,
            takesOver: Bool = false,
            isPrivate: Bool = false,
            folder: String,
            log: Logger
        ) {
            self.kubeconfig = kubeconfig
            self.context = context
            self.address = address
            self.takesOver = takesOver
            self.isPrivate = isPrivate
            self.folder = folder
            self.log = log
        }
    }

    /// The way of servers into it.
    public let joined: JoinedCluster

    private let group: EventLoopGroup

    /// Reads the kubeconfig and makes keys; the cluster is not asked yet.
    ///
    /// - Throws: `JoinError`, and what the folder refuses.
    public init(_ wanted: Configuration) throws {
        let configuration = try Self.find(wanted)
        group = try EventLoopGroup(count: 1)
        // A CA of this machine's own; the cluster learns of it by the APIServices.
        let pki = try LocalPKI(folder: wanted.folder + "/pki")
        let client = try KubeClient(
            configuration,
            http: HTTPClient(group: group),
            userAgent: "apiserver-boot",
            hooks: KubeClient.Hooks(log: wanted.log)
        )
        let registration = Registration(
            client: ClusterClient(client: client),
            pki: pki,
            folder: wanted.folder,
            cluster: try Self.entry(configuration),
            externalName: wanted.address ?? "localhost",
            manager: Self.manager,
            isPrivate: wanted.isPrivate,
            run: try RunIdentity(folder: wanted.folder),
            takesOver: wanted.takesOver
        )
        joined = JoinedCluster(url: Self.url(configuration), registration: registration)
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
    public func withdraw(_ server: ExtensionServer) async -> [String] { await joined.registration.withdraw(server) }

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
