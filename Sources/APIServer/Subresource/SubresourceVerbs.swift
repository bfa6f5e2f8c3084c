internal import APIMachinery
internal import JSON
internal import Transport

/// `GET` below an object, answered by the kind's own code.
struct SubresourceGetVerb: Verb {
    let subresource: ServedSubresource

    func respond(to request: ResourceRequest) async throws -> HTTPResponse {
        guard let get = subresource.handlers.get else { throw request.notSupported("get") }
        let representation = try request.representation()
        let context = request.verbContext()
        let object = try await get(try await request.parent(WriteOptions()), context)
        context.warnings.show(request.context)
        return try request.answer(object, as: subresource.object, representation, status: 200)
    }
}

/// `POST` below an object.
struct SubresourceCreateVerb: Verb {
    let subresource: ServedSubresource

    func respond(to request: ResourceRequest) async throws -> HTTPResponse {
        guard let create = subresource.handlers.create, let kind = subresource.body else {
            throw request.notSupported("create")
        }
        let representation = try request.representation()
        let options = try WriteOptions(request.query, .create)
        let told = request.about(kind)
        let decoder = ObjectDecoder(request: told, validation: options.fieldValidation)
        var body = try SubresourceBody.identified(try decoder.object(), told)
        let parent = try await request.parent(options)
        body = try await told.mutated(
            .create,
            name: request.name,
            object: body,
            oldObject: nil,
            isDryRun: options.isDryRun
        )
        try ObjectValidation(request: told, metadataRules: .none).check(body, old: nil)
        try await told.admit(
            .create,
            name: request.name,
            object: body,
            oldObject: nil,
            isDryRun: options.isDryRun
        )
        let context = request.verbContext(options)
        let answer = try await create(body, parent, context)
        context.warnings.show(request.context)
        return try request.answer(answer, as: subresource.answer, representation, status: 201)
    }
}

/// `PUT` below an object.
struct SubresourceUpdateVerb: Verb {
    let subresource: ServedSubresource

    func respond(to request: ResourceRequest) async throws -> HTTPResponse {
        guard let kind = subresource.object else { throw request.notSupported("update") }
        let representation = try request.representation()
        let options = try WriteOptions(request.query, .update)
        let told = request.about(kind)
        let decoder = ObjectDecoder(request: told, validation: options.fieldValidation)
        let sent = try SubresourceBody.identified(try decoder.object(), told)
        let replacement = SubresourceReplacement(subresource: subresource, request: request, options: options)
        let object = try await replacement.replace(isRepeatable: false) { _ in sent }
        return try request.answer(object, as: kind, representation, status: 200)
    }
}

/// `PATCH` below an object: read, change, update.
struct SubresourcePatchVerb: Verb {
    let subresource: ServedSubresource

    func respond(to request: ResourceRequest) async throws -> HTTPResponse {
        guard let kind = subresource.object else { throw request.notSupported("patch") }
        let format = try PatchVerb.format(of: request)
        let representation = try request.representation()
        let options = try WriteOptions(request.query, .patch)
        let patch = try Patch(format, of: request.context.request, schema: kind.schema)
        let told = request.about(kind)
        let decoder = ObjectDecoder(request: told, validation: options.fieldValidation)
        let replacement = SubresourceReplacement(subresource: subresource, request: request, options: options)
        let object = try await replacement.replace(isRepeatable: true) { present in
            try SubresourceBody.identified(try decoder.canonical(patch.apply(to: present)), told)
        }
        return try request.answer(object, as: kind, representation, status: 200)
    }
}

/// Replaces what is below an object: the heart of update and patch.
private struct SubresourceReplacement {
    let subresource: ServedSubresource
    let request: ResourceRequest
    let options: WriteOptions

    /// How often a patch is tried anew when somebody else was faster.
    private static let attempts = 5

    func replace(isRepeatable: Bool, _ change: (JSONValue) throws -> JSONValue) async throws -> JSONValue {
        guard let get = subresource.handlers.get, let update = subresource.handlers.update,
            let kind = subresource.object
        else { throw request.notSupported("update") }
        let told = request.about(kind)
        let context = request.verbContext(options)
        defer { context.warnings.show(request.context) }
        for attempt in 1...Self.attempts {
            let parent = try await request.parent(options)
            let present = try await get(parent, context)
            let object = try await told.mutated(
                .update,
                name: request.name,
                object: try change(present),
                oldObject: present,
                isDryRun: options.isDryRun
            )
            let (asked, current) = (object.resourceVersion, present.resourceVersion)
            guard asked.isEmpty || asked == "0" || current.isEmpty || asked == current else {
                throw context.conflict()
            }
            try ObjectValidation(request: told, metadataRules: .none).check(object, old: present)
            try await told.admit(
                .update,
                name: request.name,
                object: object,
                oldObject: present,
                isDryRun: options.isDryRun
            )
            do {
                return try await update(object, parent, context)
            } catch let error as StatusError where error.code == 409 && isRepeatable && attempt < Self.attempts {
                continue
            }
        }
        throw context.conflict()
    }
}

/// Name and namespace of what a subresource is told: those of the path, or none.
private enum SubresourceBody {
    static func identified(_ sent: JSONValue, _ request: ResourceRequest) throws(StatusError) -> JSONValue {
        var object = sent
        try RequestIdentity.checkNamespace(of: &object, request)
        if object.objectName.isEmpty {
            object.setMetadata("name", .string(request.name))
        } else {
            try RequestIdentity.checkName(of: object, request)
        }
        return object
    }
}

extension ResourceRequest {
    /// The same request, about an object of a subresource's kind.
    func about(_ version: ServedVersion) -> ResourceRequest {
        ResourceRequest(
            context: context,
            kind: ServedKind(version, below: kind),
            version: 0,
            objects: nil,
            environment: environment
        )
    }

    /// An answer with an object of a subresource's kind.
    func answer(
        _ object: JSONValue,
        as version: ServedVersion?,
        _ representation: Representation,
        status: Int
    ) throws -> HTTPResponse {
        let request = version.map { about($0) } ?? self
        return try ObjectResponse(request: request, representation: representation).response(
            .tree(object),
            status: status
        )
    }
}
