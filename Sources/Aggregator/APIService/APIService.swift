internal import JSON
internal import TLS

/// One APIService as the aggregator reads it: which server answers for a group version.
///
/// Lenient: what is missing is empty, since validation has seen every object before it was stored.
/// Source: kube-aggregator `apiregistration/v1` types.
struct APIService: Sendable, Equatable {
    /// The Service in front of an extension server.
    struct ServiceReference: Sendable, Hashable {
        var namespace: String
        var name: String
        /// The port of the Service, not that of what is behind it.
        var port: Int
    }

    var name: String
    var uid: String
    var resourceVersion: String
    var labels: [String: String]
    /// Empty for the core group.
    var group: String
    var version: String
    /// Nil for a local one, which the control plane's own server answers for.
    var service: ServiceReference?
    var insecureSkipTLSVerify: Bool
    /// PEM; empty to trust the authorities of this system.
    var caBundle: [UInt8]
    var groupPriorityMinimum: Int
    var versionPriority: Int
    var conditions: [APIServiceCondition]

    /// Whether the control plane's own server answers.
    var isLocal: Bool { service == nil }
    /// `<group>/<version>`; the version alone for the core group.
    var groupVersion: GroupVersion { GroupVersion(group: group, version: version) }

    /// The condition `Available`, nil before anybody has looked.
    var availability: APIServiceCondition? { conditions.first { $0.type == APIServiceCondition.available } }
    /// Whether requests may be sent there.
    var isAvailable: Bool { availability?.status == "True" }

    init(_ tree: JSONValue) {
        let metadata = tree["metadata"]
        let spec = tree["spec"]
        name = metadata?["name"]?.string ?? ""
        uid = metadata?["uid"]?.string ?? ""
        resourceVersion = metadata?["resourceVersion"]?.string ?? ""
        labels = [:]
        for (key, value) in metadata?["labels"]?.object ?? [:] { labels[key] = value.string }
        group = spec?["group"]?.string ?? ""
        version = spec?["version"]?.string ?? ""
        insecureSkipTLSVerify = spec?["insecureSkipTLSVerify"]?.bool ?? false
        caBundle = spec?["caBundle"]?.string.flatMap { Base64.decode($0) } ?? []
        groupPriorityMinimum = Int(spec?["groupPriorityMinimum"]?.integer ?? 0)
        versionPriority = Int(spec?["versionPriority"]?.integer ?? 0)
        if let reference = spec?["service"], !reference.isNull {
            service = ServiceReference(
                namespace: reference["namespace"]?.string ?? "",
                name: reference["name"]?.string ?? "",
                port: Int(reference["port"]?.integer ?? 443)
            )
        }
        conditions = (tree["status"]?["conditions"]?.array ?? []).map { APIServiceCondition($0) }
    }
}

/// A group with one of its versions.
struct GroupVersion: Sendable, Hashable, CustomStringConvertible {
    /// Empty for the core group.
    var group: String
    var version: String

    /// `apps/v1`, `v1`.
    var description: String { group.isEmpty ? version : group + "/" + version }
    /// Where it is served: `/apis/apps/v1`, `/api/v1`.
    var path: String { group.isEmpty ? "/api/" + version : "/apis/\(group)/\(version)" }
    /// What its APIService is called: `v1.apps`, `v1.`.
    var serviceName: String { version + "." + group }
}
