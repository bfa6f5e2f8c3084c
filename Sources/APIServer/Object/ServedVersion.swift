internal import APIMachinery
internal import JSON

/// One kind in one version with everything that can be done to its objects, free of the Swift type behind it.
struct ServedVersion: Sendable {
    let definition: ResourceDefinition
    let layout: WireLayout
    /// Checks values against the schema; holds its patterns ready.
    let validator: SchemaValidator
    /// By what clients may select objects besides name and namespace.
    let selectableFields: [SelectableField]
    /// To the hub version; nil for the hub itself.
    let toHub: (@Sendable (JSONValue) throws -> JSONValue)?
    /// From the hub version; nil for the hub itself.
    let fromHub: (@Sendable (JSONValue) throws -> JSONValue)?
    /// Name of the hub's type definition (`group/version`), to find it among the versions; nil for the hub itself.
    let hubVersion: String?
    /// Defaults that depend on other fields; nil if the type has none.
    let setDefaults: (@Sendable (JSONValue) throws -> JSONValue)?
    /// The type's own validation; nil if it has none.
    let validate: Validation?
    /// Brings objects into the form in which they are kept; nil if the type has none.
    let normalize: Normalization?
    /// Whether an object may be deleted; nil if the type does not say.
    let validateDelete: DeletionValidation?

    /// Normalization of (new, old).
    typealias Normalization = @Sendable (JSONValue, JSONValue?) throws -> JSONValue
    /// Validation of the deletion of an object.
    typealias DeletionValidation = @Sendable (JSONValue, DeletionContext) throws -> [FieldError]
    /// Validation of (new, old, subresource).
    typealias Validation = @Sendable (JSONValue, JSONValue?, String) throws -> [FieldError]

    /// `group/version`.
    var apiVersion: String { definition.apiVersion }
    /// Schema of whole objects.
    var schema: Schema { definition.schema }

    /// Opens up a user's type.
    init(_ type: any Resource.Type) { self = Self.make(type) }

    private init(
        definition: ResourceDefinition,
        conversion: Conversion?,
        setDefaults: (@Sendable (JSONValue) throws -> JSONValue)?,
        validate: Validation?,
        normalize: Normalization?,
        validateDelete: DeletionValidation?
    ) {
        self.definition = definition
        validator = SchemaValidator(definition.schema)
        selectableFields = definition.selectableFields.map(SelectableField.init)
        layout = WireLayout(kind: definition.kind, apiVersion: definition.apiVersion)
        toHub = conversion?.toHub
        fromHub = conversion?.fromHub
        hubVersion = conversion?.hub.version
        self.setDefaults = setDefaults
        self.validate = validate
        self.normalize = normalize
        self.validateDelete = validateDelete
    }

    private struct Conversion: Sendable {
        let hub: ResourceDefinition
        let toHub: @Sendable (JSONValue) throws -> JSONValue
        let fromHub: @Sendable (JSONValue) throws -> JSONValue
    }

    private static func make<T: Resource>(_ type: T.Type) -> ServedVersion {
        ServedVersion(
            definition: T.definition,
            conversion: (type as? any Convertible.Type).map { conversion(of: $0) },
            setDefaults: (type as? any Defaulting.Type).map { defaults(of: $0) },
            validate: (type as? any Validating.Type).map { validation(of: $0) },
            normalize: (type as? any Normalizing.Type).map { normalization(of: $0) },
            validateDelete: (type as? any DeleteValidating.Type).map { deletionValidation(of: $0) }
        )
    }

    private static func conversion<T: Convertible>(of type: T.Type) -> Conversion {
        Conversion(
            hub: T.Hub.definition,
            toHub: { tree in Self.keepingMetadata(of: tree, in: try T(json: tree).hub.json) },
            fromHub: { tree in Self.keepingMetadata(of: tree, in: T(hub: try T.Hub(json: tree)).json) }
        )
    }

    private static func defaults<T: Defaulting>(of type: T.Type) -> @Sendable (JSONValue) throws -> JSONValue {
        { tree in
            // What does not fit its type is left as it is: validation tells what is missing, and where.
            guard var object = try? T(json: tree) else { return tree }
            object.setDefaults()
            return Self.keepingMetadata(of: tree, in: object.json)
        }
    }

    private static func validation<T: Validating>(of type: T.Type) -> Validation {
        { new, old, subresource in
            let old = try old.map { try T(json: $0) }
            return try T(json: new).validate(in: ValidationContext(old: old, subresource: subresource))
        }
    }

    private static func normalization<T: Normalizing>(of type: T.Type) -> Normalization {
        { new, old in
            // What does not fit its type is left as it is: validation tells what is missing, and where.
            guard var object = try? T(json: new) else { return new }
            let before = object
            object.normalize(old: try old.map { try T(json: $0) })
            guard object != before else { return new }
            var result = Self.keepingMetadata(of: new, in: object.json)
            for key in ["labels", "annotations", "finalizers"] {
                result.setMetadata(key, object.metadata.json[key])
            }
            return result
        }
    }

    private static func deletionValidation<T: DeleteValidating>(of type: T.Type) -> DeletionValidation {
        { object, context in try T(json: object).validateDelete(in: context) }
    }

    /// Metadata is the server's: what a user's conversion or default makes of it does not count.
    private static func keepingMetadata(of source: JSONValue, in result: JSONValue) -> JSONValue {
        var result = result
        result["metadata"] = source["metadata"]
        return result
    }
}
