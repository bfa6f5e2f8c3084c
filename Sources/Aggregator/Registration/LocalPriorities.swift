/// Which place the groups have that the control plane serves itself.
///
/// Source: `pkg/controlplane/apiserver` `DefaultGenericAPIServicePriorities`.
public enum LocalPriorities {
    /// What an APIService says of its place.
    public struct Priority: Sendable, Equatable {
        /// Of the group.
        public var group: Int
        /// Of the version in the group.
        public var version: Int

        /// That of kinds that are defined by objects.
        static let custom = Priority(group: 1_000, version: 100)

        /// Makes a priority.
        public init(group: Int, version: Int) {
            self.group = group
            self.version = version
        }
    }

    private static let groups: [String: Int] = [
        "": 18_000, "apps": 17_800, "events.k8s.io": 17_750, "authentication.k8s.io": 17_700,
        "authorization.k8s.io": 17_600, "autoscaling": 17_500, "batch": 17_400, "certificates.k8s.io": 17_300,
        "networking.k8s.io": 17_200, "policy": 17_100, "rbac.authorization.k8s.io": 17_000,
        "storage.k8s.io": 16_800, "apiextensions.k8s.io": 16_700, "admissionregistration.k8s.io": 16_700,
        "scheduling.k8s.io": 16_600, "coordination.k8s.io": 16_500, "node.k8s.io": 16_300,
        "discovery.k8s.io": 16_200, "resource.k8s.io": 16_200, "flowcontrol.apiserver.k8s.io": 16_100,
        "internal.apiserver.k8s.io": 16_000, "storagemigration.k8s.io": 15_800,
    ]

    /// The place of a group version; nil for one that no APIService is made for.
    public static func of(group: String, version: String) -> Priority? {
        guard let priority = groups[group] else { return nil }
        return Priority(group: priority, version: versionPriority(group, version))
    }

    private static func versionPriority(_ group: String, _ version: String) -> Int {
        switch (group, version) {
        case ("", _): 1
        case ("autoscaling", "v2"): 30
        case (_, let version) where version.contains("alpha"): 1
        case (_, let version) where version.contains("beta"): 9
        default: 15
        }
    }
}
