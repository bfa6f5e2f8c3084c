internal import APIMachinery
public import JSON

/// What is about to happen to an object.
public struct AdmissionRequest: Sendable {
    /// Which change it is.
    public enum Operation: String, Sendable {
        case create = "CREATE"
        case update = "UPDATE"
        case delete = "DELETE"
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
    /// Name of the object; a name made from `generateName` is already in place.
    public let name: String
    /// The object as it would be stored, in the version of the request; nil for a deletion.
    public let object: JSONValue?
    /// The object as it is, in the version of the request; nil for a creation.
    public let oldObject: JSONValue?
    /// Who asks for the change.
    public let user: UserInfo
    /// Whether nothing will be stored (`dryRun=All`); a plug-in must then leave no traces elsewhere either.
    public let isDryRun: Bool

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
}

/// A check, in the server's process, that a change must pass before it is stored.
public protocol AdmissionPlugin: Sendable {
    /// Returns normally to let the change pass.
    ///
    /// - Parameters:
    ///   - request: what is about to happen; the object is final.
    ///   - objects: everything that the server serves, as its caches have it.
    /// - Throws: `AdmissionRefusal` to refuse with 403; any other error becomes 500.
    func validate(_ request: AdmissionRequest, objects: ObjectReader) async throws
}

/// Why a change is refused.
public struct AdmissionRefusal: Error, Sendable, Equatable {
    /// For the person who asked; follows `<resource> "<name>" is forbidden: `.
    public let message: String

    /// Makes a refusal.
    public init(_ message: String) { self.message = message }
}

extension ResourceRequest {
    /// Asks every plug-in about a change.
    func admit(
        _ operation: AdmissionRequest.Operation,
        name: String,
        object: JSONValue?,
        oldObject: JSONValue?,
        isDryRun: Bool
    ) async throws {
        guard !environment.admission.isEmpty else { return }
        let request = AdmissionRequest(
            operation: operation,
            group: kind.group,
            version: served.definition.version,
            kind: kind.kind,
            resource: kind.plural,
            subresource: info.subresource,
            namespace: namespace,
            name: name,
            object: object,
            oldObject: oldObject,
            user: context.user,
            isDryRun: isDryRun
        )
        for plugin in environment.admission {
            do {
                try await plugin.validate(request, objects: environment.reader)
            } catch let refusal as AdmissionRefusal {
                throw StatusError.forbidden(resource: kind.groupResource, name: name, cause: refusal.message)
            }
        }
    }
}
