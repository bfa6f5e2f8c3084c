extension ModelBuilder {
    private static let hookNames =
        ["Validating", "DeleteValidating", "Normalizing", "Defaulting", "Convertible", "Tabular"] + verbProtocols
    /// Protocols with which a kind answers verbs itself.
    static let verbProtocols = [
        "Gettable", "Listable", "Watchable", "Creatable", "Updatable", "Deletable", "CollectionDeletable",
    ]
    private static let scopes: [String: APIKind.Scope] = [
        "NamespacedResource": .namespaced, "ClusterResource": .cluster, "SubresourceKind": .namespaced,
    ]

    /// The kind that a declaration makes; nil if it makes none or if it breaks a rule that leaves nothing to go on with.
    mutating func buildKind(_ type: ParsedType) -> APIKind? {
        let inherited = module.inherited(by: type)
        guard let scope = inherited.lazy.compactMap({ Self.scopes[$0.name] }).first else {
            checkNoKind(type, inherited)
            return nil
        }
        guard let (group, version) = kindNamespace(type), isSoundKind(type) else { return nil }
        let markers = checkMarkers(type.comments, at: .kind, into: &collector)
        let fields = buildKindFields(type)
        var kind = APIKind(
            name: type.path[2],
            path: type.path,
            group: group.fullName,
            version: version.name,
            definitionName: definitionName(of: type.path),
            description: descriptionText(type.comments.doc),
            scope: scope,
            plural: markers["resource"]?["path"] ?? EnglishPlural.of(type.path[2]),
            singular: markers["resource"]?["singular"] ?? type.path[2].lowercased(),
            shortNames: markers["resource"]?.list("shortName") ?? [],
            categories: markers["resource"]?.list("categories") ?? [],
            columns: [],
            selectableFields: [],
            fields: fields,
            isStorageVersion: markers.contains("storageversion"),
            hasStatusSubresource: markers.contains(MarkerRegistry.statusSubresource),
            isHub: !inherited.contains { $0.name == "Convertible" },
            deprecation: deprecation(markers),
            hooks: Self.hookNames.filter { hook in inherited.contains { $0.name == hook } },
            location: type.location
        )
        checkNames(of: kind, markers["resource"])
        kind.columns = buildColumns(markers, of: kind)
        kind.selectableFields = buildSelectableFields(markers, of: kind)
        if let marker = markers[MarkerRegistry.statusSubresource] { checkStatus(of: kind, marker) }
        kind.scale = markers[MarkerRegistry.scaleSubresource].flatMap { buildScale($0, of: kind) }
        kind.isSubresourceKind = inherited.contains { $0.name == "SubresourceKind" }
        kind.isVirtual = kind.hooks.contains(where: Self.verbProtocols.contains)
        kind.subresources = buildSubresources(markers.every(MarkerRegistry.ownSubresource.name), of: type)
        checkServing(of: kind, markers)
        return kind
    }

    /// A struct that wants to be a kind but does not say where its objects live.
    private mutating func checkNoKind(_ type: ParsedType, _ inherited: [ParsedConformance]) {
        let hooks = Self.hookNames + ["Resource"]
        let wants = inherited.contains { hooks.contains($0.name) }
        let isMarked = type.comments.markers.contains { $0.head.hasPrefix("resource:") || $0.head == "resource" }
        guard wants || isMarked else { return }
        collector.error(
            "\(type.name) does not say where its objects live",
            at: type.location,
            fix: "conform to NamespacedResource or to ClusterResource"
        )
    }

    private mutating func kindNamespace(
        _ type: ParsedType
    ) -> (group: CodeGenInput.Group, version: CodeGenInput.Version)? {
        if type.path.count == 3, let found = namespace(of: type.path) { return found }
        if type.path.count > 3, namespace(of: type.path) != nil {
            collector.error("a kind stands directly in the namespace of its version", at: type.location)
            return nil
        }
        let known = input.groups.flatMap { group in group.versions.map { group.typeName + "." + $0.typeName } }
        let name = type.path.dropLast().joined(separator: ".")
        let place = name.isEmpty ? "at the top of a file" : "in " + name
        collector.error(
            "kind \(type.path[type.path.count - 1]) stands \(place), which is no version of a group of this project",
            at: type.location,
            fix: known.isEmpty
                ? nil
                : "write extension \(nearestName(to: name, among: known) ?? known.joined(separator: " or ")) { … }"
        )
        return nil
    }

    private mutating func isSoundKind(_ type: ParsedType) -> Bool {
        guard type.kind == .structure, !type.isGeneric else {
            collector.error("a kind is a struct without generic parameters", at: type.location)
            return false
        }
        if !type.isPublic {
            collector.error("kind \(type.name) is not public", at: type.location, fix: "write public struct")
        }
        return true
    }

    /// The fields beside `metadata`, which is checked here.
    private mutating func buildKindFields(_ type: ParsedType) -> [APIField] {
        for property in type.properties where ["apiVersion", "kind"].contains(property.name) {
            collector.error("`\(property.name)` is written by generated code", at: property.location, fix: "remove it")
        }
        let rest = type.properties.filter { !["metadata", "apiVersion", "kind"].contains($0.name) }
        let metadata = type.properties.first { $0.name == "metadata" }
        let isObjectMeta =
            metadata?.type == .named(["ObjectMeta"])
            || metadata?.type == nil && metadata?.defaultValue == .construction(type: ["ObjectMeta"])
        guard let metadata, isObjectMeta, metadata.binding == .variable, metadata.defaultValue != nil else {
            collector.error(
                "kind \(type.name) needs metadata",
                at: metadata?.location ?? type.location,
                fix: "write public var metadata = ObjectMeta()"
            )
            return []
        }
        underway.append(type.name)
        defer { underway.removeLast() }
        return buildFields(rest, of: type)
    }

    /// Source: prerelease-lifecycle-gen, which deprecates three minor releases after the introduction.
    private mutating func deprecation(_ markers: CheckedMarkers) -> APIKind.Deprecation? {
        let lifecycle = "k8s:prerelease-lifecycle-gen:"
        let removed = markers.text(lifecycle + "removed")
        if let since = markers.text(lifecycle + "deprecated") {
            return APIKind.Deprecation(since: since, removedIn: removed ?? "")
        }
        guard let removed, let location = markers[lifecycle + "removed"]?.location else { return nil }
        guard let introduced = markers.text(lifecycle + "introduced") else {
            collector.error(
                "a version that is removed is deprecated before",
                at: location,
                fix: "add +\(lifecycle)deprecated=… or +\(lifecycle)introduced=…"
            )
            return nil
        }
        let parts = introduced.split(separator: ".").compactMap { Int($0) }
        guard parts.count == 2 else { return nil }
        return APIKind.Deprecation(since: "\(parts[0]).\(parts[1] + 3)", removedIn: removed)
    }

    private mutating func checkNames(of kind: APIKind, _ marker: CheckedMarker?) {
        for name in [kind.plural, kind.singular] + kind.shortNames + kind.categories where !isLabel(name) {
            collector.error(
                "`\(name)` is no name for a resource: lower-case letters, digits and `-`, a letter first",
                at: marker?.location ?? kind.location
            )
        }
    }

    private func isLabel(_ name: String) -> Bool {
        guard let first = name.utf8.first, let last = name.utf8.last, name.utf8.count <= 63 else { return false }
        func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
        func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
        return isLetter(first) && last != UInt8(ascii: "-")
            && name.utf8.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "-") }
    }
}
