internal import ComponentBase
internal import KubeClient
internal import Telemetry
internal import Transport

/// The clients by which a server asks the cluster that it belongs to; none for a server that stands alone.
struct CoreClients: Sendable {
    /// Whom tokens are shown to, and who tells whom to believe.
    let authentication: KubeClient?
    /// Who decides what callers may do.
    let authorization: KubeClient?
    /// The cluster's objects: namespaces, webhooks.
    let core: KubeClient?
    /// The namespace of the pod: that of its service account, else `POD_NAMESPACE`; nil if neither says it.
    let namespace: String?

    /// Finds the cluster for each purpose: a kubeconfig of its own, the pod's service account, `--kubeconfig`.
    ///
    /// The pod comes before `--kubeconfig` because that is where upstream's servers look.
    ///
    /// - Parameters:
    ///   - settings: the flags.
    ///   - http: the connections of all clients.
    ///   - userAgent: what requests call the program.
    ///   - log: hears of warnings.
    ///   - environment: looks variables up.
    /// - Throws: `StartError` for a configuration that cannot be used.
    init(
        _ settings: DelegationSettings,
        http: HTTPClient,
        userAgent: String,
        log: Logger,
        environment: (String) -> String? = Kubeconfig.processEnvironment
    ) throws(StartError) {
        let pod = try Self.pod(environment)
        let common = try settings.kubeconfig.map { file throws(StartError) in
            try Self.configuration(file, flag: "kubeconfig", environment)
        }
        var made: [(ClientConfiguration, KubeClient)] = []
        func client(_ wanted: ClientConfiguration?) throws(StartError) -> KubeClient? {
            guard let wanted else { return nil }
            if let known = made.first(where: { $0.0 == wanted }) { return known.1 }
            do throws(KubeClientError) {
                let hooks = KubeClient.Hooks(log: log)
                let client = try KubeClient(wanted, http: http, userAgent: userAgent, hooks: hooks)
                made.append((wanted, client))
                return client
            } catch {
                throw Self.refusal(error)
            }
        }
        func own(_ file: String?, _ flag: String) throws(StartError) -> ClientConfiguration? {
            guard let file else { return pod ?? common }
            return try Self.configuration(file, flag: flag, environment)
        }
        authentication = try client(try own(settings.authenticationKubeconfig, "authentication-kubeconfig"))
        authorization = try client(try own(settings.authorizationKubeconfig, "authorization-kubeconfig"))
        core = try client(common ?? pod)
        namespace = [pod?.namespace, environment("POD_NAMESPACE")].compactMap { $0 }.first { !$0.isEmpty }
    }

    /// What a pod knows; nil for a process that runs in none.
    private static func pod(
        _ environment: (String) -> String?
    ) throws(StartError)
        -> ClientConfiguration?
    {
        do throws(KubeClientError) {
            return try .inCluster(environment: environment)
        } catch {
            if case .notInCluster = error { return nil }
            throw StartError(
                "the service account of this pod cannot be used: \(error)",
                fix: "mount its token (automountServiceAccountToken), or name a --kubeconfig"
            )
        }
    }

    private static func configuration(
        _ file: String,
        flag: String,
        _ environment: (String) -> String?
    ) throws(StartError) -> ClientConfiguration {
        do throws(KubeClientError) {
            return try Kubeconfig.load(path: file, environment: environment).resolve()
        } catch {
            throw StartError(
                "--\(flag): \(error)",
                fix: "name a kubeconfig that `kubectl --kubeconfig=\(file) version` can use"
            )
        }
    }

    private static func refusal(_ error: KubeClientError) -> StartError {
        StartError("the core API server cannot be asked: \(error)", fix: "mend the kubeconfig")
    }
}
