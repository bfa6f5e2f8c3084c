/// A kind of the control plane that its own parts work with.
struct PlaneResource: Sendable, Hashable {
    /// Empty for the core group.
    let group: String
    let version: String
    let plural: String
    let isNamespaced: Bool

    private init(_ group: String, _ version: String, _ plural: String, isNamespaced: Bool = true) {
        self.group = group
        self.version = version
        self.plural = plural
        self.isNamespaced = isNamespaced
    }

    static let namespaces = PlaneResource("", "v1", "namespaces", isNamespaced: false)
    static let configMaps = PlaneResource("", "v1", "configmaps")
    static let secrets = PlaneResource("", "v1", "secrets")
    static let serviceAccounts = PlaneResource("", "v1", "serviceaccounts")
    static let services = PlaneResource("", "v1", "services")
    static let endpoints = PlaneResource("", "v1", "endpoints")
    static let endpointSlices = PlaneResource("discovery.k8s.io", "v1", "endpointslices")
    static let deployments = PlaneResource("apps", "v1", "deployments")
    static let replicaSets = PlaneResource("apps", "v1", "replicasets")
    static let clusterRoles = PlaneResource("rbac.authorization.k8s.io", "v1", "clusterroles", isNamespaced: false)
    static let clusterRoleBindings = PlaneResource(
        "rbac.authorization.k8s.io",
        "v1",
        "clusterrolebindings",
        isNamespaced: false
    )
    static let roles = PlaneResource("rbac.authorization.k8s.io", "v1", "roles")
    static let roleBindings = PlaneResource("rbac.authorization.k8s.io", "v1", "rolebindings")
    static let apiServices = PlaneResource("apiregistration.k8s.io", "v1", "apiservices", isNamespaced: false)

    static let customResourceDefinitions = PlaneResource(
        "apiextensions.k8s.io",
        "v1",
        "customresourcedefinitions",
        isNamespaced: false
    )

    /// What store keys of its objects begin with.
    var prefix: String { "/registry/" + (group.isEmpty ? "" : group + "/") + plural + "/" }

    /// Store key of an object.
    func key(namespace: String, name: String) -> String {
        isNamespaced ? prefix + namespace + "/" + name : prefix + name
    }

    /// Path of a collection; empty namespace for all.
    func path(namespace: String = "") -> String {
        let root = group.isEmpty ? "/api/" + version : "/apis/" + group + "/" + version
        return root + (namespace.isEmpty ? "" : "/namespaces/" + namespace) + "/" + plural
    }
}
