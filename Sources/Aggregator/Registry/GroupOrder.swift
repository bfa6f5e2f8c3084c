internal import APIServer

/// The order in which clients see groups and their versions.
///
/// Unavailable APIServices count like all others.
/// Source: kube-aggregator `apiregistration/v1/helper` `SortedByGroupAndVersion`.
enum GroupOrder {
    /// One group version with the place that its APIService asks for.
    struct Entry: Sendable, Equatable {
        var groupVersion: GroupVersion
        var groupPriority: Int
        var versionPriority: Int

        /// The aggregator's own group, which has no APIService and always comes first.
        static let own = Entry(
            groupVersion: GroupVersion(group: APIServiceDefinition.group, version: "v1"),
            groupPriority: 20_001,
            versionPriority: 15
        )

        init(groupVersion: GroupVersion, groupPriority: Int, versionPriority: Int) {
            self.groupVersion = groupVersion
            self.groupPriority = groupPriority
            self.versionPriority = versionPriority
        }

        init(_ service: APIService) {
            let isOwn = service.group == APIServiceDefinition.group
            groupVersion = service.groupVersion
            groupPriority = isOwn ? Entry.own.groupPriority : service.groupPriorityMinimum
            versionPriority = service.versionPriority
        }

        /// The place of a group version that no APIService speaks of.
        init(unlisted groupVersion: GroupVersion) {
            self =
                groupVersion.group == Entry.own.groupVersion.group
                ? .own : Entry(groupVersion: groupVersion, groupPriority: 1_000, versionPriority: 15)
            self.groupVersion = groupVersion
        }
    }

    /// One group with its versions, the preferred one first.
    struct Group: Sendable, Equatable {
        var name: String
        var versions: [String]
    }

    /// What breaks a tie between groups of one priority.
    enum TieBreak: Sendable {
        /// The least name of an APIService, which begins with the version: the document without resources.
        case serviceName
        /// The name of the group: the aggregated document.
        case groupName
    }

    /// All groups in order, the core group among them.
    static func groups(_ entries: [Entry], tie: TieBreak) -> [Group] {
        let groups = Dictionary(grouping: entries, by: \.groupVersion.group).map { name, entries in
            let priority = entries.map(\.groupPriority).max() ?? 0
            // Compared among those of the highest priority, as upstream sorts all services before it groups them.
            let names = entries.filter { $0.groupPriority == priority }.map(\.groupVersion.serviceName)
            return (
                priority: priority, key: tie == .groupName ? name : names.min() ?? name,
                group: Group(name: name, versions: versions(entries))
            )
        }
        return groups.sorted { ($1.priority, $0.key) < ($0.priority, $1.key) }.map(\.group)
    }

    /// The versions of one group, the preferred one first.
    static func versions(_ entries: [Entry]) -> [String] {
        let sorted = entries.sorted { left, right in
            guard left.versionPriority == right.versionPriority else {
                return left.versionPriority > right.versionPriority
            }
            return VersionPriority(left.groupVersion.version) > VersionPriority(right.groupVersion.version)
        }
        return sorted.map(\.groupVersion.version)
    }
}
