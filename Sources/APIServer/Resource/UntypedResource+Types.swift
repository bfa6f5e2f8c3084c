internal import APIMachinery
internal import JSON

/// What a user's type becomes: the server itself knows trees alone.
extension UntypedResource {
    /// Opens up a type, with the hooks that it has adopted.
    init(_ type: any Resource.Type) {
        self = Self.make(type)
        if let type = type as? any HasSubresources.Type { subresources = type.subresources }
    }

    /// Opens up the type of what a subresource is told or tells, which may be that of the kind itself.
    init(alone type: any Resource.Type) { self = Self.make(type) }

    private static func make<T: Resource>(_ type: T.Type) -> UntypedResource {
        var resource = UntypedResource(T.definition)
        resource.handlers = VerbHandlers(type)
        if let type = type as? any Convertible.Type { resource.conversion = conversion(of: type) }
        if let type = type as? any Defaulting.Type { resource.setDefaults = defaults(of: type) }
        if let type = type as? any Validating.Type { resource.validate = validation(of: type) }
        if let type = type as? any Normalizing.Type { resource.normalize = normalization(of: type) }
        if let type = type as? any DeleteValidating.Type { resource.validateDelete = deletionValidation(of: type) }
        if let type = type as? any Tabular.Type {
            resource.definition.columns = type.columns
            resource.cells = cells(of: type)
        }
        return resource
    }

    private static func conversion<T: Convertible>(of type: T.Type) -> Conversion {
        Conversion(
            toHub: { tree in keepingMetadata(of: tree, in: try T(json: tree).hub.json) },
            fromHub: { tree in keepingMetadata(of: tree, in: T(hub: try T.Hub(json: tree)).json) }
        )
    }

    private static func defaults<T: Defaulting>(of type: T.Type) -> @Sendable (JSONValue) throws -> JSONValue {
        { tree in
            // What does not fit its type is left as it is: validation tells what is missing, and where.
            guard var object = try? T(json: tree) else { return tree }
            object.setDefaults()
            return keepingMetadata(of: tree, in: object.json)
        }
    }

    private static func validation<T: Validating>(
        of type: T.Type
    ) -> @Sendable (JSONValue, UntypedContext) throws -> [FieldError] {
        { tree, context in
            let old = try context.old.map { try T(json: $0) }
            return try T(json: tree).validate(in: ValidationContext(old: old, subresource: context.subresource))
        }
    }

    private static func normalization<T: Normalizing>(
        of type: T.Type
    ) -> @Sendable (JSONValue, JSONValue?) throws -> JSONValue {
        { new, old in
            // What does not fit its type is left as it is: validation tells what is missing, and where.
            guard var object = try? T(json: new) else { return new }
            let before = object
            object.normalize(old: try old.map { try T(json: $0) })
            guard object != before else { return new }
            var result = keepingMetadata(of: new, in: object.json)
            for key in ["labels", "annotations", "finalizers"] {
                result.setMetadata(key, object.metadata.json[key])
            }
            return result
        }
    }

    private static func deletionValidation<T: DeleteValidating>(
        of type: T.Type
    ) -> @Sendable (JSONValue, DeletionContext) throws -> [FieldError] {
        { object, context in try T(json: object).validateDelete(in: context) }
    }

    private static func cells<T: Tabular>(of type: T.Type) -> @Sendable (JSONValue) throws -> [JSONValue] {
        { tree in try T(json: tree).cells }
    }

    /// Metadata is the server's: what a user's conversion or default makes of it does not count.
    private static func keepingMetadata(of source: JSONValue, in result: JSONValue) -> JSONValue {
        var result = result
        result["metadata"] = source["metadata"]
        return result
    }
}
