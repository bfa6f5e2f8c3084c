internal import JSON
internal import Project
internal import Templates

/// Finds what an earlier state of the project has left in a cluster: controllers that are no more, another name, another
/// storage.
struct Strays {
    let cluster: TargetCluster
    let context: ConfigContext

    /// Kinds whose objects follow from the manifests alone; a volume has objects on it, and a namespace others in it.
    private static let kinds: [(kind: String, apiVersion: String, isNamespaced: Bool)] = [
        ("ServiceAccount", "v1", true), ("Secret", "v1", true), ("Service", "v1", true),
        ("Role", "rbac.authorization.k8s.io/v1", true), ("RoleBinding", "rbac.authorization.k8s.io/v1", true),
        ("ClusterRole", "rbac.authorization.k8s.io/v1", false),
        ("ClusterRoleBinding", "rbac.authorization.k8s.io/v1", false),
        ("PodDisruptionBudget", "policy/v1", true), ("Deployment", "apps/v1", true),
        ("APIService", "apiregistration.k8s.io/v1", false),
    ]

    /// What carries the labels of the project and is none of these objects, in the order in which it would be applied.
    func find(besides objects: [ClusterObject]) throws(Problems) -> [ClusterObject] {
        let known = Set(objects.map(\.path))
        let labels = [
            OwnerLabel.managedBy + "=" + OwnerLabel.tool, OwnerLabel.partOf + "=" + context.project.name,
        ]
        var found: [ClusterObject] = []
        for (kind, apiVersion, isNamespaced) in Self.kinds {
            // The one binding elsewhere lies beside the role that it is about.
            let places =
                !isNamespaced ? [nil] : [context.deployment.namespace] + (kind == "RoleBinding" ? ["kube-system"] : [])
            for place in places {
                let path = ClusterObject.collection(kind, apiVersion: apiVersion, namespace: place)
                for item in try cluster.list(path, query: [("labelSelector", labels.joined(separator: ","))]) {
                    let object = ClusterObject(item, kind: kind, apiVersion: apiVersion)
                    if !known.contains(object.path) { found.append(object) }
                }
            }
        }
        return found
    }
}
