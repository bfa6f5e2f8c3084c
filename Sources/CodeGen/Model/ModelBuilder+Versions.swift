extension ModelBuilder {
    /// Checks what the versions of a kind must have in common, and decides on hub and storage version.
    mutating func checkVersions(of group: inout APIModel.Group) {
        for version in group.versions { checkPlurals(in: version) }
        let kinds = group.versions.flatMap(\.kinds).filter(\.isStored)
        for name in Set(kinds.map(\.name)).sorted() {
            let versions = kinds.filter { $0.name == name }
            checkAgreement(versions)
            guard let hub = hub(of: versions), let storage = storageVersion(of: versions, hub: hub) else { continue }
            for index in group.versions.indices {
                guard let place = group.versions[index].kinds.firstIndex(where: { $0.name == name && $0.isStored })
                else { continue }
                let path = group.versions[index].kinds[place].path
                group.versions[index].kinds[place].isHub = path == hub.path
                group.versions[index].kinds[place].isStorageVersion = path == storage.path
            }
        }
    }

    private mutating func checkPlurals(in version: APIModel.Version) {
        var owners: [String: APIKind] = [:]
        for kind in version.kinds where !kind.isSubresourceKind {
            if let other = owners[kind.plural] {
                collector.error("\(kind.name) and \(other.name) both have the path `\(kind.plural)`", at: kind.location)
            }
            owners[kind.plural] = kind
        }
    }

    private mutating func checkAgreement(_ versions: [APIKind]) {
        guard let first = versions.first else { return }
        for other in versions.dropFirst() {
            if other.scope != first.scope {
                collector.error(
                    "\(other.name) is \(other.scope.rawValue) in \(other.version) but \(first.scope.rawValue) in \(first.version)",
                    at: other.location
                )
            }
            if other.hasStatusSubresource != first.hasStatusSubresource {
                let unmarked = other.hasStatusSubresource ? first : other
                collector.error(
                    "the status of \(other.name) is a subresource in one of \(first.version) and \(other.version) only",
                    at: unmarked.location,
                    fix: "write +\(MarkerRegistry.statusSubresource) above \(unmarked.name) in \(unmarked.version), too"
                )
            }
            if other.plural != first.plural {
                collector.error(
                    "\(other.name) has the path `\(other.plural)` in \(other.version) but `\(first.plural)` in \(first.version)",
                    at: other.location
                )
            }
        }
    }

    /// The one version that does not conform to `Convertible`.
    private mutating func hub(of versions: [APIKind]) -> APIKind? {
        let hubs = versions.filter(\.isHub)
        if hubs.count == 1 { return hubs[0] }
        guard let name = versions.first?.name, let location = versions.first?.location else { return nil }
        if hubs.isEmpty {
            let message =
                versions.count == 1
                ? "\(name) is Convertible but has only one version"
                : "every version of \(name) is Convertible: the one that the others are converted through is not"
            collector.error(message, at: location, fix: "remove the conformance of one version")
        } else {
            for hub in hubs.dropFirst() {
                collector.error(
                    "\(name) has several versions that are not Convertible: "
                        + hubs.map(\.version).joined(separator: ", "),
                    at: hub.location,
                    fix: "conform to Convertible in every version but the one that has all fields"
                )
            }
        }
        return nil
    }

    private mutating func storageVersion(of versions: [APIKind], hub: APIKind) -> APIKind? {
        let marked = versions.filter(\.isStorageVersion)
        for other in marked.dropFirst() {
            collector.error(
                "\(other.name) is stored in one version, but \(marked.map(\.version).joined(separator: ", ")) are marked",
                at: other.location,
                fix: "leave +storageversion above one of them"
            )
        }
        return marked.count > 1 ? nil : marked.first ?? hub
    }
}
