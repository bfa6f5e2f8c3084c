internal import JSON

/// The discovery documents without resources, made of APIServices alone: no extension server is asked.
///
/// Source: kube-aggregator `handler_apis.go`.
struct GroupDocuments: Sendable, Equatable {
    /// `APIGroupList` of `/apis`; the core group is not in it.
    let list: JSONValue
    /// `APIGroup` of `/apis/<group>`, by group.
    let groups: [String: JSONValue]

    /// Makes the documents; the aggregator's own group is added.
    init(_ services: [APIService]) {
        let others = services.filter { $0.group != APIServiceDefinition.group }.map { GroupOrder.Entry($0) }
        let ordered = GroupOrder.groups([.own] + others, tie: .serviceName)
        list = [
            "kind": "APIGroupList", "apiVersion": "v1",
            "groups": .array(ordered.filter { !$0.name.isEmpty }.map { .object(Self.members($0)) }),
        ]
        var groups: [String: JSONValue] = [:]
        for group in ordered where !group.name.isEmpty {
            var document: JSONObject = ["kind": "APIGroup", "apiVersion": "v1"]
            for (key, value) in Self.members(group) { document[key] = value }
            groups[group.name] = .object(document)
        }
        self.groups = groups
    }

    private static func members(_ group: GroupOrder.Group) -> JSONObject {
        let versions = group.versions.map { version -> JSONValue in
            ["groupVersion": .string(group.name + "/" + version), "version": .string(version)]
        }
        var members: JSONObject = ["name": .string(group.name), "versions": .array(versions)]
        members["preferredVersion"] = versions.first
        return members
    }
}
