public import Transport

/// A kind that is not served by itself: what a subresource is told or tells, such as `FeedRequest` of `bees/feed`.
///
/// Declared as other kinds are, and coded and described by generated code like them.
public protocol SubresourceKind: Resource {}

/// Something below the objects of a kind that the type serves itself: `bees/feed`.
///
/// The type adopts the protocols of what can be done: `GettableSubresource`, `UpdatableSubresource`,
/// `CreatableSubresource`, `Connector`. It is nested in its kind, which names it with the marker `+subresource:feed`.
public protocol Subresource: Sendable {
    /// The kind below whose objects it is.
    associatedtype Parent: Resource
}

/// A subresource that can be read: `GET .../bees/maja/diet`.
public protocol GettableSubresource: Subresource {
    // Said again so that it follows from the method.
    /// The kind below whose objects it is.
    associatedtype Parent
    /// What is read, and written if it can be updated.
    associatedtype Object: Resource
    /// What there is below an object.
    static func get(below parent: ParentObject<Parent>, in context: VerbContext) async throws -> Object
}

/// A subresource that can be replaced, by PUT and PATCH.
public protocol UpdatableSubresource: GettableSubresource {
    /// Replaces what there is; the object has its defaults and has been validated.
    static func update(
        _ object: Object,
        below parent: ParentObject<Parent>,
        in context: VerbContext
    ) async throws -> Object
}

/// A subresource that takes requests: `POST .../bees/maja/feed`.
public protocol CreatableSubresource: Subresource {
    // Said again so that it follows from the method.
    /// The kind below whose objects it is.
    associatedtype Parent
    /// What is asked.
    associatedtype Body: Resource
    /// What is answered.
    associatedtype Answer: Resource
    /// Does what is asked; the request has its defaults and has been validated. The client is answered 201.
    static func create(
        _ body: Body,
        below parent: ParentObject<Parent>,
        in context: VerbContext
    ) async throws -> Answer
}

/// A subresource that takes over the request: logs, proxies, terminals.
///
/// Before it is asked the caller has been authorized for the verb of the method (`get`, `create`, ...), the object has been
/// found, and admission plug-ins have let the connection pass.
public protocol Connector: Subresource {
    // Said again so that it follows from the method.
    /// The kind below whose objects it is.
    associatedtype Parent
    /// The methods that it takes, such as `["GET", "POST"]`.
    static var methods: [String] { get }
    /// Whether it also takes the paths below its own: `.../bees/maja/proxy/a/b`.
    static var takesPaths: Bool { get }
    /// Answers the request; a body may be streamed with `HTTPResponse.streaming`.
    static func connect(_ request: ConnectRequest<Parent>) async throws -> HTTPResponse
}

extension Connector {
    /// GET alone.
    public static var methods: [String] { ["GET"] }
    /// Its own path alone.
    public static var takesPaths: Bool { false }
}

/// A kind with subresources of its own; generated from its markers.
public protocol HasSubresources: Resource {
    /// What is below its objects, besides `status` and `scale`.
    static var subresources: [SubresourceHandlers] { get }
}
