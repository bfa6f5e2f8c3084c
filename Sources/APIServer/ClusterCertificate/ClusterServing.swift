internal import ComponentBase
internal import KubeClient
internal import TLS
internal import Telemetry

/// The serving certificate of a server whose replicas share one in the cluster.
struct ClusterServing: Sendable {
    private let place: CertificateKeeper.Place
    private let client: KubeClient
    private let apiServices: [String]
    private let clock: CertificateClock
    private let log: Logger
    private let keeper = Locked<CertificateKeeper?>(nil)

    /// Finds out where the certificate is.
    ///
    /// - Parameters:
    ///   - settings: the flags.
    ///   - clients: of the cluster.
    ///   - groups: what the server serves.
    ///   - clock: the time.
    ///   - log: hears of what was done and of what is wrong.
    /// - Throws: `StartError` without a cluster or a namespace.
    init(
        _ settings: ClusterCertificateSettings,
        _ clients: CoreClients,
        groups: [APIGroup],
        clock: CertificateClock = .system,
        log: Logger
    ) throws(StartError) {
        guard let client = clients.core else {
            throw StartError(
                "--serving-certificate-secret=\(settings.secret): there is no cluster to keep it in",
                fix: "run the server in a pod, or name a --kubeconfig; or use --tls-cert-file"
            )
        }
        guard let namespace = clients.namespace else {
            throw StartError(
                "--serving-certificate-secret=\(settings.secret): the namespace of this server is not known",
                fix: "mount the service account's files (automountServiceAccountToken), or set POD_NAMESPACE"
            )
        }
        place = CertificateKeeper.Place(
            namespace: namespace,
            secret: settings.secret,
            service: settings.service
        )
        self.client = client
        apiServices = groups.flatMap { group in group.versions.map { "\($0.name).\(group.name)" } }
        self.clock = clock
        self.log = log
    }

    /// Whether there is a certificate to show, for `/readyz`.
    var check: HealthCheck {
        HealthCheck(name: "serving-certificate") { [keeper] in keeper.withLock { $0 }?.isReady ?? false }
    }

    /// What is shown until there is one: nobody trusts it, but probes that trust everybody get their answers.
    func identityBefore() throws(TLSError) -> TLSIdentity {
        let authority = try CertificateIssuer.selfSigned(commonName: place.service, validity: .seconds(86_400))
        return .pem(certificate: authority.pair.certificatePEM, key: authority.pair.privateKeyPEM)
    }

    /// Keeps the certificate and shows it until the task is cancelled.
    func run(in context: TLSContext) async {
        let publisher = BundlePublisher(apiServices, place: place, client: client, clock: clock, log: log)
        let keeper = CertificateKeeper(place, client: client, clock: clock, log: log) { certificate in
            let leaf = certificate.leaf
            try context.replace(identity: .pem(certificate: leaf.certificatePEM, key: leaf.privateKeyPEM))
            publisher.publish(certificate.authorities)
        }
        self.keeper.withLock { $0 = keeper }
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await keeper.run() }
            tasks.addTask { await publisher.run() }
        }
    }
}
