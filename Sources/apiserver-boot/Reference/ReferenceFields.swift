internal import CodeGen
internal import Templates

/// The fields of one kind as a tree, each with an identifier of its own.
struct ReferenceFields {
    let model: APIModel
    let names: ReferenceNames
    /// The identifier of the kind; nil for fields that nothing links to.
    let kind: String?

    /// Identifiers by path: `spec.hive`.
    private(set) var identifiers: [String: String] = [:]
    private var taken: Set<String> = []

    init(model: APIModel, names: ReferenceNames, kind: String?) {
        self.model = model
        self.names = names
        self.kind = kind
    }

    /// Fields with everything inside of them.
    mutating func fields(_ fields: [APIField], below path: [String], isDeep: Bool = true) -> [APIReference.Field] {
        var result: [APIReference.Field] = []
        for source in fields {
            var field = self.field(
                source.jsonName,
                names.typeName(source.type, format: source.format),
                source.description,
                below: path
            )
            field.isRequired = source.presence == .required
            field.defaultValue = source.defaultValue?.description
            field.rules = ReferenceRules.all(for: source)
            if let inner = source.type.innerType, let type = model.types[inner] {
                field.values = type.cases.map { APIReference.Value($0.value, description: $0.description) }
                if isDeep { field.fields = self.fields(type.fields, below: path + [source.jsonName]) }
                // What the runtime brings is the same everywhere.
                field.isFolded = type.location.file.isEmpty
            }
            result.append(field)
        }
        return result
    }

    /// One field with an identifier that no other has.
    mutating func field(
        _ name: String,
        _ type: APIReference.TypeName,
        _ description: String,
        below parents: [String] = []
    ) -> APIReference.Field {
        let path = (parents + [name]).joined(separator: ".")
        var id = ""
        if let kind {
            let wanted = ReferenceNames.id(kind + "." + path)
            id = wanted
            // Keys may have dots in them: two paths may read alike.
            var number = 2
            while !taken.insert(id).inserted {
                id = "\(wanted)-\(number)"
                number += 1
            }
            if identifiers[path] == nil { identifiers[path] = id }
        }
        return APIReference.Field(id: id, name: name, path: path, type: type, description: description)
    }
}
