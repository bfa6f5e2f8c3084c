internal import Glibc
internal import LocalControlPlane
internal import Project
internal import TLS

/// A kube-apiserver with its etcd as the control plane of a run.
///
/// Both are children of the tool and listen on 127.0.0.1, etcd for those who have a client certificate alone. There are
/// no controllers of Kubernetes: what they do, such as emptying a namespace, does not happen. Main thread only.
/// Source of the flags: controller-runtime, `envtest`.
final class KubernetesControlPlane {
    /// How it is run.
    struct Configuration {
        let assets: KubernetesAssets
        /// Where kube-apiserver listens.
        let port: UInt16
        /// A file of fixed tokens, absolute; nil for none.
        let tokens: String?
        /// What takes the place of its own front-proxy certificate; nil for that.
        let frontProxy: FrontProxy?
        /// Whether objects of earlier runs are there again.
        let isDurable: Bool
        let state: LocalState
    }

    let pki: LocalPKI
    private let configuration: Configuration
    private let children: [LoggedChild]

    static let patience = Duration.seconds(60)

    /// Starts both, and waits until kube-apiserver is ready.
    ///
    /// - Throws: `Problems` if one of them ends or is not ready in time, `Interruption` when a signal asked for the end
    ///   and both have ended.
    init(_ configuration: Configuration, _ signals: Signals) throws {
        self.configuration = configuration
        let state = configuration.state
        if !configuration.isDurable { try state.resetEtcd() }
        try Files.makeDirectory(state.assets, mode: 0o700)
        pki = try LocalPKI(folder: state.assets + "/pki")
        try Files.replace(state.assets + "/pki/service-accounts.pub", pki.tokenKey.verifier.pem, mode: 0o600)
        let clients = try LocalPort.choose(0)
        var peers = try LocalPort.choose(0)
        while peers == clients { peers = try LocalPort.choose(0) }
        children = [
            try LoggedChild("etcd", configuration.assets.etcd, Self.etcd(state, clients, peers), state),
            try LoggedChild(
                "kube-apiserver",
                configuration.assets.apiserver,
                Self.apiserver(configuration, etcd: clients),
                state
            ),
        ]
        try state.write(pki, port: configuration.port, name: "kubernetes", to: kubeconfig)
        try waitUntilReady(signals)
    }

    /// Leads to it, with all rights.
    var kubeconfig: String { configuration.state.assets + "/kubeconfig" }
    /// Where it listens.
    var port: UInt16 { configuration.port }
    /// Readable when one of them has said something.
    var descriptors: [Int32] { children.map(\.output) }

    /// Takes what they have written.
    ///
    /// - Throws: `Problems` if one has ended.
    func look() throws(Problems) { for child in children { try child.look() } }

    /// Ends kube-apiserver, and then its etcd.
    func stop(_ signals: Signals) { for child in children.reversed() { child.stop(signals) } }

    private func waitUntilReady(_ signals: Signals) throws {
        let credentials = LocalCredentials(authority: pki.servingAuthority, server: pki.server, admin: pki.admin)
        let runner = try ReadyProbe.https(port: configuration.port, credentials).start()
        defer { runner.cancel() }
        let deadline = ContinuousClock.now + Self.patience
        while !runner.isDone {
            do throws(Problems) {
                try look()
            } catch {
                stop(signals)
                throw error
            }
            if let signal = signals.take().first {
                stop(signals)
                throw Interruption(signal: signal)
            }
            guard ContinuousClock.now < deadline else {
                stop(signals)
                throw Problems(
                    Problem(
                        "AB5008",
                        "kube-apiserver is not ready after \(Self.patience.components.seconds) s",
                        cause: runner.lastAnswer.isEmpty ? "it does not answer /readyz" : runner.lastAnswer,
                        fix: "look at \(configuration.state.assets)/kube-apiserver.log",
                        status: .timeout
                    )
                )
            }
            Readiness.wait(for: descriptors + [signals.descriptor, runner.descriptor], timeout: .seconds(1))
        }
    }

    // MARK: Arguments

    private static func etcd(_ state: LocalState, _ clients: UInt16, _ peers: UInt16) -> [String] {
        let keys = state.assets + "/pki"
        let (client, peer) = ("https://127.0.0.1:\(clients)", "https://127.0.0.1:\(peers)")
        return [
            "--data-dir=\(state.etcd)",
            "--listen-client-urls=\(client)",
            "--advertise-client-urls=\(client)",
            "--cert-file=\(keys)/control-plane.crt",
            "--key-file=\(keys)/control-plane.key",
            "--client-cert-auth",
            "--trusted-ca-file=\(keys)/client-ca.crt",
            "--listen-peer-urls=\(peer)",
            "--initial-advertise-peer-urls=\(peer)",
            "--initial-cluster=default=\(peer)",
            "--peer-cert-file=\(keys)/control-plane.crt",
            "--peer-key-file=\(keys)/control-plane.key",
            "--peer-client-cert-auth",
            "--peer-trusted-ca-file=\(keys)/client-ca.crt",
        ]
    }

    private static func apiserver(_ configuration: Configuration, etcd: UInt16) -> [String] {
        let keys = configuration.state.assets + "/pki"
        var arguments = [
            "--bind-address=127.0.0.1",
            "--secure-port=\(configuration.port)",
            "--tls-cert-file=\(keys)/control-plane.crt",
            "--tls-private-key-file=\(keys)/control-plane.key",
            "--cert-dir=\(keys)",
            "--etcd-servers=https://127.0.0.1:\(etcd)",
            "--etcd-cafile=\(keys)/serving-ca.crt",
            "--etcd-certfile=\(keys)/admin.crt",
            "--etcd-keyfile=\(keys)/admin.key",
            "--client-ca-file=\(keys)/client-ca.crt",
            "--requestheader-username-headers=X-Remote-User",
            "--requestheader-group-headers=X-Remote-Group",
            "--requestheader-extra-headers-prefix=X-Remote-Extra-",
            "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
            "--service-account-key-file=\(keys)/service-accounts.pub",
            "--service-account-signing-key-file=\(keys)/service-accounts.key",
            "--service-cluster-ip-range=10.96.0.0/16",
            "--authorization-mode=RBAC",
            "--endpoint-reconciler-type=none",
            // Without the controllers that make its accounts, it would refuse all pods.
            "--disable-admission-plugins=ServiceAccount",
        ]
        arguments += frontProxy(configuration, keys)
        if let tokens = configuration.tokens { arguments.append("--token-auth-file=\(tokens)") }
        return arguments
    }

    /// What it proves itself with to extension servers, and whom these believe.
    private static func frontProxy(_ configuration: Configuration, _ keys: String) -> [String] {
        let proxy = configuration.frontProxy
        return [
            "--requestheader-client-ca-file=\(proxy?.authority ?? keys + "/front-proxy-ca.crt")",
            "--requestheader-allowed-names=\(proxy?.names.joined(separator: ",") ?? LocalPKI.frontProxyName)",
            "--proxy-client-cert-file=\(proxy?.certificate ?? keys + "/front-proxy-client.crt")",
            "--proxy-client-key-file=\(proxy?.key ?? keys + "/front-proxy-client.key")",
        ]
    }
}
