internal import APIMachinery
internal import JSON
internal import Storage
internal import Transport

/// `POST` on a collection.
struct CreateVerb: Verb {
    func respond(to request: ResourceRequest) async throws -> HTTPResponse {
        let representation = try request.representation()
        let options = try WriteOptions(request.query, .create)
        let decoder = ObjectDecoder(request: request, validation: options.fieldValidation)
        var object = try decoder.object()
        try RequestIdentity.checkNamespace(of: &object, request)
        let created = try await Creation(request: request, options: options).create(object)
        return try ObjectResponse(request: request, representation: representation).response(created, status: 201)
    }
}

/// Makes a new object of what a client sent and stores it.
struct Creation {
    let request: ResourceRequest
    let options: WriteOptions
    /// Whether the new object is given to who asks; false when that has been done already.
    var recordsOwnership = true

    /// How often a generated name is tried anew when it is taken.
    private static let nameAttempts = 8

    func create(_ sent: JSONValue) async throws -> AnsweredObject {
        let version = sent.resourceVersion
        guard version.isEmpty || version == "0" else {
            throw StatusError.unknown("resourceVersion should not be set on objects to be created")
        }
        let sent = try await admitted(sent)
        let generateName = sent.metadata["generateName"]?.string ?? ""
        let isGenerated = sent.objectName.isEmpty && !generateName.isEmpty
        for attempt in 1...Self.nameAttempts {
            var object = sent
            if isGenerated {
                var generator = SystemRandomNumberGenerator()
                let name = ObjectMetaLifecycle.generatedName(base: generateName, using: &generator)
                object.setMetadata("name", .string(name))
            }
            do {
                return try await store(prepared(object))
            } catch let error as StorageError {
                guard case .exists(let present) = error else { throw error }
                if isGenerated, attempt < Self.nameAttempts { continue }
                throw taken(name: object.objectName, by: present, isGenerated: isGenerated)
            }
        }
        throw StatusError.internalError("no free name was found")
    }

    /// What was sent without what is the server's, owned by who asks, then as the plug-ins want it.
    ///
    /// What plug-ins add has no owner, as upstream keeps it.
    private func admitted(_ sent: JSONValue) async throws -> JSONValue {
        var object = sent
        let prepared = ObjectMetaLifecycle.preparedForCreate(sent.metadata)
        let (metadata, warning) = ObjectMetaLifecycle.withoutDuplicateOwners(prepared)
        if let warning { request.context.warn(warning) }
        object["metadata"] = metadata
        if recordsOwnership {
            object = FieldOwnership(request: request, options: options).record(object, before: nil)
        }
        object = try await request.mutated(
            .create,
            name: object.objectName,
            object: object,
            oldObject: nil,
            isDryRun: options.isDryRun
        )
        if !request.name.isEmpty { try RequestIdentity.checkName(of: object, request) }
        try RequestIdentity.checkNamespace(of: &object, request)
        object["metadata"] = ObjectMetaLifecycle.preparedForCreate(object.metadata)
        return object
    }

    /// Fills in what is the server's, and checks the result.
    private func prepared(_ sent: JSONValue) throws -> JSONValue {
        var object = sent
        object.setMetadata("resourceVersion", nil)
        object.setMetadata("namespace", request.kind.isNamespaced ? .string(request.namespace) : nil)
        object.setMetadata("uid", .string(UUID4.make()))
        object.setMetadata("creationTimestamp", .string(request.environment.now.description))
        object = try StatusIsolation(request: request).created(object)
        let normalized = try request.normalized(object, old: nil)
        if normalized != object { object = try StatusIsolation(request: request).created(normalized) }
        try ObjectValidation(request: request).check(object, old: nil)
        return object
    }

    private func store(_ object: JSONValue) async throws -> AnsweredObject {
        let name = object.objectName
        try await request.admit(.create, name: name, object: object, oldObject: nil, isDryRun: options.isDryRun)
        let key = request.kind.key(namespace: request.namespace, name: name)
        if options.isDryRun {
            if let present = try await request.store.current(key) {
                throw taken(name: name, by: present, isGenerated: false)
            }
            return .tree(object)
        }
        return try await OversizedObject.storing(object, mayForgetManagers: recordsOwnership) { object in
            let bytes = try request.kind.storedBytes(object, from: request.version)
            return .served(try await request.store.create(key, bytes))
        }
    }

    private func taken(name: String, by present: Stored, isGenerated: Bool) -> StatusError {
        taken(name: name, isTerminating: (try? ServedObject(present, of: request.kind))?.isTerminating, isGenerated)
    }

    private func taken(name: String, by present: ServedObject, isGenerated: Bool) -> StatusError {
        taken(name: name, isTerminating: present.isTerminating, isGenerated)
    }

    private func taken(name: String, isTerminating: Bool?, _ isGenerated: Bool) -> StatusError {
        let resource = request.kind.groupResource
        if isGenerated { return .generateNameConflict(resource: resource, name: name) }
        return .alreadyExists(resource: resource, name: name, isBeingDeleted: isTerminating == true)
    }
}

extension ServedObject {
    /// Whether the object waits for its finalizers.
    var isTerminating: Bool { (try? tree())?.deletionTimestamp != nil }
}
