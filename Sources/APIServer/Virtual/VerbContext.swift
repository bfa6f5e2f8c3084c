public import APIMachinery
internal import EventLoop
internal import Synchronization
internal import Telemetry
internal import Transport

/// What a request is about, for types that serve verbs and subresources by themselves.
public struct VerbContext: Sendable {
    /// Who asks; may do so already.
    public let user: UserInfo
    /// What is asked for, as errors name it.
    public let resource: GroupResource
    /// Version of the group in the path: `v1`.
    public let version: String
    /// Name of the subresource; empty for the resource itself.
    public let subresource: String
    /// Empty for all namespaces, and for resources beside them.
    public let namespace: String
    /// Name of the object in the path; empty for a collection.
    public let name: String
    /// Who becomes the owner of what is written, as `managedFields` name it.
    public let fieldManager: String
    /// Whether nothing may change (`dryRun=All`), here and elsewhere.
    public let isDryRun: Bool
    /// Everything that the server keeps, as its caches have it.
    public let objects: ObjectReader
    let environment: ServerEnvironment
    let warnings = Warnings()

    /// Now, as objects carry it.
    public var now: Timestamp { environment.now }

    /// The first of the services that `APIServerCommand` was given that is of a type; a protocol will do.
    ///
    /// - Throws: 500 if there is none, and tells the log.
    public func service<Service>(_ type: Service.Type) throws -> Service {
        for service in environment.services {
            if let service = service as? Service { return service }
        }
        environment.log.error("a service is missing", [("type", "\(type)"), ("resource", "\(resource)")])
        throw StatusError.internalError("the server has no \(type)")
    }

    /// Shows the client a warning, which kubectl prints.
    public func warn(_ text: String) { warnings.add(text) }
}

/// Failures in the words of Kubernetes, about what is asked for.
extension VerbContext {
    /// 404: there is no object of that name; of the name in the path if none is given.
    public func notFound(_ name: String? = nil) -> StatusError {
        .notFound(resource: resource, name: name ?? self.name)
    }

    /// 409: the request does not fit the state of the object; without a cause, it changed since the client read it.
    ///
    /// A patch that did not name a revision is tried anew on the newer object.
    public func conflict(_ cause: String = StatusError.modifiedText) -> StatusError {
        .conflict(resource: resource, name: name, cause: cause)
    }

    /// 409: there is an object of that name already.
    public func alreadyExists(_ name: String) -> StatusError { .alreadyExists(resource: resource, name: name) }

    /// 403: this must not be done.
    public func forbidden(_ cause: String) -> StatusError { .forbidden(resource: resource, name: name, cause: cause) }

    /// 422: the object has wrong values.
    public func invalid(_ errors: [FieldError], kind: String) -> StatusError {
        .invalid(kind: kind, group: resource.group, name: name, errors: errors)
    }
}

/// Warnings on their way to the client.
///
/// Any thread.
final class Warnings: Sendable {
    private let texts = Mutex<[String]>([])

    func add(_ text: String) { texts.withLock { $0.append(text) } }

    /// Hands all warnings to the answer.
    func show(_ context: RequestContext) { texts.withLock { $0 }.forEach(context.warn) }
}

extension ResourceRequest {
    /// What user code is told of the request.
    func verbContext(isDryRun: Bool = false, fieldManager: String = "") -> VerbContext {
        VerbContext(
            user: context.user,
            resource: kind.groupResource,
            version: served.definition.version,
            subresource: info.subresource,
            namespace: namespace,
            name: name,
            fieldManager: fieldManager,
            isDryRun: isDryRun,
            objects: environment.reader,
            environment: environment
        )
    }

    /// The same for a write.
    func verbContext(_ options: WriteOptions) -> VerbContext {
        verbContext(isDryRun: options.isDryRun, fieldManager: fieldManager(options))
    }
}
