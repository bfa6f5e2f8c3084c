internal import JSON

/// Who is given a role, in one namespace or in all.
struct RoleBinding: Sendable, Equatable {
    /// One of those who are given it.
    enum Subject: Sendable, Hashable {
        case user(String)
        case group(String)
    }

    var name: String
    /// Nil for a `ClusterRoleBinding`.
    var namespace: String?
    var subjects: [Subject]
    /// Whether the role is a `ClusterRole`.
    var refersToClusterRole: Bool
    var roleName: String
}

extension RoleBinding {
    /// Reads a `RoleBinding` or `ClusterRoleBinding`.
    init(json: JSONValue, namespace: String?) {
        let subjects = json["subjects"]?.array ?? []
        self.init(
            name: json["metadata"]?["name"]?.string ?? "",
            namespace: namespace,
            subjects: subjects.compactMap { Self.subject($0, namespace: namespace) },
            refersToClusterRole: json["roleRef"]?["kind"]?.string == "ClusterRole",
            roleName: json["roleRef"]?["name"]?.string ?? ""
        )
    }

    private static func subject(_ json: JSONValue, namespace: String?) -> Subject? {
        let name = json["name"]?.string ?? ""
        switch json["kind"]?.string {
        case "User": return .user(name)
        case "Group": return .group(name)
        case "ServiceAccount":
            let own = json["namespace"]?.string ?? ""
            let namespace = own.isEmpty ? namespace ?? "" : own
            return .user(ServiceAccountClaims.userName(namespace: namespace, name: name))
        default: return nil
        }
    }
}
