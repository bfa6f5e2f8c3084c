internal import CodeGen
internal import Templates

/// The structs and enums that the kinds of a version use, each once.
struct ReferenceTypes {
    let model: APIModel
    let names: ReferenceNames
    private var uses: [String: [APIReference.Link]] = [:]

    init(model: APIModel, names: ReferenceNames) {
        self.model = model
        self.names = names
    }

    /// Notes what the fields of a kind are made of, and where.
    mutating func add(_ fields: [APIField], of kind: APIKind, at places: [APIReference.Field]) {
        for field in fields {
            guard let place = places.first(where: { $0.name == field.jsonName }), let inner = field.type.innerType,
                let type = model.types[inner]
            else { continue }
            uses[inner, default: []].append(APIReference.Link("\(kind.name).\(place.path)", to: place.id))
            add(type.fields, of: kind, at: place.fields)
        }
    }

    /// All of them, by name.
    func all() -> [APIReference.NamedType] {
        let types = uses.compactMap { name, uses -> APIReference.NamedType? in
            guard let type = model.types[name] else { return nil }
            var fields = ReferenceFields(model: model, names: names, kind: nil)
            return APIReference.NamedType(
                id: names.id(of: type.path),
                name: names.name(of: type.path),
                description: type.description,
                fields: fields.fields(type.fields, below: [], isDeep: false),
                values: type.cases.map { APIReference.Value($0.value, description: $0.description) },
                uses: uses
            )
        }
        return types.sorted { ($0.name, $0.id) < ($1.name, $1.id) }
    }
}
