package import JSON

/// The discovery documents of a server, made once when it starts.
///
/// The trees are what JSON, YAML and (`ProtobufObject`) protobuf answers are written from.
/// Source: Kubernetes API concepts, "Discovery API"; recorded answers of an extension server.
package struct DiscoveryDocuments: Sendable {
    /// `/apis/<group>`: an `APIGroup`, by group.
    private let groups: [String: JSONValue]
    /// `/apis/<group>/<version>`: an `APIResourceList`, by `group/version`.
    private let resourceLists: [String: JSONValue]
    /// Entries of the group list in order, without kind and apiVersion.
    private let groupEntries: [JSONValue]
    /// Addresses that answer discovery: `/apis`, `/apis/<group>`, `/apis/<group>/<version>`, `/api`, `/api/<version>`.
    package let paths: [String]
    /// The aggregated document in version `v2`, for `/apis`.
    private let aggregatedList: JSONValue
    /// The same of the core group, for `/api`.
    private let aggregatedCore: JSONValue
    /// The versions of the core group, most preferred first; empty if it is not served.
    private let coreVersionNames: [String]

    /// Makes the documents of all groups.
    package init(groups: [APIGroup]) {
        self.init(groups: groups, resources: groups.flatMap(\.versions).flatMap(\.served).map { ServedResource($0) })
    }

    /// Makes the documents of all groups with these resources.
    ///
    /// - Parameters:
    ///   - groups: in their order; the versions of a group that is there several times stand together.
    ///   - resources: what is told of.
    ///   - hidden: versions of them that are not told of, but may be the ones that are stored.
    init(groups: [APIGroup], resources: [ServedResource], hidden: [ServedResource] = []) {
        var versions: [(group: String, versions: [String])] = []
        var places: [String: Int] = [:]
        for group in groups {
            if let place = places[group.name] {
                versions[place].versions += group.versions.map(\.name)
            } else {
                places[group.name] = versions.count
                versions.append((group.name, group.versions.map(\.name)))
            }
        }
        self.init(versions: versions, resources: resources, hidden: hidden)
    }

    /// Makes the documents of resources; their groups are listed in the order of their first resources.
    package init(resources: [ServedResource]) {
        var versions: [(group: String, versions: [String])] = []
        for definition in resources.map(\.definition) {
            if let place = versions.firstIndex(where: { $0.group == definition.group }) {
                versions[place].versions.append(definition.version)
            } else {
                versions.append((definition.group, [definition.version]))
            }
        }
        self.init(versions: versions, resources: resources)
    }

    private init(
        versions: [(group: String, versions: [String])],
        resources: [ServedResource],
        hidden: [ServedResource] = []
    ) {
        var groups: [String: JSONValue] = [:]
        var lists: [String: JSONValue] = [:]
        var entries: [JSONValue] = []
        var paths = ["/apis"]
        var items: [JSONValue] = []
        var core: (names: [String], items: [JSONValue]) = ([], [])
        let hashes = Self.storageVersionHashes(resources + hidden)
        for (group, names) in versions {
            let ordered = VersionPriority.sorted(Array(Set(names)))
            let root = group.isEmpty ? "/api" : "/apis/" + group
            paths.append(root)
            if group.isEmpty {
                core.names = ordered
            } else {
                let members = Self.groupMembers(group, versions: ordered)
                entries.append(.object(members))
                groups[group] = .object(Self.object("APIGroup", apiVersion: "v1", members))
            }
            var aggregatedVersions: [JSONValue] = []
            for version in ordered {
                let own = resources.filter { $0.definition.group == group && $0.definition.version == version }
                    .sorted { $0.definition.plural < $1.definition.plural }
                lists[group + "/" + version] = LegacyDiscovery.resourceList(group, version, own, hashes: hashes)
                aggregatedVersions.append(AggregatedDiscovery.version(version, own))
                paths.append(root + "/" + version)
            }
            let item = AggregatedDiscovery.group(group, versions: aggregatedVersions)
            if group.isEmpty { core.items.append(item) } else { items.append(item) }
        }
        aggregatedCore = AggregatedDiscovery.list(core.items)
        coreVersionNames = core.names
        self.groups = groups
        resourceLists = lists
        groupEntries = entries
        self.paths = paths.sorted()
        aggregatedList = AggregatedDiscovery.list(items)
    }

    /// The `APIVersions` of `/api`, which tells clients the versions of the core group.
    package func coreVersions(serverAddress: String) -> JSONValue {
        [
            "kind": "APIVersions",
            "versions": .array(coreVersionNames.map { .string($0) }),
            "serverAddressByClientCIDRs": [["clientCIDR": "0.0.0.0/0", "serverAddress": .string(serverAddress)]],
        ]
    }

    /// The `APIGroupList` of `/apis`, which tells clients from anywhere to reach the server at that `host:port`.
    package func groupList(serverAddress: String) -> JSONValue {
        let address: JSONValue = [["clientCIDR": "0.0.0.0/0", "serverAddress": .string(serverAddress)]]
        let entries = groupEntries.map { entry in
            var entry = entry
            entry["serverAddressByClientCIDRs"] = address
            return entry
        }
        return ["kind": "APIGroupList", "groups": .array(entries)]
    }

    /// `/apis/<group>`: the `APIGroup`; nil for a group that is not served.
    package func group(_ name: String) -> JSONValue? { groups[name] }

    /// `/apis/<group>/<version>`: the `APIResourceList`; nil for a version that is not served.
    package func resourceList(group: String, version: String) -> JSONValue? { resourceLists[group + "/" + version] }

    /// `/apis`, or `/api`, as `APIGroupDiscoveryList`, in `v2` or `v2beta1`, which do not differ but in the name.
    package func aggregated(version: String = "v2", isCore: Bool = false) -> JSONValue {
        var list = isCore ? aggregatedCore : aggregatedList
        list["apiVersion"] = .string("apidiscovery.k8s.io/" + version)
        return list
    }

    private static func groupMembers(_ group: String, versions: [String]) -> JSONObject {
        let entries = versions.map { version -> JSONValue in
            ["groupVersion": .string(group + "/" + version), "version": .string(version)]
        }
        var members: JSONObject = ["name": .string(group), "versions": .array(entries)]
        if let preferred = entries.first { members["preferredVersion"] = preferred }
        return members
    }

    private static func object(_ kind: String, apiVersion: String, _ members: JSONObject) -> JSONObject {
        var object: JSONObject = ["kind": .string(kind), "apiVersion": .string(apiVersion)]
        for (key, value) in members { object[key] = value }
        return object
    }

    /// By `group/plural`: a version without a mark stores nothing, so all versions of a resource share the hash of the one
    /// that is marked; a resource of one version is stored in it.
    private static func storageVersionHashes(_ resources: [ServedResource]) -> [String: String] {
        var hashes: [String: String] = [:]
        for (key, versions) in Dictionary(grouping: resources.filter(\.isStored), by: LegacyDiscovery.storageKey) {
            let stored = versions.first { $0.definition.isStorageVersion } ?? (versions.count == 1 ? versions[0] : nil)
            guard let stored else { continue }
            hashes[key] = ContentHash.storageVersion(stored.kind)
        }
        return hashes
    }
}
