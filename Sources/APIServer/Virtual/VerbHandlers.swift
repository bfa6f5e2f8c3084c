public import JSON

/// The verbs that a virtual resource serves, over trees: what `VirtualResource` types become, and what definitions without
/// a type are given.
public struct VerbHandlers: Sendable {
    /// Changes that are told one after the other; `emit` returns when the client can take more, and throws once it has
    /// gone.
    public typealias Changes =
        @Sendable (_ emit: @Sendable (ObjectChange<JSONValue>) async throws -> Void) async throws -> Void

    /// One object by name.
    public var get: (@Sendable (_ name: String, _ context: VerbContext) async throws -> JSONValue)?
    /// The objects of a query, or more.
    public var list: (@Sendable (_ query: ListQuery, _ context: VerbContext) async throws -> ObjectList<JSONValue>)?
    /// The changes after the state of a query.
    public var watch: (@Sendable (_ query: ListQuery, _ context: VerbContext) async throws -> Changes)?
    /// Makes an object.
    public var create: (@Sendable (_ object: JSONValue, _ context: VerbContext) async throws -> JSONValue)?
    /// Replaces an object; needs `get`.
    public var update: (@Sendable (_ object: JSONValue, _ context: VerbContext) async throws -> JSONValue)?
    /// Deletes an object; the result is the object if it stays for a while.
    public var delete: (@Sendable (_ name: String, _ context: VerbContext) async throws -> JSONValue?)?
    /// Deletes the objects of a query.
    public var deleteCollection: (@Sendable (_ query: ListQuery, _ context: VerbContext) async throws -> [JSONValue])?
    /// Whether writes are handed on in dry runs, too.
    public var handlesDryRun = false
    /// Whether `list` and `watch` select by themselves.
    public var appliesSelectors = false

    /// Makes handlers that serve nothing yet.
    public init() {}

    /// The verbs as discovery lists them.
    var verbs: [String] {
        var verbs: [String] = []
        if create != nil { verbs.append("create") }
        if delete != nil { verbs.append("delete") }
        if deleteCollection != nil { verbs.append("deletecollection") }
        if get != nil { verbs.append("get") }
        if list != nil { verbs.append("list") }
        if update != nil, get != nil { verbs += ["patch", "update"] }
        if watch != nil, list != nil { verbs.append("watch") }
        return verbs
    }

    /// Whether objects are questions, which have no names.
    var isNameless: Bool { self.get == nil && list == nil }
}

extension VerbHandlers {
    /// The verbs that a type serves; nil for a type whose objects are stored.
    init?<T: Resource>(_ type: T.Type) {
        guard let type = type as? any VirtualResource.Type else { return nil }
        handlesDryRun = type.handlesDryRun
        if let type = type as? any Gettable.Type { addGet(type) }
        if let type = type as? any Listable.Type { addList(type) }
        if let type = type as? any Watchable.Type { addWatch(type) }
        if let type = type as? any Creatable.Type { addCreate(type) }
        if let type = type as? any Updatable.Type { addUpdate(type) }
        if let type = type as? any Deletable.Type { addDelete(type) }
        if let type = type as? any CollectionDeletable.Type { addDeleteCollection(type) }
    }

    private mutating func addGet<T: Gettable>(_ type: T.Type) {
        get = { name, context in try await T.get(name, in: context).json }
    }

    private mutating func addList<T: Listable>(_ type: T.Type) {
        appliesSelectors = T.appliesSelectors
        list = { query, context in try await T.list(query, in: context).map(\.json) }
    }

    private mutating func addWatch<T: Watchable>(_ type: T.Type) {
        watch = { query, context in
            let changes = try await T.watch(query, in: context)
            return { emit in
                for try await change in changes { try await emit(change.map(\.json)) }
            }
        }
    }

    private mutating func addCreate<T: Creatable>(_ type: T.Type) {
        create = { object, context in try await T.create(T(json: object), in: context).json }
    }

    private mutating func addUpdate<T: Updatable>(_ type: T.Type) {
        update = { object, context in try await T.update(T(json: object), in: context).json }
    }

    private mutating func addDelete<T: Deletable>(_ type: T.Type) {
        delete = { name, context in try await T.delete(name, in: context)?.json }
    }

    private mutating func addDeleteCollection<T: CollectionDeletable>(_ type: T.Type) {
        deleteCollection = { query, context in try await T.deleteCollection(query, in: context).map(\.json) }
    }
}
