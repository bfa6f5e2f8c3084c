/// A resource that the server keeps no objects of: the type answers the verbs itself, from wherever it likes.
///
/// A kind becomes virtual by conforming to the protocols of the verbs that it serves: `Gettable`, `Listable`, `Watchable`,
/// `Creatable`, `Updatable`, `Deletable`, `CollectionDeletable`. Discovery, OpenAPI and the answer 405 follow from that.
/// The server does the rest: negotiation, decoding, field validation, defaults, validation, admission, tables, selectors
/// and the frames of watches. What a verb throws as a `StatusError` is what the client is answered.
public protocol VirtualResource: Resource {
    /// Whether writes are handed on although nothing may change (`dryRun=All`); the context then says so.
    ///
    /// False if nothing else is said: the server answers a dry run with the object that it would have handed on.
    static var handlesDryRun: Bool { get }
}

extension VirtualResource {
    /// Dry runs end before the type is asked.
    public static var handlesDryRun: Bool { false }
}

/// A virtual resource with objects that can be read one by one.
public protocol Gettable: VirtualResource {
    /// The object of that name, in the namespace of the context.
    ///
    /// - Throws: `context.notFound()` if there is none.
    static func get(_ name: String, in context: VerbContext) async throws -> Self
}

/// A virtual resource with objects that can be listed.
public protocol Listable: VirtualResource {
    /// The objects that are asked for.
    ///
    /// May be more than that: the server leaves out what the selectors and the namespace of the query exclude.
    static func list(_ query: ListQuery, in context: VerbContext) async throws -> ObjectList<Self>

    /// Whether `list` and `watch` select by themselves; then any field may be selected by.
    static var appliesSelectors: Bool { get }
}

extension Listable {
    /// The server selects.
    public static var appliesSelectors: Bool { false }
}

/// A virtual resource whose changes can be watched.
public protocol Watchable: Listable {
    /// The changes, as they come. Pulled only when the client can take more; cancelled when it has gone.
    associatedtype Changes: AsyncSequence & Sendable where Changes.Element == ObjectChange<Self>

    /// Changes after the state of the query.
    ///
    /// Where a client wants to see what there is first, the server asks for the changes and then for the list, so that
    /// nothing is missed: the sequence must take up changes from when it is made, not from when it is first read.
    static func watch(_ query: ListQuery, in context: VerbContext) async throws -> Changes
}

/// A virtual resource that can be asked to make objects.
///
/// If it is neither gettable nor listable, objects need no name: reviews are of this kind, which answer a question.
public protocol Creatable: VirtualResource {
    /// Makes the object; answers with what was made, or with the question and its answer.
    ///
    /// The object has its defaults and has been validated.
    static func create(_ object: Self, in context: VerbContext) async throws -> Self
}

/// A virtual resource with objects that can be changed; patches too are handed on as updates.
public protocol Updatable: Gettable {
    /// Replaces the object of that name.
    ///
    /// The server has compared `metadata.resourceVersion` with that of `get`, if both have one.
    ///
    /// - Throws: `context.conflict()` if the object has changed since; a patch is then tried anew.
    static func update(_ object: Self, in context: VerbContext) async throws -> Self
}

/// A virtual resource with objects that can be deleted.
public protocol Deletable: VirtualResource {
    /// Deletes the object of that name; the result is the object if it is still there for a while.
    ///
    /// - Throws: `context.notFound()` if there is none.
    static func delete(_ name: String, in context: VerbContext) async throws -> Self?
}

/// A virtual resource of which many objects can be deleted at once.
public protocol CollectionDeletable: Listable, Deletable {
    /// Deletes what is asked for, and answers with the last states.
    ///
    /// If nothing else is written, objects are listed and deleted one by one.
    static func deleteCollection(_ query: ListQuery, in context: VerbContext) async throws -> [Self]
}

extension CollectionDeletable {
    /// Lists and deletes one by one; what somebody else deleted meanwhile is left out.
    public static func deleteCollection(_ query: ListQuery, in context: VerbContext) async throws -> [Self] {
        var deleted: [Self] = []
        for object in try await list(query, in: context).items
        where appliesSelectors || query.selects(object) {
            do {
                deleted.append(try await delete(object.metadata.name, in: context) ?? object)
            } catch let error as StatusError where error.code == 404 {
                continue
            }
        }
        return deleted
    }
}
