/// Second stage: looks names up, applies the rules of translation and reports what breaks them.
struct ModelBuilder {
    let input: CodeGenInput
    let module: ParsedModule
    let names: TypeScope
    var collector: DiagnosticCollector
    /// Finished types by path.
    var types: [String: APIType] = [:]
    /// Markers above fields that say something about their kinds, by where the property is declared.
    var placedMarkers: [Location: [CheckedMarker]] = [:]
    /// Fields that were reported and left out, as `<type>.<name in JSON>`: nobody is told that these do not exist.
    var brokenFields: Set<String> = []
    /// Types that are being built, outermost first: meeting one of them again is a recursion.
    var underway: [String] = []

    init(input: CodeGenInput, module: ParsedModule, collector: DiagnosticCollector) {
        self.input = input
        self.module = module
        self.collector = collector
        names = TypeScope(module: module)
    }

    /// Makes the model; `collector` has all that was wrong.
    mutating func build() -> APIModel {
        checkNamespaces()
        var kinds: [String: [APIKind]] = [:]
        for name in module.order {
            guard let type = module.types[name], let kind = buildKind(type) else { continue }
            kinds[kind.path.dropLast().joined(separator: "."), default: []].append(kind)
        }
        let groups = input.groups.map { group in
            let versions = group.versions.map { version in
                let own = kinds[group.typeName + "." + version.typeName] ?? []
                return APIModel.Version(
                    name: version.name,
                    typeName: version.typeName,
                    kinds: own.sorted { $0.name < $1.name }
                )
            }
            var built = APIModel.Group(
                name: group.name,
                fullName: group.fullName,
                typeName: group.typeName,
                versions: versions
            )
            checkVersions(of: &built)
            return built
        }
        let model = APIModel(groups: groups, types: types, ownConversions: module.conversions)
        if brokenFields.isEmpty { checkConversions(of: model) }
        return model
    }

    /// The group and the version that a path starts with.
    func namespace(of path: [String]) -> (group: CodeGenInput.Group, version: CodeGenInput.Version)? {
        guard path.count > 2, let group = input.groups.first(where: { $0.typeName == path[0] }),
            let version = group.versions.first(where: { $0.typeName == path[1] })
        else { return nil }
        return (group, version)
    }

    /// Name among the definitions of OpenAPI: the group turned round, the version, the rest of the path in one word.
    func definitionName(of path: [String]) -> String {
        func reversed(_ name: String) -> [String] { name.split(separator: ".").reversed().map(String.init) }
        if let (group, version) = namespace(of: path) {
            let own = path.dropFirst(2).joined()
            if let package = modelPackage(ofKind: path.prefix(3).joined(separator: ".")) { return package + "." + own }
            return (reversed(group.fullName) + [version.name, own]).joined(separator: ".")
        }
        if let group = input.groups.first(where: { $0.typeName == path[0] }), path.count > 1 {
            return (reversed(group.fullName) + [path.dropFirst().joined()]).joined(separator: ".")
        }
        return (reversed(input.domain) + [path.joined()]).joined(separator: ".")
    }

    /// What a kind's marker says its definitions are called after; nil if there is none.
    private func modelPackage(ofKind name: String) -> String? {
        let start = MarkerRegistry.modelPackage + "="
        let marker = module.types[name]?.comments.markers.first { $0.text.hasPrefix(start) }
        return marker.map { String($0.text.dropFirst(start.count)) }
    }

    /// The namespaces are generated; declaring one by hand as well would not compile.
    private mutating func checkNamespaces() {
        for group in input.groups {
            let names = [group.typeName] + group.versions.map { group.typeName + "." + $0.typeName }
            for case let type? in names.map({ module.types[$0] }) {
                collector.error(
                    "\(type.name) is generated and must not be declared",
                    at: type.location,
                    fix: "write extension \(type.name) { … }"
                )
            }
        }
    }
}
