internal import APIMachinery
internal import JSON
internal import Storage
internal import Transport

/// `PUT` on an object, or on its status.
struct UpdateVerb: Verb {
    func respond(to request: ResourceRequest) async throws -> HTTPResponse {
        let representation = try request.representation()
        let options = try WriteOptions(request.query, .update)
        let decoder = ObjectDecoder(request: request, validation: options.fieldValidation)
        var sent = try decoder.object()
        try RequestIdentity.checkName(of: sent, request)
        try RequestIdentity.checkNamespace(of: &sent, request)
        let object = sent
        let written = try await Replacement(request: request, options: options).replace { _ in object }
        return try ObjectResponse(request: request, representation: representation).response(written, status: 200)
    }
}

/// Replaces an object by what a client makes of it: the shared heart of update and patch.
struct Replacement {
    let request: ResourceRequest
    let options: WriteOptions
    /// Whether what changed is given to who asks; false when that has been done already.
    var recordsOwnership = true
    /// Whether plug-ins are asked; false for what a subresource changes, which they are asked about itself.
    var asksAdmission = true

    /// How the new object comes from the present one, both in the requested version.
    typealias Change = (_ present: JSONValue) throws -> JSONValue

    /// Reads, changes, checks and writes; tries anew on the newer object when somebody else was faster.
    func replace(_ change: Change) async throws -> AnsweredObject {
        guard var present = try await request.store.current(request.key) else { throw request.notFound }
        while true {
            let before = try present.tree(in: request.version)
            var sent = try change(before)
            try checkRevision(of: &sent, present)
            do {
                return try await write(sent, over: present, before: before)
            } catch let error as StorageError {
                // A change that names the revision itself names the old one again, and is refused above.
                guard case .conflict(let current) = error else { throw error }
                present = try request.store.served(current)
            }
        }
    }

    private func checkRevision(of sent: inout JSONValue, _ present: ServedObject) throws {
        let text = sent.resourceVersion
        guard let revision = text.isEmpty ? 0 : UInt64(text) else {
            throw StatusError.unknown(NumberFault.unsigned(text))
        }
        guard revision != 0 else {
            if request.served.definition.allowsUnconditionalUpdate {
                sent.setMetadata("resourceVersion", .string(String(present.revision)))
                return
            }
            throw StatusError.invalid(
                kind: request.kind.plural,
                group: request.kind.group,
                name: request.name,
                errors: [.invalid("metadata.resourceVersion", 0, "must be specified for an update")]
            )
        }
        guard revision == present.revision else {
            throw StatusError.conflict(resource: request.kind.groupResource, name: request.name)
        }
    }

    private func write(_ sent: JSONValue, over present: ServedObject, before: JSONValue) async throws -> AnsweredObject
    {
        let isolation = StatusIsolation(request: request)
        let admitted = try await admitted(sent, before: before)
        var object = isolation.updated(keepingServersPart(of: before, in: admitted), over: before)
        let normalized = try request.normalized(object, old: before)
        if normalized != object {
            object = isolation.updated(keepingServersPart(of: before, in: normalized), over: before)
        }
        object = FieldManager.keepingTimes(of: before, in: object)
        try ObjectValidation(request: request).check(object, old: before)
        if asksAdmission {
            try await request.admit(
                .update,
                name: request.name,
                object: object,
                oldObject: before,
                isDryRun: options.isDryRun
            )
        }
        if object.deletionTimestamp != nil, object.finalizers.isEmpty,
            request.served.termination?.isHeld(object) != true
        {
            return try await remove(object, present)
        }
        return try await OversizedObject.storing(object, mayForgetManagers: recordsOwnership) { object in
            try await store(object, over: present, isolation)
        }
    }

    private func store(
        _ object: JSONValue,
        over present: ServedObject,
        _ isolation: StatusIsolation
    ) async throws -> AnsweredObject {
        let bytes = try isolation.storedBytes(object, over: present)
        if request.kind.storageVersion.layout.inserting(revision: present.revision, into: bytes) == present.bytes,
            !present.isStale
        {
            return .served(present)
        }
        if options.isDryRun { return .tree(object) }
        return .served(try await request.store.update(present.key, bytes, expecting: present.revision))
    }

    /// The last finalizer is gone: so is the object.
    ///
    /// The answer is its last state.
    private func remove(_ object: JSONValue, _ present: ServedObject) async throws -> AnsweredObject {
        if !options.isDryRun {
            _ = try await request.store.delete(present.key, expecting: present.revision)
        }
        return .tree(object)
    }

    /// What was sent, owned by who asks, then as the plug-ins want it.
    ///
    /// What plug-ins change keeps its owner, what they add has none, as upstream keeps it.
    private func admitted(_ sent: JSONValue, before: JSONValue) async throws -> JSONValue {
        try checkIdentity(of: sent, before)
        let (metadata, warning) = ObjectMetaLifecycle.withoutDuplicateOwners(sent.metadata)
        if let warning { request.context.warn(warning) }
        var object = sent
        object["metadata"] = metadata
        if recordsOwnership {
            object = FieldOwnership(request: request, options: options).record(object, before: before)
        }
        guard asksAdmission else { return object }
        return try await request.mutated(
            .update,
            name: request.name,
            object: object,
            oldObject: before,
            isDryRun: options.isDryRun
        )
    }

    private func checkIdentity(of sent: JSONValue, _ before: JSONValue) throws(StatusError) {
        let uid = sent.uid
        guard uid.isEmpty || uid == before.uid || request.info.verb != "update" else {
            throw .conflict(
                resource: request.kind.groupResource,
                name: request.name,
                cause: "Precondition failed: UID in precondition: \(uid), UID in object meta: \(before.uid)"
            )
        }
    }

    /// What a client leaves out of the server's own fields is put back.
    private func keepingServersPart(of before: JSONValue, in object: JSONValue) -> JSONValue {
        var object = object
        object["metadata"] = ObjectMetaLifecycle.preparedForUpdate(object.metadata, old: before.metadata)
        return object
    }
}
