internal import APIMachinery
internal import JSON
internal import Storage
internal import Transport

/// `GET` of the scale of an object.
struct ScaleGetVerb: Verb {
    func respond(to request: ResourceRequest) async throws -> HTTPResponse {
        let answer = ScaleResponse(request: request, representation: try request.representation())
        return try answer.response(.served(try await GetVerb().object(request)))
    }
}

/// `PUT` of the scale of an object.
struct ScaleUpdateVerb: Verb {
    func respond(to request: ResourceRequest) async throws -> HTTPResponse {
        let answer = ScaleResponse(request: request, representation: try request.representation())
        let options = try WriteOptions(request.query, .update)
        let scale = try ScaleDecoder(request: request, validation: options.fieldValidation).scale()
        let view = try ScaleObject(request)
        return try answer.response(
            try await Replacement(request: request, options: options).replace { present in
                try view.asking(scale, of: present, request)
            }
        )
    }
}

/// `PATCH` of the scale of an object.
struct ScalePatchVerb: Verb {
    func respond(to request: ResourceRequest) async throws -> HTTPResponse {
        if PatchVerb.isApply(request) { return try await apply(request) }
        let format = try PatchVerb.format(of: request)
        let answer = ScaleResponse(request: request, representation: try request.representation())
        let options = try WriteOptions(request.query, .patch)
        let patch = try await PatchVerb.patch(format, request, schema: MetaSchemas.scale)
        let decoder = ScaleDecoder(request: request, validation: options.fieldValidation)
        let view = try ScaleObject(request)
        return try answer.response(
            try await Replacement(request: request, options: options).replace { present in
                let scale = try decoder.canonical(try patch.apply(to: view.scale(of: present)))
                guard scale.at("spec", "replicas") != nil || view.replicas(of: present) != nil else {
                    throw StatusError.badRequest(
                        "the spec replicas field \"\(view.paths.specReplicasPath)\" cannot be empty"
                    )
                }
                return try view.asking(scale, of: present, request)
            }
        )
    }

    /// Server-side apply of a scale: of the object, as far as the scale shows it.
    private func apply(_ request: ResourceRequest) async throws -> HTTPResponse {
        let answer = ScaleResponse(request: request, representation: try request.representation())
        let options = try WriteOptions(request.query, .apply)
        let document = try ApplyVerb.configuration(request)
        try check(document.value, request)
        guard try await request.store.current(request.key) != nil else { throw request.notFound }
        let config = try ScaleObject(request).configuration(document.value, request)
        var replacement = Replacement(request: request, options: options)
        replacement.recordsOwnership = false
        return try answer.response(
            try await replacement.replace { present in
                try ApplyVerb.applied(
                    JSONDocument(value: config, duplicateFields: document.duplicateFields),
                    to: present,
                    request,
                    options
                )
            }
        )
    }

    /// Applies to nothing, which fails if the configuration is none of a scale.
    private func check(_ config: JSONValue, _ request: ResourceRequest) throws {
        let manager = FieldManager(schema: MetaSchemas.scale, apiVersion: ScaleObject.apiVersion)
        do {
            _ = try manager.apply(
                live: nil,
                config: config,
                manager: "scale",
                isForced: true,
                now: request.environment.now
            )
        } catch {
            throw error.status
        }
        if config["kind"]?.string != ScaleObject.kind {
            throw ApplyError.wrongType(apiVersion: ScaleObject.apiVersion, kind: config["kind"]?.string ?? "").status
        }
    }
}

/// Writes answers that carry the scale of an object.
struct ScaleResponse {
    let request: ResourceRequest
    let representation: Representation

    /// - Throws: 500 if the object does not say how many replicas it asks for.
    func response(_ object: AnsweredObject) throws -> HTTPResponse {
        let view = try ScaleObject(request)
        let answer = ObjectResponse(request: request, representation: representation)
        let tree = try answer.tree(object)
        guard view.replicas(of: tree) != nil else {
            throw StatusError.internalError(
                "the spec replicas field \"\(view.paths.specReplicasPath)\" does not exist"
            )
        }
        return try answer.response(view.scale(of: tree), columns: ScaleObject.columns, status: 200)
    }
}
