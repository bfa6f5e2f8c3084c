internal import APIMachinery
internal import JSON
internal import Telemetry
internal import Transport
internal import YAML

/// What is recorded of one request, while it is being answered.
struct AuditRecord: Sendable {
    let decision: AuditPolicy.Decision
    /// The parts that do not change: from `level` to `verb`, and `user`.
    let subject: AuditSubject
    private(set) var object: AuditObject?
    private(set) var impersonation: Impersonation?
    private(set) var requestObject: JSONValue?
    private(set) var responseObject: JSONValue?
    /// What the answer says about its outcome, if that is more than a number.
    private(set) var status: JSONObject?
    private(set) var code: Int?
    private(set) var annotations: [String: String] = [:]

    struct Impersonation: Sendable {
        let user: UserInfo
        let constraint: String?
    }

    init(decision: AuditPolicy.Decision, subject: AuditSubject, object: AuditObject?) {
        self.decision = decision
        self.subject = subject
        self.object = object
    }

    var level: AuditLevel { decision.level }

    func records(_ stage: AuditStage) -> Bool { !decision.omitStages.contains(stage) }

    /// Adds an annotation; the first value of a key stays.
    mutating func annotate(_ key: String, _ value: String) {
        if annotations[key] == nil { annotations[key] = value }
    }

    /// What the authorization said.
    mutating func note(decision: String, reason: String) {
        annotate("authorization.k8s.io/decision", decision)
        annotate("authorization.k8s.io/reason", reason)
    }

    /// The caller acts as somebody else.
    mutating func impersonates(_ user: UserInfo, constraint: String?) {
        impersonation = Impersonation(user: user, constraint: constraint)
    }

    /// The object that a client sent, as it was understood.
    mutating func note(request sent: JSONValue) {
        object?.complete(from: sent)
        if level >= .request { requestObject = kept(sent) }
    }

    /// A patch, or the options of a deletion, as they came; bodies of other requests are noted when they are understood.
    mutating func noteBody(of request: HTTPRequest) {
        guard level >= .request, ["PATCH", "DELETE"].contains(request.method), !request.body.isEmpty else { return }
        requestObject = (try? JSONReader.parse(request.body)) ?? (try? YAMLReader.parse(request.body))
    }

    /// What the client is answered with, before it is put into the client's encoding.
    mutating func note(response answer: JSONValue) {
        if level >= .requestResponse { responseObject = kept(answer) }
    }

    /// The same for what is JSON already.
    mutating func note(response answer: [UInt8]) {
        guard level >= .requestResponse, let tree = try? JSONReader.parse(answer) else { return }
        responseObject = kept(tree)
    }

    /// The answer is a Status.
    mutating func note(status answer: JSONValue) {
        status = answer.object
        status?.removeValue(forKey: "kind")
        status?.removeValue(forKey: "apiVersion")
        if level >= .requestResponse { responseObject = answer }
    }

    /// The answer has this code.
    mutating func note(code: Int) {
        self.code = code
        status?["code"] = .integer(Int64(code))
    }

    /// `responseStatus` of the event; nil while there is no answer.
    var responseStatus: JSONValue? {
        guard let code else { return nil }
        guard let status else { return ["metadata": .emptyObject, "code": .integer(Int64(code))] }
        var members: JSONObject = ["metadata": .emptyObject]
        // Whatever else the metadata holds is no part of what upstream copies.
        for name in ["status", "message", "reason", "details", "code"] {
            if let value = status[name] { members.append(value, forNewKey: name) }
        }
        return .object(members)
    }

    private func kept(_ tree: JSONValue) -> JSONValue {
        decision.omitManagedFields ? Self.withoutManagedFields(tree) : tree
    }

    /// The object, the items of a list or the objects in the rows of a table, without their managed fields.
    private static func withoutManagedFields(_ tree: JSONValue) -> JSONValue {
        var tree = tree
        if tree["metadata"]?["managedFields"] != nil { tree.setMetadata("managedFields", nil) }
        if let items = tree["items"]?.array { tree["items"] = .array(items.map(withoutManagedFields)) }
        if let rows = tree["rows"]?.array {
            tree["rows"] = .array(
                rows.map { row in
                    guard let object = row["object"] else { return row }
                    var row = row
                    row["object"] = withoutManagedFields(object)
                    return row
                }
            )
        }
        return tree
    }
}

/// Who asks for what, as every event of a request has it.
struct AuditSubject {
    let id: String
    let uri: String
    let verb: String
    /// Nil for somebody who could not be identified.
    let user: UserInfo?
    let sourceIPs: [String]
    let userAgent: String
    let received: WallTime

    /// Longer user agents are cut.
    static let userAgentBytes = 1024

    init(_ context: RequestContext, user: UserInfo?, received: WallTime) {
        id = context.auditID
        uri = context.request.target
        verb = context.info.verb
        self.user = user
        sourceIPs = SourceAddresses.of(context.request)
        let agent = context.userAgent ?? ""
        let isLong = agent.utf8.count > Self.userAgentBytes
        userAgent =
            isLong ? String(decoding: agent.utf8.prefix(Self.userAgentBytes), as: UTF8.self) + "...TRUNCATED" : agent
        self.received = received
    }
}

/// `objectRef` of an event.
struct AuditObject {
    var resource: String
    var namespace: String
    var name: String
    var uid = ""
    var group: String
    var version: String
    var resourceVersion = ""
    var subresource: String

    /// What a path is about; nil for one that is no resource.
    init?(_ attributes: AuthorizationAttributes) {
        guard attributes.isResource else { return nil }
        resource = attributes.resource
        namespace = attributes.namespace
        name = attributes.name
        group = attributes.group
        version = attributes.version
        subresource = attributes.subresource
    }

    /// Fills in what only the object itself says.
    mutating func complete(from object: JSONValue) {
        let metadata = object.metadata
        if namespace.isEmpty { namespace = metadata["namespace"]?.string ?? "" }
        if name.isEmpty { name = metadata["name"]?.string ?? "" }
        if uid.isEmpty { uid = metadata["uid"]?.string ?? "" }
        if resourceVersion.isEmpty { resourceVersion = metadata["resourceVersion"]?.string ?? "" }
    }
}
