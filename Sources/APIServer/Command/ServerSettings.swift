internal import ComponentBase
internal import KubeClient
internal import Storage
internal import Telemetry
internal import Transport

/// What the flags of a server say.
struct ServerSettings: Sendable {
    var bindAddress: String
    var port: Int
    var certificateFile: String?
    var keyFile: String?
    var certificateDirectory: String
    /// Names of the certificate that the server makes itself, besides the usual ones.
    var certificateNames: [String]
    /// The certificate that replicas share in a Secret of the cluster; nil if there is none.
    var clusterCertificate: ClusterCertificateSettings?
    var trust: TrustSettings
    var admission: AdmissionSettings
    var serving: ServingSettings
    var audit: AuditSettings
    var maxRequestsInFlight: Int
    var maxMutatingRequestsInFlight: Int
    var storage: StorageFactory
    var storageValues: [String: String]
    var logLevel: LogLevel
    var shutdownTimeout: Duration
    /// How long history is kept at least; zero keeps all of it.
    var compactionInterval: Duration
    /// Whether the run brings stored objects into their storage versions and ends, instead of serving.
    var migratesStorage: Bool

    /// - Throws: every fault with what to type instead.
    init(
        _ flags: CommandFlags,
        storage factories: [StorageFactory],
        admission plugins: [any AdmissionPlugin] = [],
        environment: (String) -> String? = Kubeconfig.processEnvironment
    ) throws(CommandLineError) {
        // Nobody but the server itself could reach the loopback address of a pod.
        let isPod = !(environment("KUBERNETES_SERVICE_HOST") ?? "").isEmpty
        bindAddress = flags["bind-address"] ?? (isPod ? "0.0.0.0" : "127.0.0.1")
        port = try flags.number("secure-port", in: 0...65_535)
        certificateFile = flags["tls-cert-file"]
        keyFile = flags["tls-private-key-file"]
        certificateDirectory = flags["cert-dir"] ?? ""
        certificateNames = try flags.list("cert-dns-names")
        clusterCertificate = try ClusterCertificateSettings(flags)
        trust = try TrustSettings(flags)
        admission = try AdmissionSettings(flags, own: plugins.map(AdmissionSettings.name))
        serving = try ServingSettings(flags)
        audit = try AuditSettings(flags)
        maxRequestsInFlight = try flags.number("max-requests-inflight", in: 0...1_000_000)
        maxMutatingRequestsInFlight = try flags.number("max-mutating-requests-inflight", in: 0...1_000_000)
        guard (certificateFile == nil) == (keyFile == nil) else {
            throw CommandLineError(
                what: "--tls-cert-file and --tls-private-key-file belong together",
                fix: "give both, or neither for a self-signed certificate in --cert-dir"
            )
        }
        let factory = try Self.storage(flags, of: factories)
        storage = factory
        storageValues = try Self.values(flags, of: factory, among: factories)
        let verbosity = try flags.number("v", in: 0...10)
        logLevel = verbosity >= 4 ? .debug : .info
        migratesStorage = flags["migrate-storage"] == "true"
        compactionInterval = .seconds(try flags.number("compaction-interval-seconds", in: 0...86_400))
        if flags.isGiven("compaction-interval-seconds"), let own = factory.flags.first(where: \.isCompaction) {
            throw CommandLineError(
                what: "--compaction-interval-seconds has no meaning with --storage=\(factory.name)",
                fix: "--\(own.name)=\(own.defaultValue ?? "5m")"
            )
        }
        shutdownTimeout = .seconds(try flags.number("shutdown-timeout-seconds", in: 0...3600))
    }

    /// What the flags of a back end say; those of another one have no meaning.
    private static func values(
        _ flags: CommandFlags,
        of factory: StorageFactory,
        among factories: [StorageFactory]
    ) throws(CommandLineError) -> [String: String] {
        for other in factories where other.name != factory.name {
            for flag in other.flags where flags.isGiven(flag.name) {
                throw CommandLineError(
                    what: "--\(flag.name) has no meaning with --storage=\(factory.name)",
                    fix: "leave it out, or choose --storage=\(other.name)"
                )
            }
        }
        var values: [String: String] = [:]
        for flag in factory.flags {
            if let value = flags[flag.name] { values[flag.name] = value }
        }
        return values
    }

