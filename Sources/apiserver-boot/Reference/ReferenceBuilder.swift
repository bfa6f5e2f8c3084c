internal import CodeGen
internal import Templates

/// Makes the documentation of an API from its types: a translation that touches no disk.
struct ReferenceBuilder {
    /// What there is.
    let model: APIModel
    /// What the API is called.
    let title: String
    /// What stands before the versions of a group, by its full name; Markdown.
    var introductions: [String: String] = [:]
    /// Objects to copy, by `apiVersion` and kind: `insect.example.com/v1beta1 Bee`.
    var examples: [String: [APIReference.Example]] = [:]

    /// The documentation.
    func build() -> APIReference {
        let groups = model.groups.map { group in
            let versions = group.versions.map { version(_: $0, of: group) }
            return APIReference.Group(
                id: group.fullName,
                name: group.fullName,
                introduction: introductions[group.fullName] ?? "",
                versions: Self.mostStableFirst(versions)
            )
        }
        return APIReference(title: title, groups: groups, commonTypes: CommonTypes.all(used: model))
    }

    /// The key of `examples` for a kind.
    static func key(apiVersion: String, kind: String) -> String { apiVersion + " " + kind }

    private static func mostStableFirst(_ versions: [APIReference.Version]) -> [APIReference.Version] {
        let ranks: [APIReference.Stability] = [.stable, .beta, .alpha]
        return ranks.flatMap { rank in versions.filter { $0.stability == rank } }
    }

    private func version(_ version: APIModel.Version, of group: APIModel.Group) -> APIReference.Version {
        let id = ReferenceNames.id(group.fullName + "-" + version.name)
        let names = ReferenceNames(version: id, namespace: [group.typeName, version.typeName])
        var types = ReferenceTypes(model: model, names: names)
        let kinds = version.kinds.map { kind -> APIReference.Kind in
            let kindID = ReferenceNames.id(id + "-" + kind.name)
            var tree = ReferenceFields(model: model, names: names, kind: kindID)
            let fields = head(of: kind, kindID, &tree) + tree.fields(kind.fields, below: [])
            types.add(kind.fields, of: kind, at: fields)
            return self.kind(kind, id: kindID, fields: fields, identifiers: tree.identifiers, others: group)
        }
        return APIReference.Version(
            id: id,
            name: version.name,
            stability: version.name.contains("alpha") ? .alpha : version.name.contains("beta") ? .beta : .stable,
            kinds: kinds,
            types: types.all()
        )
    }

    private func kind(
        _ kind: APIKind,
        id: String,
        fields: [APIReference.Field],
        identifiers: [String: String],
        others group: APIModel.Group
    ) -> APIReference.Kind {
        func place(_ path: String) -> APIReference.Link {
            APIReference.Link(path, to: identifiers[ReferenceNames.fieldPath(path)])
        }
        var result = APIReference.Kind(
            id: id,
            name: kind.name,
            apiVersion: kind.apiVersion,
            description: kind.description
        )
        result.notes = notes(kind)
        result.facts = facts(kind, in: group, place)
        result.operations = ReferenceOperations(kind: kind).all()
        result.commands = commands(kind, in: group)
        result.fields = fields
        result.columns = kind.columns.map { column in
            APIReference.Column(
                name: column.name,
                type: column.type,
                description: column.description,
                isWide: column.priority > 0,
                path: place(column.path)
            )
        }
        result.examples = examples[Self.key(apiVersion: kind.apiVersion, kind: kind.name)] ?? []
        return result
    }

    /// The fields that every kind has.
    private func head(of kind: APIKind, _ id: String, _ tree: inout ReferenceFields) -> [APIReference.Field] {
        func constant(_ name: String, _ value: String, _ description: String) -> APIReference.Field {
            var field = tree.field(name, APIReference.TypeName("string"), description)
            field.rules = [APIReference.Rule("always", code: value)]
            field.isRequired = true
            return field
        }
        let metadata = APIReference.TypeName("ObjectMeta", to: CommonTypes.id(.objectMeta))
        return [
            constant("apiVersion", kind.apiVersion, "Group and version of the object."),
            constant("kind", kind.name, "What the object is."),
            tree.field(
                "metadata",
                metadata,
                "Name, namespace, labels and the like, as every object of Kubernetes has them."
            ),
        ]
    }

    // MARK: What is said of a kind

    private func notes(_ kind: APIKind) -> [APIReference.Note] {
        var notes: [APIReference.Note] = []
        if let deprecation = kind.deprecation {
            let end = deprecation.removedIn.isEmpty ? "" : " It is no longer served from \(deprecation.removedIn) on."
            notes.append(APIReference.Note("**Deprecated** since \(deprecation.since).\(end)", isWarning: true))
        }
        var texts: [String] = []
        if kind.isSubresourceKind {
            texts.append(
                "There are no objects of this kind: it is what a subresource of another kind is told, or answers."
            )
        }
        if kind.isVirtual { texts.append("The server keeps no objects of this kind: its own code answers.") }
        if kind.hasStatusSubresource {
            texts.append(
                "`status` is written through the subresource `status` alone; other requests leave it as it is."
            )
        }
        return notes + texts.map { APIReference.Note($0) }
    }

    private func facts(
        _ kind: APIKind,
        in group: APIModel.Group,
        _ place: (String) -> APIReference.Link
    ) -> [APIReference.Fact] {
        guard !kind.isSubresourceKind else { return [] }
        func texts(_ texts: [String]) -> [APIReference.Link] { texts.map { APIReference.Link($0, to: nil) } }
        let others = group.versions.filter { $0.name != kind.version && $0.kinds.contains { $0.name == kind.name } }
        let versions = others.map { other in
            APIReference.Link(other.name, to: ReferenceNames.id("\(group.fullName)-\(other.name)-\(kind.name)"))
        }
        let hooks = [
            ("Validating", "checks"), ("DeleteValidating", "checks of deletions"), ("Defaulting", "defaults"),
            ("Normalizing", "the form in which objects are kept"), ("Tabular", "columns"),
        ]
        let code = hooks.filter { kind.hooks.contains($0.0) }.map(\.1)
        let facts = [
            APIReference.Fact("Scope", texts([kind.scope == .namespaced ? "Namespaced" : "Cluster"]), isCode: false),
            APIReference.Fact("Names", texts([kind.plural, kind.singular]), isCode: true),
            APIReference.Fact("Short names", texts(kind.shortNames), isCode: true),
            APIReference.Fact("Categories", texts(kind.categories), isCode: true),
            APIReference.Fact("Field selectors", kind.selectableFields.map(place), isCode: true),
            APIReference.Fact("Other versions", versions, isCode: false),
            APIReference.Fact(
                "Stored in",
                kind.isStorageVersion && !others.isEmpty ? texts(["this version"]) : [],
                isCode: false
            ),
            APIReference.Fact("More, by code of the server", texts(code), isCode: false),
        ]
        return facts.filter { !$0.values.isEmpty }
    }

    private func commands(_ kind: APIKind, in group: APIModel.Group) -> [String] {
        guard !kind.isSubresourceKind else { return [] }
        // Without the version, kubectl takes the one that it likes best.
        let isAlone = group.versions.count { $0.kinds.contains { $0.name == kind.name } } == 1
        let name = isAlone ? "\(kind.plural).\(kind.group)" : "\(kind.plural).\(kind.version).\(kind.group)"
        return (ReferenceOperations(kind: kind).verbs.contains("list") ? ["kubectl get \(name)"] : [])
            + ["kubectl explain \(kind.plural) --recursive --api-version=\(kind.apiVersion)"]
    }
}
