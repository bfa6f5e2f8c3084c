public import APIMachinery
internal import JSON

/// What a list or a watch asks for.
public struct ListQuery: Sendable {
    /// Only objects with these labels; nil for all.
    public var labelSelector: LabelSelector?
    /// Only objects with these fields; nil for all.
    public var fieldSelector: FieldSelector?
    /// The most objects in one answer; 0 for all.
    public var limit: Int
    /// Where a list goes on, as the answer before said; empty at the beginning.
    public var continueToken: String
    /// The state that is asked for, or after which a watch begins; empty for the newest one.
    public var resourceVersion: String
    /// Namespace of the objects; empty for all.
    public var namespace: String
    /// By what objects may be selected besides name and namespace.
    var selectableFields: [SelectableField] = []

    /// Makes a query for all objects of a namespace, or of all.
    public init(
        namespace: String = "",
        labelSelector: LabelSelector? = nil,
        fieldSelector: FieldSelector? = nil,
        limit: Int = 0,
        continueToken: String = "",
        resourceVersion: String = ""
    ) {
        self.namespace = namespace
        self.labelSelector = labelSelector
        self.fieldSelector = fieldSelector
        self.limit = limit
        self.continueToken = continueToken
        self.resourceVersion = resourceVersion
    }

    init(_ options: ListOptions, _ selection: Selection, _ selectableFields: [SelectableField]) {
        self.init(
            namespace: selection.namespace,
            labelSelector: selection.labels,
            fieldSelector: selection.fields,
            limit: options.limit,
            continueToken: options.continueToken,
            resourceVersion: options.resourceVersion
        )
        self.selectableFields = selectableFields
    }

    /// Whether an object is meant: by its namespace and by both selectors.
    ///
    /// The server asks this of every object, unless the type says that it selects by itself.
    public func selects(_ object: some Resource) -> Bool { selects(object.json) }

    /// The same for an object as a tree.
    func selects(_ object: JSONValue) -> Bool {
        let space = object.objectNamespace
        guard namespace.isEmpty || namespace == space else { return false }
        if let fieldSelector {
            let isMeant = fieldSelector.matches(name: object.objectName, namespace: space) { label in
                selectableFields.first { $0.label == label }?.text(in: object)
            }
            guard isMeant else { return false }
        }
        return labelSelector?.matches(object.labels) ?? true
    }
}

/// What a list is answered with.
public struct ObjectList<Object: Sendable>: Sendable {
    /// The objects, in the order in which clients see them.
    public var items: [Object]
    /// The state that the list shows; empty if the source keeps no such thing.
    public var resourceVersion: String
    /// With which the list goes on; empty if this is all.
    public var continueToken: String
    /// How many objects follow; nil if that is not known.
    public var remainingItemCount: Int?

    /// Makes a list.
    public init(
        _ items: [Object],
        resourceVersion: String = "",
        continueToken: String = "",
        remainingItemCount: Int? = nil
    ) {
        self.items = items
        self.resourceVersion = resourceVersion
        self.continueToken = continueToken
        self.remainingItemCount = remainingItemCount
    }

    /// The same list of other objects.
    func map<Other: Sendable>(_ change: (Object) throws -> Other) rethrows -> ObjectList<Other> {
        ObjectList<Other>(
            try items.map(change),
            resourceVersion: resourceVersion,
            continueToken: continueToken,
            remainingItemCount: remainingItemCount
        )
    }
}

/// What a watch tells of.
public enum ObjectChange<Object: Sendable>: Sendable {
    /// The object is new.
    case added(Object)
    /// The object is different.
    case modified(Object)
    /// The object is gone; this was its last state.
    case deleted(Object)
    /// All changes up to this state have been told.
    case bookmark(resourceVersion: String)

    /// The same change of another object.
    func map<Other: Sendable>(_ change: (Object) throws -> Other) rethrows -> ObjectChange<Other> {
        switch self {
        case .added(let object): .added(try change(object))
        case .modified(let object): .modified(try change(object))
        case .deleted(let object): .deleted(try change(object))
        case .bookmark(let version): .bookmark(resourceVersion: version)
        }
    }
}
