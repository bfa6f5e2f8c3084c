internal import APIMachinery
internal import JSON
internal import Transport

/// `POST` on a collection that a type makes itself; also the question of a review.
struct VirtualCreateVerb: Verb {
    let handlers: VerbHandlers

    func respond(to request: ResourceRequest) async throws -> HTTPResponse {
        let representation = try request.representation()
        let options = try WriteOptions(request.query, .create)
        var object = try ObjectDecoder(request: request, validation: options.fieldValidation).object()
        try RequestIdentity.checkNamespace(of: &object, request)
        let version = object.resourceVersion
        guard version.isEmpty || version == "0" else {
            throw StatusError.unknown("resourceVersion should not be set on objects to be created")
        }
        if !handlers.isNameless { object = prepared(object, request) }
        object = try await request.mutated(
            .create,
            name: object.objectName,
            object: object,
            oldObject: nil,
            isDryRun: options.isDryRun
        )
        object = try request.normalized(object, old: nil)
        try ObjectValidation(request: request, metadataRules: handlers.isNameless ? .none : .unversioned)
            .check(object, old: nil)
        let name = object.objectName
        try await request.admit(.create, name: name, object: object, oldObject: nil, isDryRun: options.isDryRun)
        if !options.isDryRun || handlers.handlesDryRun {
            guard let create = handlers.create else { throw request.notSupported("create") }
            let context = request.verbContext(options)
            object = try await create(object, context)
            context.warnings.show(request.context)
        }
        return try ObjectResponse(request: request, representation: representation).response(
            .tree(object),
            status: 201
        )
    }

    /// Fills in what is the server's.
    private func prepared(_ sent: JSONValue, _ request: ResourceRequest) -> JSONValue {
        var object = sent
        object["metadata"] = ObjectMetaLifecycle.preparedForCreate(sent.metadata)
        object.setMetadata("resourceVersion", nil)
        if sent.objectName.isEmpty, let base = sent.metadata["generateName"]?.string, !base.isEmpty {
            var generator = SystemRandomNumberGenerator()
            object.setMetadata("name", .string(ObjectMetaLifecycle.generatedName(base: base, using: &generator)))
        }
        object.setMetadata("uid", .string(UUID4.make()))
        object.setMetadata("creationTimestamp", .string(request.environment.now.description))
        return object
    }
}

/// `PUT` on an object that a type makes itself.
struct VirtualUpdateVerb: Verb {
    let handlers: VerbHandlers

    func respond(to request: ResourceRequest) async throws -> HTTPResponse {
        let representation = try request.representation()
        let options = try WriteOptions(request.query, .update)
        var sent = try ObjectDecoder(request: request, validation: options.fieldValidation).object()
        try RequestIdentity.checkName(of: sent, request)
        try RequestIdentity.checkNamespace(of: &sent, request)
        let replacement = VirtualReplacement(handlers: handlers, request: request, options: options)
        let object = try await replacement.replace(isRepeatable: false) { [sent] _ in sent }
        return try ObjectResponse(request: request, representation: representation).response(
            .tree(object),
            status: 200
        )
    }
}

/// `PATCH` on an object that a type makes itself: read, change, update.
struct VirtualPatchVerb: Verb {
    let handlers: VerbHandlers

    func respond(to request: ResourceRequest) async throws -> HTTPResponse {
        let format = try PatchVerb.format(of: request)
        let representation = try request.representation()
        let options = try WriteOptions(request.query, .patch)
        let patch = try Patch(format, of: request.context.request, schema: request.served.schema)
        let decoder = ObjectDecoder(request: request, validation: options.fieldValidation)
        let replacement = VirtualReplacement(handlers: handlers, request: request, options: options)
        let object = try await replacement.replace(isRepeatable: true) { present in
            try PatchVerb.checked(patch.apply(to: present), request, decoder)
        }
        return try ObjectResponse(request: request, representation: representation).response(
            .tree(object),
            status: 200
        )
    }
}

/// `DELETE` on an object that a type makes itself.
struct VirtualDeleteVerb: Verb {
    let handlers: VerbHandlers

    func respond(to request: ResourceRequest) async throws -> HTTPResponse {
        let representation = try request.representation()
        let options = try DeleteOptions(request.context.request, request.query)
        let context = request.verbContext(isDryRun: options.isDryRun)
        var present: JSONValue?
        if handlers.get != nil {
            let object = try await handlers.object(request.name, context)
            try options.checkPreconditions(object, request, name: request.name)
            try ObjectValidation(request: request).checkDeletion(
                of: object,
                name: request.name,
                isDryRun: options.isDryRun
            )
            present = object
        }
        try await request.admitDeletion(name: request.name, oldObject: present, isDryRun: options.isDryRun)
        var remaining: JSONValue?
        if !options.isDryRun || handlers.handlesDryRun {
            guard let delete = handlers.delete else { throw request.notSupported("delete") }
            remaining = try await delete(request.name, context)
        }
        context.warnings.show(request.context)
        let answer = ObjectResponse(request: request, representation: representation)
        if let remaining { return try answer.response(.tree(remaining), status: 200) }
        let resource = request.kind.groupResource
        return answer.status(StatusSuccess(deleted: resource, name: request.name, uid: present?.uid ?? "").json)
    }
}

/// Replaces an object that a type makes itself: the heart of update and patch.
struct VirtualReplacement {
    let handlers: VerbHandlers
    let request: ResourceRequest
    let options: WriteOptions
    /// Whether plug-ins are asked; false for what a subresource changes.
    var asksAdmission = true

    /// How often a change is tried anew when somebody else was faster.
    private static let attempts = 5

    /// Reads, changes, checks and hands on.
    ///
    /// - Parameters:
    ///   - isRepeatable: whether the change can be made on a newer object, too.
    ///   - change: how the new object comes from the present one.
    /// - Returns: what the type made of it.
    /// - Throws: what the type throws; a conflict when the object did not come to rest.
    func replace(isRepeatable: Bool, _ change: (JSONValue) throws -> JSONValue) async throws -> JSONValue {
        let context = request.verbContext(options)
        defer { context.warnings.show(request.context) }
        for attempt in 1...Self.attempts {
            let present = try await handlers.object(request.name, context)
            var object = try change(present)
            if asksAdmission {
                object = try await request.mutated(
                    .update,
                    name: request.name,
                    object: object,
                    oldObject: present,
                    isDryRun: options.isDryRun
                )
            }
            object = try checked(try request.normalized(object, old: present), over: present, context)
            if asksAdmission {
                try await request.admit(
                    .update,
                    name: request.name,
                    object: object,
                    oldObject: present,
                    isDryRun: options.isDryRun
                )
            }
            if options.isDryRun, !handlers.handlesDryRun { return object }
            guard let update = handlers.update else { throw request.notSupported("update") }
            do {
                return try await update(object, context)
            } catch let error as StatusError where error.code == 409 && isRepeatable && attempt < Self.attempts {
                continue
            }
        }
        throw context.conflict()
    }

    /// The change with the server's own fields put back, if it may be made.
    private func checked(_ sent: JSONValue, over present: JSONValue, _ context: VerbContext) throws -> JSONValue {
        let (asked, current) = (sent.resourceVersion, present.resourceVersion)
        guard asked.isEmpty || asked == "0" || current.isEmpty || asked == current else { throw context.conflict() }
        var object = sent
        object["metadata"] = ObjectMetaLifecycle.preparedForUpdate(sent.metadata, old: present.metadata)
        try ObjectValidation(request: request, metadataRules: .unversioned).check(object, old: present)
        return object
    }
}