    /// The back end that the flags choose: the named one, one whose own flag is given, or the last one.
    private static func storage(
        _ flags: CommandFlags,
        of factories: [StorageFactory]
    ) throws(CommandLineError) -> StorageFactory {
        if !flags.isGiven("storage"),
            let chosen = factories.first(where: { $0.isChosenBy.map { flags.text($0) != nil } ?? false })
        {
            return chosen
        }
        let wanted = flags["storage"] ?? ""
        guard let factory = factories.first(where: { $0.name == wanted }) else {
            let names = factories.map(\.name).joined(separator: ", ")
            throw CommandLineError(what: "--storage=\(wanted) does not exist", fix: "choose one of: \(names)")
        }
        return factory
    }

    /// Where the server listens.
    var httpConfiguration: HTTPServerConfiguration {
        var configuration = HTTPServerConfiguration(host: bindAddress, port: UInt16(port))
        configuration.limits.concurrentStreams = serving.streamsPerConnection
        configuration.sharesPort = serving.sharesPort
        return configuration
    }

    /// Limits the requests of a server.
    func limit(_ configuration: inout APIServer.Configuration) {
        configuration.maxRequestsInFlight = maxRequestsInFlight
        configuration.maxMutatingRequestsInFlight = maxMutatingRequestsInFlight
        configuration.requestTimeout = serving.requestTimeout
        configuration.minRequestTimeout = serving.minRequestTimeout
        configuration.goawayChance = serving.goawayChance
    }

    /// Where and with which certificate.
    private static let listening = [
        CommandFlag(
            "bind-address",
            "IP",
            "Address to listen on; 0.0.0.0 or :: for all. (default: 127.0.0.1, in a pod 0.0.0.0)"
        ),
        CommandFlag("secure-port", "PORT", "Port to serve HTTPS on; 0 takes a free one.", default: "443"),
        CommandFlag(
            "tls-cert-file",
            "FILE",
            "Serving certificate with its chain, PEM. Read again when it changes."
        ),
        CommandFlag("tls-private-key-file", "FILE", "Private key of the serving certificate, PEM."),
        CommandFlag(
            "cert-dir",
            "DIR",
            "Where a self-signed certificate is kept when --tls-cert-file is not given.",
            default: "apiserver.local.config/certificates"
        ),
        CommandFlag(
            "cert-dns-names",
            list: "NAMES",
            "Names of the self-signed certificate besides localhost, such as bees.default.svc."
        ),
    ]

    static func flags(storage names: [String], admission plugins: [any AdmissionPlugin] = []) -> [CommandFlag] {
        let admission = AdmissionSettings.flags(own: plugins.map(AdmissionSettings.name))
        return listening + ClusterCertificateSettings.flags + ServingSettings.flags + TrustSettings.flags + admission
            + AuditSettings.flags + [
                CommandFlag(
                    "storage",
                    "NAME",
                    "Where objects are kept: \(names.joined(separator: ", ")).",
                    default: names.last
                ),
                CommandFlag(
                    "compaction-interval-seconds",
                    "N",
                    "How often history older than that is forgotten; 0 keeps all of it.",
                    default: "300"
                ),
                CommandFlag(
                    "shutdown-timeout-seconds",
                    "N",
                    "How long requests under way may take to finish.",
                    default: "60"
                ),
                CommandFlag(
                    "migrate-storage",
                    nil,
                    "Rewrites the objects that are stored in another version than the storage version, and ends."
                ),
                CommandFlag(
                    "max-requests-inflight",
                    "N",
                    "How many reading requests are answered at a time, watches aside; 0 is no limit.",
                    default: "400"
                ),
                CommandFlag(
                    "max-mutating-requests-inflight",
                    "N",
                    "The same for requests that change something.",
                    default: "200"
                ),
                CommandFlag("v", "N", "How much is logged; from 4 on every request.", default: "0"),
                CommandFlag("help", nil, "Shows this."),
            ]
    }
}
