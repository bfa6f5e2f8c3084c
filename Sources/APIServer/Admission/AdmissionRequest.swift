public import JSON
internal import Telemetry

/// What is about to happen to an object.
public struct AdmissionRequest: Sendable {
    /// Which change it is.
    public enum Operation: String, Sendable {
        case create = "CREATE"
        case update = "UPDATE"
        case delete = "DELETE"
        /// A connection to what a subresource leads to.
        case connect = "CONNECT"
    }

    /// Which change is asked for; a patch is an update, or a creation if it makes the object.
    public let operation: Operation
    /// Group of the resource.
    public let group: String
    /// Version in which the request came.
    public let version: String
    /// Kind of the object, `Bee`.
    public let kind: String
    /// Plural name.
    public let resource: String
    /// What the change comes through: empty for the object itself, `status` or `scale` for a subresource.
    ///
    /// `object` and `oldObject` are the whole object all the same.
    public let subresource: String
    /// Empty for cluster-scoped objects.
    public let namespace: String
    /// Name of the object.
    ///
    /// While a new object is changed it is empty if the name will be made from `generateName`; when the object is judged
    /// that name is in place.
    public let name: String
    /// The object as it would be stored, in the version of the request; nil for a deletion.
    public internal(set) var object: JSONValue?
    /// The object as it is, in the version of the request; nil for a creation.
    public let oldObject: JSONValue?
    /// Who asks for the change.
    public let user: UserInfo
    /// Whether nothing will be stored (`dryRun=All`); a plug-in must then leave no traces elsewhere either.
    public let isDryRun: Bool
    private let spoken = WarningList()

    /// Makes a request.
    public init(
        operation: Operation,
        group: String,
        version: String,
        kind: String,
        resource: String,
        subresource: String = "",
        namespace: String,
        name: String,
        object: JSONValue?,
        oldObject: JSONValue?,
        user: UserInfo,
        isDryRun: Bool
    ) {
        self.operation = operation
        self.group = group
        self.version = version
        self.kind = kind
        self.resource = resource
        self.subresource = subresource
        self.namespace = namespace
        self.name = name
        self.object = object
        self.oldObject = oldObject
        self.user = user
        self.isDryRun = isDryRun
    }

    /// Tells the client something that does not keep it from what it wants: a `Warning` header of the answer.
    public func warn(_ text: String) { spoken.add(text) }

    /// What `warn` was called with, in order.
    public var warnings: [String] { spoken.texts }

    /// The object as a type, decoded anew by each call; nil if there is none or if it is of another kind or version.
    ///
    /// - Throws: what the type throws when the object does not fit it.
    public func object<Object: Resource>(as type: Object.Type) throws -> Object? { try decoded(object, type) }

    /// The object as it is now, as a type; nil if there is none or if it is of another kind or version.
    ///
    /// - Throws: what the type throws when the object does not fit it.
    public func oldObject<Object: Resource>(as type: Object.Type) throws -> Object? { try decoded(oldObject, type) }

    private func decoded<Object: Resource>(_ tree: JSONValue?, _ type: Object.Type) throws -> Object? {
        let definition = Object.definition
        guard let tree, definition.group == group, definition.version == version, definition.kind == kind else {
            return nil
        }
        return try Object(json: tree)
    }
}

/// What plug-ins said to a client; shared by the copies of one request.
private final class WarningList: Sendable {
    private let list = Locked<[String]>([])

    var texts: [String] { list.withLock { $0 } }

    func add(_ text: String) { list.withLock { $0.append(text) } }
}
