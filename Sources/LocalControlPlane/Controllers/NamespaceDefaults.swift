internal import JSON

/// Gives every namespace its default service account and the certificate of the control plane.
///
/// Source: `pkg/controller/serviceaccount/serviceaccounts_controller.go`, `pkg/controller/certificates/rootcacertpublisher`.
struct NamespaceDefaults: Sendable {
    let client: any PlaneClient
    let objects: PlaneObjects
    let servingAuthority: [UInt8]

    static let resources: [PlaneResource] = [.namespaces, .serviceAccounts, .configMaps]

    private static let description =
        "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the "
        + "internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of "
        + "Kubernetes clusters."

    func pass() async throws(PlaneFailure) -> Bool {
        let certificate: JSONValue = .string(String(decoding: servingAuthority, as: UTF8.self))
        for namespace in objects.list(.namespaces) where !namespace.isTerminating {
            let name = namespace.name
            if objects.get(.serviceAccounts, namespace: name, name: "default") == nil {
                try await create(
                    ["apiVersion": "v1", "kind": "ServiceAccount", "metadata": ["name": "default"]],
                    at: PlaneResource.serviceAccounts.path(namespace: name)
                )
            }
            let present = objects.get(.configMaps, namespace: name, name: "kube-root-ca.crt")
            if present?["data"]?["ca.crt"] == certificate { continue }
            let wanted: JSONValue = [
                "apiVersion": "v1",
                "kind": "ConfigMap",
                "metadata": [
                    "name": "kube-root-ca.crt", "namespace": .string(name),
                    "annotations": [
                        "kubernetes.io/description": .string(Self.description)
                    ],
                ],
                "data": ["ca.crt": certificate],
            ]
            if present == nil {
                try await create(wanted, at: PlaneResource.configMaps.path(namespace: name))
            } else {
                try await client.ensure(wanted, .configMaps, members: ["data"])
            }
        }
        return false
    }

    /// A namespace that ends meanwhile takes nothing new, and that is right.
    private func create(_ object: JSONValue, at path: String) async throws(PlaneFailure) {
        do {
            try await client.create(object, at: path)
        } catch {
            guard error.status == 403 || error.status == 404 else { throw error }
        }
    }
}
