internal import APIMachinery
internal import EventLoop
public import JSON
internal import Transport

/// The object that a subresource hangs below, as it was when the request came.
public struct ParentObject<Object: Resource>: Sendable {
    /// The object.
    public let object: Object
    private let tree: UntypedParent

    init(_ tree: UntypedParent) throws {
        object = try Object(json: tree.object)
        self.tree = tree
    }

    /// Changes the object where it is kept: status and all.
    ///
    /// The newest state is read, changed, validated and written; when somebody else was faster, the change is made anew on
    /// the newer object, so it must look at its argument alone. A dry run writes nothing. Plug-ins have been asked about
    /// the subresource, and are not asked again.
    ///
    /// - Parameter change: what to change; may throw a `StatusError` to refuse.
    /// - Returns: the object as it is now.
    /// - Throws: what `change` throws, 422 for what is not valid, 404 if the object is gone.
    @discardableResult
    public func update(_ change: @escaping @Sendable (_ object: inout Object) throws -> Void) async throws -> Object {
        let changed = try await tree.update { tree in
            var object = try Object(json: tree)
            try change(&object)
            tree = object.json
        }
        return try Object(json: changed)
    }
}

/// The object that a subresource hangs below, as a tree.
public struct UntypedParent: Sendable {
    /// The object in the version of the request.
    public let object: JSONValue
    /// Writes a change; the result is the object after it.
    let write: @Sendable (_ change: @escaping Change) async throws -> JSONValue

    /// How the object changes.
    public typealias Change = @Sendable (_ object: inout JSONValue) throws -> Void

    /// Changes the object where it is kept; as `ParentObject.update`.
    @discardableResult
    public func update(_ change: @escaping Change) async throws -> JSONValue { try await write(change) }
}

extension ResourceRequest {
    /// The object in the path of a subresource; 404 if there is none.
    func parent(_ options: WriteOptions) async throws -> UntypedParent {
        let object: JSONValue
        if let handlers = served.handlers {
            object = try await handlers.object(name, verbContext(options))
        } else {
            guard let stored = try await store.current(key) else { throw notFound }
            object = try stored.tree(in: version)
        }
        let maker = RequestMaker(self)
        return UntypedParent(object: object) { change in try await maker.request.write(change, options) }
    }

    private func write(_ change: UntypedParent.Change, _ options: WriteOptions) async throws -> JSONValue {
        func changed(_ present: JSONValue) throws -> JSONValue {
            var object = present
            try change(&object)
            return try kind.canonical(object, in: version)
        }
        guard let handlers = served.handlers else {
            var replacement = Replacement(request: self, options: options)
            replacement.asksAdmission = false
            switch try await replacement.replace(changed) {
            case .served(let object): return try object.tree(in: version)
            case .tree(let tree): return tree
            }
        }
        var replacement = VirtualReplacement(handlers: handlers, request: self, options: options)
        replacement.asksAdmission = false
        return try await replacement.replace(isRepeatable: true, changed)
    }
}

/// Makes a request again, in whatever task its parent is changed.
private struct RequestMaker: Sendable {
    private let http: HTTPRequest
    private let loop: EventLoop
    private let user: UserInfo
    private let kind: ServedKind
    private let version: Int
    private let objects: ObjectStore?
    private let environment: ServerEnvironment

    init(_ request: ResourceRequest) {
        http = request.context.request
        loop = request.context.loop
        user = request.context.user
        kind = request.kind
        version = request.version
        objects = request.objects
        environment = request.environment
    }

    var request: ResourceRequest {
        let context = RequestContext(request: http, loop: loop)
        context.user = user
        return ResourceRequest(
            context: context,
            kind: kind,
            version: version,
            objects: objects,
            environment: environment
        )
    }
}
