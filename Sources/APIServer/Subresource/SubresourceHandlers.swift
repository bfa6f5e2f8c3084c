public import JSON
public import Transport

/// One subresource with everything it does, over trees: what `Subresource` types become, and what definitions without a
/// type are given.
public struct SubresourceHandlers: Sendable {
    /// `feed`.
    public let name: String
    /// What is below an object; needs `object`.
    public var get: (@Sendable (_ parent: UntypedParent, _ context: VerbContext) async throws -> JSONValue)?
    /// Replaces what is below an object; needs `get`.
    public var update:
        (@Sendable (_ object: JSONValue, _ parent: UntypedParent, _ context: VerbContext) async throws -> JSONValue)?
    /// Does what is asked; needs `body`.
    public var create:
        (@Sendable (_ body: JSONValue, _ parent: UntypedParent, _ context: VerbContext) async throws -> JSONValue)?
    /// Takes over requests with one of `methods`.
    public var connect: (@Sendable (_ request: UntypedConnectRequest) async throws -> HTTPResponse)?
    /// The methods of `connect`.
    public var methods: [String] = []
    /// Whether `connect` takes the paths below its own.
    public var takesPaths = false
    /// The kind that is read and updated.
    public var object: UntypedResource?
    /// The kind that `create` is told.
    public var body: UntypedResource?
    /// The kind that `create` answers with.
    public var answer: UntypedResource?

    /// Makes a subresource that can do nothing yet.
    public init(_ name: String) { self.name = name }

    /// Makes the subresource that a type serves.
    public init<Parent: Resource, Handler: Subresource>(_ name: String, _ type: Handler.Type, of parent: Parent.Type)
    where Handler.Parent == Parent {
        self.name = name
        if let type = type as? any GettableSubresource.Type { addGet(type) }
        if let type = type as? any UpdatableSubresource.Type { addUpdate(type) }
        if let type = type as? any CreatableSubresource.Type { addCreate(type) }
        if let type = type as? any Connector.Type { addConnect(type) }
    }

    private mutating func addGet<T: GettableSubresource>(_ type: T.Type) {
        object = UntypedResource(alone: T.Object.self)
        get = { parent, context in try await T.get(below: try ParentObject(parent), in: context).json }
    }

    private mutating func addUpdate<T: UpdatableSubresource>(_ type: T.Type) {
        update = { object, parent, context in
            try await T.update(try T.Object(json: object), below: try ParentObject(parent), in: context).json
        }
    }

    private mutating func addCreate<T: CreatableSubresource>(_ type: T.Type) {
        body = UntypedResource(alone: T.Body.self)
        answer = UntypedResource(alone: T.Answer.self)
        create = { body, parent, context in
            try await T.create(try T.Body(json: body), below: try ParentObject(parent), in: context).json
        }
    }

    private mutating func addConnect<T: Connector>(_ type: T.Type) {
        methods = T.methods
        takesPaths = T.takesPaths
        connect = { request in try await T.connect(try ConnectRequest(request)) }
    }

    /// The verbs as discovery lists them; connectors have those of their methods.
    var verbs: [String] {
        var verbs: Set<String> = []
        if get != nil { verbs.insert("get") }
        if create != nil { verbs.insert("create") }
        if update != nil, get != nil { verbs.formUnion(["update", "patch"]) }
        if connect != nil { verbs.formUnion(methods.compactMap(Self.verb)) }
        return verbs.sorted()
    }

    private static func verb(of method: String) -> String? {
        switch method {
        case "GET": "get"
        case "POST": "create"
        case "PUT": "update"
        case "PATCH": "patch"
        case "DELETE": "delete"
        default: nil
        }
    }
}

/// A subresource that the router knows, with its kinds made ready.
struct ServedSubresource: Sendable {
    let handlers: SubresourceHandlers
    let object: ServedVersion?
    let body: ServedVersion?
    let answer: ServedVersion?

    init(_ handlers: SubresourceHandlers) {
        self.handlers = handlers
        object = handlers.object.map { ServedVersion($0) }
        body = handlers.body.map { ServedVersion($0) }
        answer = handlers.answer.map { ServedVersion($0) }
    }

    /// What the method means; nil if it means nothing here.
    func verb(_ method: String) -> (any Verb)? {
        if handlers.connect != nil, handlers.methods.contains(method) { return ConnectVerb(subresource: self) }
        return switch method {
        case "GET" where handlers.get != nil: SubresourceGetVerb(subresource: self)
        case "POST" where handlers.create != nil: SubresourceCreateVerb(subresource: self)
        case "PUT" where handlers.update != nil: SubresourceUpdateVerb(subresource: self)
        case "PATCH" where handlers.update != nil: SubresourcePatchVerb(subresource: self)
        default: nil
        }
    }
}
