internal import APIMachinery
internal import JSON

/// One kind in one version with everything that can be done to its objects, made ready to serve.
///
/// A class, so that a request that looks at it copies one reference.
final class ServedVersion: Sendable {
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
    /// Defaults that depend on other fields; nil if the type has none.
    let setDefaults: (@Sendable (JSONValue) throws -> JSONValue)?
    /// The type's own validation; nil if it has none.
    let validate: (@Sendable (JSONValue, UntypedResource.UntypedContext) throws -> [FieldError])?
    /// Brings objects into the form in which they are kept; nil if the type has none.
    let normalize: (@Sendable (JSONValue, JSONValue?) throws -> JSONValue)?
    /// Whether an object may be deleted; nil if the type does not say.
    let validateDelete: (@Sendable (JSONValue, DeletionContext) throws -> [FieldError])?
    /// What keeps objects besides their finalizers; nil if nothing does.
    let termination: UntypedResource.Termination?
    /// The type's own cells of tables; nil if the columns say where they are.
    let cells: (@Sendable (JSONValue) throws -> [JSONValue])?
    /// The verbs of a type that keeps its objects itself; nil if they are stored.
    let handlers: VerbHandlers?
    /// What is below an object, besides `status` and `scale`.
    let subresources: [ServedSubresource]
    /// Whether requests may name the version.
    let isServed: Bool
    /// Whether an object defines the kind, and not code.
    let isCustom: Bool
    /// Whether `metadata.generation` counts.
    let countsGenerations: Bool

    /// `group/version`.
    var apiVersion: String { definition.apiVersion }
    /// Schema of whole objects.
    var schema: Schema { definition.schema }

    /// Opens up a user's type.
    convenience init(_ type: any Resource.Type) { self.init(UntypedResource(type)) }

    /// Makes a kind ready.
    init(_ resource: UntypedResource) {
        definition = resource.definition
        validator = SchemaValidator(definition.schema)
        selectableFields = definition.selectableFields.map(SelectableField.init)
        layout = WireLayout(kind: definition.kind, apiVersion: definition.apiVersion)
        toHub = resource.conversion?.toHub
        fromHub = resource.conversion?.fromHub
        setDefaults = resource.setDefaults
        validate = resource.validate
        normalize = resource.normalize
        validateDelete = resource.validateDelete
        termination = resource.termination
        cells = resource.cells
        handlers = resource.handlers
        subresources = resource.subresources.map(ServedSubresource.init)
        isServed = resource.isServed
        isCustom = resource.isCustom
        countsGenerations = resource.isCustom || (resource.countsGenerations && resource.definition.hasStatus)
    }

    /// The subresource of that name that the kind serves itself.
    func subresource(_ name: String) -> ServedSubresource? { subresources.first { $0.handlers.name == name } }
}

extension APIGroup.Version {
    /// Everything it serves, made ready.
    var served: [ServedVersion] { resources.map { ServedVersion($0) } + definitions.map { ServedVersion($0) } }
}
