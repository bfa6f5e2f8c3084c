internal import CodeGen
internal import Templates

/// What the documentation says of the types that Kubernetes brings.
enum CommonTypes {
    /// What links to a type lead to.
    static func id(_ type: KnownType) -> String { "common-" + type.rawValue }

    /// Those that a model uses; every kind has `ObjectMeta`.
    static func all(used model: APIModel) -> [APIReference.CommonType] {
        guard !model.kinds.isEmpty else { return [] }
        let fields = model.kinds.flatMap(\.fields) + model.types.values.flatMap(\.fields)
        let used = Set(fields.compactMap(\.type.innerKnownType)).union([.objectMeta])
        return KnownType.allCases.filter(used.contains).map { type in
            APIReference.CommonType(id: id(type), name: type.rawValue, description: description(type))
        }
    }

    private static func description(_ type: KnownType) -> String {
        switch type {
        case .objectMeta:
            """
            What every object of Kubernetes has in `metadata`. Clients write:

            - `name`, unique among the objects of a kind in a namespace; or `generateName`, to which the server adds letters
            - `namespace`, for kinds that live in namespaces
            - `labels`, by which objects are selected, and `annotations`, which are for anything else
            - `ownerReferences`, the objects that it goes away with, and `finalizers`, what must happen before it goes

            The server writes `uid`, `resourceVersion`, `generation`, `creationTimestamp`, `deletionTimestamp` and
            `managedFields`.
            """
        case .timestamp: "A point in time, to the second: `2026-01-02T03:04:05Z`."
        case .microTime: "A point in time, to the microsecond: `2026-01-02T03:04:05.000000Z`."
        case .ownerReference:
            "The object that another one belongs to: `apiVersion`, `kind`, `name` and `uid`, and whether it is its `controller`."
        case .quantity: "A number with a unit: `100m` is a tenth, `2Gi` is 2 · 1024³."
        }
    }
}
