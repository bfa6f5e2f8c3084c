internal import LocalControlPlane

/// Tells how a server joins a cluster, one line for each step, with what kubectl calls the object that it made.
///
/// The numbers are those of "Set up an extension API server" in the documentation of Kubernetes.
struct SetupProgress {
    let console: Console
    let server: ExtensionServer
    /// Whether the cluster is one of the tool's own.
    let isPrivate: Bool

    /// Tells of something that has no number.
    func done(_ what: String, _ detail: String) { line(console.check, nil, what, detail) }

    /// Tells what came of a step of the registration.
    func step(_ step: SetupStep, _ outcome: SetupStep.Outcome) {
        let name = Self.name(step)
        switch outcome {
        case .done: line(console.check, step.number, name, made(step))
        case .leftOut: if let reason = reason(step) { line(console.dash, step.number, name, reason) }
        }
    }

    /// Tells that the server shows its certificate.
    func ready(at url: String) { line(console.check, 8, "certificate shown", "server ready  \(url)") }

    /// Tells that requests reach the server, and what came of one.
    func available(_ sighting: LocalCluster.Sighting) {
        for version in server.versions {
            line(console.check, 14, "APIService", "apiservice/\(version.name)  Available=True")
        }
        if server.versions.isEmpty { line(console.dash, 14, "APIService", "none: the project has no kinds yet") }
        switch sighting {
        case .found(let found):
            line(
                console.check,
                15,
                "kubectl get",
                found.resource + (found.isEmpty ? "  No resources found" : "  there are some")
            )
        case .nothing: line(console.dash, 15, "kubectl get", "nothing: no kind can be listed")
        case .refused(let cause): line(console.dash, 15, "kubectl get", cause)
        }
    }

    private func line(_ mark: String, _ number: Int?, _ what: String, _ detail: String) {
        let place = number.map { $0 < 10 ? " \($0)" : "\($0)" } ?? "  "
        let padding = String(repeating: " ", count: max(1, 20 - what.count))
        console.print("\(mark) \(place) \(what)\(padding)\(detail)")
    }

    private static func name(_ step: SetupStep) -> String {
        switch step {
        case .aggregationLayer: "aggregation layer"
        case .right: "right to register"
        case .namespace: "namespace"
        case .authority: "CA"
        case .certificate: "certificate"
        case .secret: "secret"
        case .deployment: "deployment"
        case .serviceAccount: "service account"
        case .role: "cluster role"
        case .roleBinding: "its binding"
        case .authDelegator: "auth delegator"
        case .authReader: "auth reader"
        case .users: "roles for people"
        case .service: "service"
        case .endpoints: "endpoints"
        case .kubeconfig: "server's kubeconfig"
        case .controllerRole: "controllers' role"
        case .controllerKubeconfig: "their kubeconfig"
        }
    }

    /// What a step has made, as kubectl names it.
    private func made(_ step: SetupStep) -> String {
        let (name, inside) = (server.name, "-n \(server.namespace)")
        return switch step {
        case .aggregationLayer: "apiservices.apiregistration.k8s.io"
        case .right: isPrivate ? "clusterrolebinding/cluster-admin" : "auth can-i create apiservices: yes"
        case .namespace: "namespace/\(server.namespace)"
        case .authority: "configmap/\(name)-serving-ca \(inside)"
        case .certificate: "\(name).\(server.namespace).svc"
        case .secret: "secret/\(name)-serving-cert \(inside)"
        case .deployment: "deployment/\(name) \(inside)  (here: a process)"
        case .serviceAccount: "serviceaccount/\(name) \(inside)"
        case .role: "clusterrole/\(name)-apiserver  (namespaces, webhooks, flow control)"
        case .roleBinding: "clusterrolebinding/\(name)-apiserver"
        case .authDelegator: "clusterrolebinding/\(name)-apiserver:auth-delegator"
        case .authReader: "rolebinding/\(name)-apiserver:auth-reader -n kube-system"
        case .users: "clusterrole/\(name)-edit, clusterrole/\(name)-view"
        case .service: "service/\(name) \(inside)"
        case .endpoints: "endpointslice/\(name) \(inside)  (127.0.0.1:\(server.port))"
        case .kubeconfig: "with a token of serviceaccount/\(name)"
        case .controllerRole: "clusterrole/\(server.controllerAccount)  (what +rbac markers ask for)"
        case .controllerKubeconfig: "with a token of serviceaccount/\(server.controllerAccount)"
        }
    }

    /// Why the cluster has no use for what a step makes; nil if nobody misses it.
    private func reason(_ step: SetupStep) -> String? {
        switch step {
        case .secret: "not needed: the key stays on this machine"
        case .deployment: "not needed: the server is a process of this machine"
        default: nil
        }
    }
}
