public import APIMachinery
public import JSON

/// A kind without a Swift type: a definition, and closures over trees where a type would have hooks.
///
/// Objects are pruned, filled with defaults and validated by the schema alone if nothing else is given.
public struct UntypedResource: Sendable {
    /// Everything that the server must know about the kind.
    public var definition: ResourceDefinition
    /// Defaults that depend on other fields; nil for none.
    public var setDefaults: (@Sendable (_ object: JSONValue) throws -> JSONValue)?
    /// What the schema cannot say; nil for nothing.
    public var validate: (@Sendable (_ object: JSONValue, _ context: UntypedContext) throws -> [FieldError])?
    /// Brings an object into the form in which it is kept; nil to keep it as it is.
    public var normalize: (@Sendable (_ object: JSONValue, _ old: JSONValue?) throws -> JSONValue)?
    /// What keeps an object from being deleted; nil for nothing.
    public var validateDelete: (@Sendable (_ object: JSONValue, _ context: DeletionContext) throws -> [FieldError])?
    /// What keeps an object besides its finalizers once it is to be deleted; nil for nothing.
    public var termination: Termination?
    /// How the version is converted to and from the one that all others go through; nil for that one.
    public var conversion: Conversion?
    /// The cells of `kubectl get`, one for each column of the definition; nil to take them from the columns' paths.
    public var cells: (@Sendable (_ object: JSONValue) throws -> [JSONValue])?
    /// The verbs, if objects are not kept in the store; nil if they are.
    public var handlers: VerbHandlers?
    /// What is below an object, besides `status` and `scale`.
    public var subresources: [SubresourceHandlers]
    /// Whether requests may name the version; one that is not served may still be the one that is stored.
    public var isServed = true
    /// Whether an object defines the kind, as a CustomResourceDefinition does, and not code: then values of the wrong type
    /// are 422, strategic merge patches 415, generations are counted always, and defaults hold for objects that were stored
    /// before them.
    package var isCustom = false
    /// Whether `metadata.generation` counts the changes of what is asked for, where there is a status.
    package var countsGenerations = true

    /// What a validation may look at besides the object.
    public struct UntypedContext: Sendable {
        /// The object as it was before an update; nil for a creation.
        public let old: JSONValue?
        /// What the request writes through; empty for the object itself.
        public let subresource: String
    }

    /// How a kind that has finalizers of its own is deleted, such as `spec.finalizers` of namespaces.
    public struct Termination: Sendable {
        /// Whether the object must stay.
        public var isHeld: @Sendable (_ object: JSONValue) -> Bool
        /// What changes besides metadata when the object is to be deleted and stays.
        public var mark: @Sendable (_ object: inout JSONValue) -> Void

        /// Makes the rules.
        public init(
            isHeld: @escaping @Sendable (_ object: JSONValue) -> Bool,
            mark: @escaping @Sendable (_ object: inout JSONValue) -> Void
        ) {
            self.isHeld = isHeld
            self.mark = mark
        }
    }

    /// The way between two versions.
    public struct Conversion: Sendable {
        /// To the version that all others are converted through.
        public var toHub: @Sendable (_ object: JSONValue) throws -> JSONValue
        /// From that version.
        public var fromHub: @Sendable (_ hub: JSONValue) throws -> JSONValue

        /// Makes a conversion.
        public init(
            toHub: @escaping @Sendable (_ object: JSONValue) throws -> JSONValue,
            fromHub: @escaping @Sendable (_ hub: JSONValue) throws -> JSONValue
        ) {
            self.toHub = toHub
            self.fromHub = fromHub
        }
    }

    /// Makes a kind whose objects are stored.
    public init(_ definition: ResourceDefinition, subresources: [SubresourceHandlers] = []) {
        self.definition = definition
        self.subresources = subresources
    }

    /// Makes a kind whose objects are nowhere: handlers answer its verbs.
    public init(
        _ definition: ResourceDefinition,
        handlers: VerbHandlers,
        subresources: [SubresourceHandlers] = []
    ) {
        self.init(definition, subresources: subresources)
        self.handlers = handlers
    }
}
