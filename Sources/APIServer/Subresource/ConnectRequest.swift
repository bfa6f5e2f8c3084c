internal import APIMachinery
public import EventLoop
public import Transport

/// A request that a connector takes over.
public struct ConnectRequest<Parent: Resource>: Sendable {
    /// The object that the path names; can be changed through this.
    public let parent: ParentObject<Parent>
    /// Who asks, for what; and the failures to throw.
    public let context: VerbContext
    /// The parameters of the query.
    public let options: ConnectOptions
    /// What follows the subresource in the path, decoded: `/a/b`; empty if nothing does.
    public let path: String
    /// The request as it came: method, headers, body.
    public let http: HTTPRequest
    /// The loop of the connection.
    public let loop: EventLoop

    init(_ request: UntypedConnectRequest) throws {
        parent = try ParentObject(request.parent)
        context = request.context
        options = request.options
        path = request.path
        http = request.http
        loop = request.loop
    }
}

/// A request that a connector takes over, with its object as a tree.
public struct UntypedConnectRequest: Sendable {
    /// The object that the path names.
    public let parent: UntypedParent
    /// Who asks, for what; and the failures to throw.
    public let context: VerbContext
    /// The parameters of the query.
    public let options: ConnectOptions
    /// What follows the subresource in the path, decoded: `/a/b`; empty if nothing does.
    public let path: String
    /// The request as it came: method, headers, body.
    public let http: HTTPRequest
    /// The loop of the connection.
    public let loop: EventLoop
}

/// The parameters of a connector's query.
public struct ConnectOptions: Sendable {
    private let query: Query

    init(_ query: Query) { self.query = query }

    /// The first value of a parameter; nil if it is not there.
    public subscript(name: String) -> String? { query[name] }

    /// All values of a parameter in order, such as those of `command`.
    public func all(_ name: String) -> [String] { query.all(name) }

    /// Whether a switch is on: there, and neither `false` nor `0`.
    public func isOn(_ name: String) -> Bool { query.isTrue(name) }

    /// A whole number; nil if it is not there.
    ///
    /// - Throws: 400 for what is none.
    public func integer(_ name: String) throws -> Int? {
        guard let text = query[name], !text.isEmpty else { return nil }
        guard let number = Int(text) else {
            throw StatusError.badRequest("\(name): parsing \"\(text)\": invalid syntax")
        }
        return number
    }
}
