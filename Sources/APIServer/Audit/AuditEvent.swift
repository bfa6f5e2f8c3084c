internal import APIMachinery
internal import JSON
internal import Telemetry

/// One line of the audit log: an `Event` of `audit.k8s.io/v1`.
struct AuditEvent {
    private(set) var record: AuditRecord
    let stage: AuditStage
    let time: WallTime

    /// The line with its newline.
    ///
    /// - Parameter limitBytes: events that are longer lose their bodies; nil sets no limit.
    /// - Returns: nil for an event that is too long even then.
    func line(limitBytes: Int?) -> [UInt8]? {
        let whole = line(bodies: true)
        guard let limitBytes, whole.count > limitBytes else { return whole }
        var cut = self
        cut.record.annotate("audit.k8s.io/truncated", "true")
        let short = cut.line(bodies: false)
        return short.count > limitBytes ? nil : short
    }

    private func line(bodies: Bool) -> [UInt8] {
        var event = JSONObject(capacity: 20)
        let subject = record.subject
        event.append("Event", forNewKey: "kind")
        event.append("audit.k8s.io/v1", forNewKey: "apiVersion")
        event.append(.string(record.level.rawValue), forNewKey: "level")
        event.append(.string(subject.id), forNewKey: "auditID")
        event.append(.string(stage.rawValue), forNewKey: "stage")
        event.append(.string(subject.uri), forNewKey: "requestURI")
        event.append(.string(subject.verb), forNewKey: "verb")
        event.append(subject.user.map(Self.user) ?? .emptyObject, forNewKey: "user")
        if let impersonation = record.impersonation {
            event.append(Self.user(impersonation.user), forNewKey: "impersonatedUser")
            if let constraint = impersonation.constraint {
                event.append(["impersonationConstraint": .string(constraint)], forNewKey: "authenticationMetadata")
            }
        }
        if !subject.sourceIPs.isEmpty { event.append(Self.texts(subject.sourceIPs), forNewKey: "sourceIPs") }
        Self.append(subject.userAgent, "userAgent", to: &event)
        if let object = record.object { event.append(Self.reference(object), forNewKey: "objectRef") }
        if let status = record.responseStatus { event.append(status, forNewKey: "responseStatus") }
        if bodies, let body = record.requestObject { event.append(body, forNewKey: "requestObject") }
        if bodies, let body = record.responseObject { event.append(body, forNewKey: "responseObject") }
        event.append(Self.time(subject.received), forNewKey: "requestReceivedTimestamp")
        event.append(Self.time(stage == .requestReceived ? subject.received : time), forNewKey: "stageTimestamp")
        if !record.annotations.isEmpty {
            let sorted = record.annotations.sorted { $0.key < $1.key }
            let members = JSONObject(uniqueKeysWithValues: sorted.map { ($0.key, .string($0.value)) })
            event.append(.object(members), forNewKey: "annotations")
        }
        return JSONWriter.bytes(.object(event)) + [UInt8(ascii: "\n")]
    }

    private static func user(_ user: UserInfo) -> JSONValue {
        var members = JSONObject(capacity: 4)
        append(user.name, "username", to: &members)
        append(user.uid, "uid", to: &members)
        if !user.groups.isEmpty { members.append(texts(user.groups), forNewKey: "groups") }
        if !user.extra.isEmpty {
            let sorted = user.extra.sorted { $0.key < $1.key }
            let extra = JSONObject(uniqueKeysWithValues: sorted.map { ($0.key, texts($0.value)) })
            members.append(.object(extra), forNewKey: "extra")
        }
        return .object(members)
    }

    private static func reference(_ object: AuditObject) -> JSONValue {
        var members = JSONObject(capacity: 8)
        append(object.resource, "resource", to: &members)
        append(object.namespace, "namespace", to: &members)
        append(object.name, "name", to: &members)
        append(object.uid, "uid", to: &members)
        append(object.group, "apiGroup", to: &members)
        append(object.version, "apiVersion", to: &members)
        append(object.resourceVersion, "resourceVersion", to: &members)
        append(object.subresource, "subresource", to: &members)
        return .object(members)
    }

    private static func append(_ text: String, _ key: String, to members: inout JSONObject) {
        if !text.isEmpty { members.append(.string(text), forNewKey: key) }
    }

    private static func texts(_ all: [String]) -> JSONValue { .array(all.map { .string($0) }) }

    private static func time(_ time: WallTime) -> JSONValue {
        let microseconds = Int64(time.seconds) * 1_000_000 + Int64(time.nanoseconds / 1_000)
        return .string(MicroTime(microsecondsSince1970: microseconds).description)
    }
}
