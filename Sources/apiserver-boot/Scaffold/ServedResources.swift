internal import CodeGen
internal import Project

/// What the server of a project answers for, read from its types.
enum ServedResources {
    /// Reads the types.
    ///
    /// - Throws: `Problems` with what is wrong with them.
    static func read(_ project: Project, root: String) throws(Problems) -> [ServedResource] {
        let (model, problems) = try GeneratedSources.check(project, root: root)
        let errors = problems.filter { $0.severity == .error }
        guard errors.isEmpty else { throw Problems(errors) }
        return of(model)
    }

    /// Reads of the types what can be read: a server that was built before can run all the same.
    static func readable(_ project: Project, root: String) throws(Problems) -> [ServedResource] {
        of(try GeneratedSources.inspect(project, root: root, pending: []).model)
    }

    /// Resources in the order of the types; one that several versions have is there once.
    static func of(_ model: APIModel) -> [ServedResource] {
        var all: [ServedResource] = []
        for kind in model.kinds where !kind.isSubresourceKind {
            let resource = ServedResource(
                group: kind.group,
                name: kind.plural,
                hasStatus: kind.hasStatusSubresource,
                hasScale: kind.scale != nil,
                subresources: kind.subresources.map { ServedResource.Subresource($0.name, verbs: verbs(of: $0)) }
            )
            guard let index = all.firstIndex(where: { $0.group == resource.group && $0.name == resource.name }) else {
                all.append(resource)
                continue
            }
            all[index].add(resource)
        }
        return all
    }

    /// What a subresource can be asked for.
    ///
    /// Source: `SubresourceVerbs` of the runtime; a connector says itself which methods it takes.
    private static func verbs(of subresource: APIKind.Subresource) -> [String] {
        let known: [(String, [String])] = [
            ("GettableSubresource", ["get"]), ("UpdatableSubresource", ["get", "update", "patch"]),
            ("CreatableSubresource", ["create"]), ("Connector", ["create", "delete", "get", "patch", "update"]),
        ]
        let verbs = known.filter { subresource.protocols.contains($0.0) }.flatMap(\.1)
        return Set(verbs).sorted()
    }
}

extension ServedResource {
    /// Adds what another version has.
    fileprivate mutating func add(_ other: ServedResource) {
        hasStatus = hasStatus || other.hasStatus
        hasScale = hasScale || other.hasScale
        for each in other.subresources {
            guard let index = subresources.firstIndex(where: { $0.name == each.name }) else {
                subresources.append(each)
                continue
            }
            subresources[index].verbs = Set(subresources[index].verbs + each.verbs).sorted()
        }
    }
}
