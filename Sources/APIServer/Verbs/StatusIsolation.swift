internal import APIMachinery
internal import JSON

/// Keeps requests to their part of an object whose status is a subresource.
///
/// What is asked for is written through the object itself, what has been seen through `status`; neither can touch the
/// other. Does nothing for kinds without that subresource.
/// Source: the strategies of custom resources, apiextensions-apiserver `registry/customresource`.
struct StatusIsolation {
    let request: ResourceRequest

    private var isOn: Bool { request.served.definition.hasStatus }
    private var writesStatus: Bool { request.info.subresource == "status" }
    /// A subresource of the kind's own changes what it likes.
    private var writesAll: Bool { !["", "status", "scale"].contains(request.info.subresource) }

    /// A new object without the status that a client gave it, in its first generation.
    func created(_ sent: JSONValue) throws -> JSONValue {
        var object = sent
        if request.served.countsGenerations { object.setMetadata("generation", 1) }
        guard isOn else { return object }
        guard object["status"] != nil else { return object }
        object["status"] = nil
        // A status that has a default has it again.
        return try request.kind.canonical(object, in: request.version)
    }

    /// What the request may change taken from what was sent, the rest from the object as it is; both in the version of
    /// the request, `managedFields` as sent.
    func updated(_ sent: JSONValue, over before: JSONValue) -> JSONValue {
        guard isOn else { return counted(sent, before) }
        var object = writesAll ? sent : combined(sent, before, request.served.schema)
        if writesStatus {
            object["metadata"] = before["metadata"]
            object.setMetadata("managedFields", sent.metadata["managedFields"])
        } else {
            object = counted(object, before)
        }
        return object
    }

    /// In its next generation, if something is asked for that was not before.
    private func counted(_ object: JSONValue, _ before: JSONValue) -> JSONValue {
        guard request.served.countsGenerations, isAskedAnew(object, before) else { return object }
        var object = object
        object.setMetadata("generation", .integer((before.metadata["generation"]?.integer ?? 0) + 1))
        return object
    }

    /// The bytes that go to the store.
    ///
    /// A version need not have all fields of the others: what the request may not change is taken from the object as it
    /// is once more, in the version that has all of them.
    func storedBytes(_ object: JSONValue, over present: ServedObject) throws -> [UInt8] {
        let kind = request.kind
        guard isOn, !writesAll, request.version != kind.hubIndex else {
            return try kind.storedBytes(object, from: request.version)
        }
        let sent = try kind.convert(object, from: request.version, to: kind.hubIndex)
        let before = try present.tree(in: kind.hubIndex)
        var combined = combined(sent, before, kind.versions[kind.hubIndex].schema)
        combined["metadata"] = object["metadata"]
        return try kind.storedBytes(combined, from: kind.hubIndex)
    }

    /// The fields that the request cannot change, so that it does not come to own them.
    var resetFields: FieldSet {
        guard isOn else { return FieldSet() }
        switch request.info.subresource {
        case "": return FieldSet([[.field("status")]])
        case "status":
            let names = Set(request.kind.versions.flatMap { $0.schema.fieldNames })
            return FieldSet(names.subtracting(["kind", "apiVersion", "status"]).map { [.field($0)] })
        default: return FieldSet()
        }
    }

    /// Whether anything but metadata and status differs.
    private func isAskedAnew(_ object: JSONValue, _ before: JSONValue) -> Bool {
        request.served.schema.fieldNames(of: object, before).contains { name in
            name != "metadata" && (name != "status" || !isOn) && object[name] != before[name]
        }
    }

    private func combined(_ sent: JSONValue, _ before: JSONValue, _ schema: Schema) -> JSONValue {
        let names = schema.fieldNames(of: sent, before)
        var members = JSONObject(capacity: names.count)
        for name in names {
            let source = (name == "status") == writesStatus ? sent : before
            if let value = source[name] { members.append(value, forNewKey: name) }
        }
        return .object(members)
    }
}

extension Schema {
    /// Names of the fields of an object, in order.
    fileprivate var fieldNames: [String] {
        guard case .object(let fields) = kind else { return [] }
        return fields.map(\.name)
    }

    /// The same with those that the schema does not name but keeps.
    fileprivate func fieldNames(of objects: JSONValue...) -> [String] {
        guard keepsUnknownFields else { return fieldNames }
        var names = fieldNames
        for key in objects.flatMap({ $0.object.map { Array($0.keys) } ?? [] }) where !names.contains(key) {
            names.append(key)
        }
        return names
    }
}
