internal import APIMachinery
internal import JSON
internal import Storage
internal import Telemetry
internal import Transport

/// One request for a resource that is served: the context with what the router found.
struct ResourceRequest {
    let context: RequestContext
    let kind: ServedKind
    /// Place of the requested version among the kind's.
    let version: Int
    /// Where the objects are; nil for a kind whose objects are kept elsewhere.
    let objects: ObjectStore?
    let environment: ServerEnvironment

    /// The store of a kind that has one: verbs on stored objects are never run for another.
    var store: ObjectStore {
        guard let objects else { preconditionFailure("\(kind.groupResource) has no store") }
        return objects
    }
    var info: RequestInfo { context.info }
    var query: Query { context.query }
    var served: ServedVersion { kind.versions[version] }
    var namespace: String { kind.isNamespaced ? info.namespace : "" }
    var name: String { info.name }
    var key: String { kind.key(namespace: namespace, name: name) }

    /// What the client may be answered with; read before the body, as upstream does.
    func representation(_ purpose: Negotiation.Purpose = .object) throws(StatusError) -> Representation {
        try Negotiation.negotiate(
            accept: context.accept,
            query: query,
            userAgent: context.userAgent,
            purpose: purpose
        )
    }

    /// 404 for the object of the request.
    var notFound: StatusError { .notFound(resource: kind.groupResource, name: name) }

    /// Asks whether the caller may do to the object something else than the request says.
    ///
    /// - Throws: 403 if not, 500 if that cannot be found out.
    func checkMay(_ verb: String) async throws(StatusError) {
        var attributes = AuthorizationAttributes(user: context.user, info: info)
        attributes.verb = verb
        switch await environment.authorizer.authorize(attributes) {
        case .allow: return
        case .deny(let reason), .noOpinion(let reason):
            throw .forbidden(resource: kind.groupResource, name: name, cause: reason)
        case .failed(let error):
            environment.log.error("authorization failed", [("error", error)])
            throw .internalError(error)
        }
    }

    /// Who writes, for managed fields: the query's word, otherwise the program of the user agent.
    func fieldManager(_ options: WriteOptions) -> String {
        if let manager = options.fieldManager, !manager.isEmpty { return manager }
        return FieldManagerName.fromUserAgent(context.userAgent ?? "")
    }
}

/// What a server is made of and every handler may need.
struct ServerEnvironment: Sendable {
    /// Now, in seconds since 1970.
    let clock: @Sendable () -> Int64
    let admission: [any AdmissionPlugin]
    /// What the cluster has to say besides; nil for a server that stands alone.
    let cluster: ClusterAdmission?
    /// Nil if nobody is asked before something is stored.
    let admissionMetrics: AdmissionMetrics?
    /// What user code may ask for by type.
    let services: [any Sendable]
    let log: Logger
    let reader: ObjectReader
    let authorizer: any Authorizer
    /// How long a watch lasts at least that does not say so itself.
    let minRequestTimeout: Duration
    /// Where is counted what is sent.
    let registry: MetricsRegistry

    /// Now, as objects carry it.
    var now: Timestamp { Timestamp(secondsSince1970: clock()) }

    /// How long a watch lasts: as the client says, otherwise some time, so that not all come back at once.
    ///
    /// Source: apiserver `ListResource`.
    func watchLifetime(_ options: ListOptions) -> Duration {
        let wanted = options.timeoutSeconds ?? 0
        if wanted != 0 || minRequestTimeout == .zero { return .seconds(max(0, wanted)) }
        return minRequestTimeout * Double.random(in: 1..<2)
    }
}

/// The name under which a program owns fields.
enum FieldManagerName {
    static let maximumBytes = 128

    /// Text before the first `/`, printable characters only, at most 128 bytes.
    ///
    /// Source: apiserver `managerOrUserAgent` and `prefixFromUserAgent`.
    static func fromUserAgent(_ agent: String) -> String {
        var name = ""
        var count = 0
        for scalar in agent.unicodeScalars {
            if scalar == "/" { break }
            guard GoText.isPrintable(scalar) else { continue }
            count += UTF8.width(scalar)
            guard count <= maximumBytes else { break }
            name.unicodeScalars.append(scalar)
        }
        return name
    }
}
