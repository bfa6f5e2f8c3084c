internal import APIMachinery
internal import JSON
internal import Storage
internal import Transport
internal import YAML

/// `PATCH` with a configuration: server-side apply.
///
/// Makes the object if there is none.
struct ApplyVerb: Verb {
    static let contentType = "application/apply-patch+yaml"

    func respond(to request: ResourceRequest) async throws -> HTTPResponse {
        let representation = try request.representation()
        let options = try WriteOptions(request.query, .apply)
        let config = try configuration(request, options)
        let answer = ObjectResponse(request: request, representation: representation)
        if try await request.store.current(request.key) != nil {
            var replacement = Replacement(request: request, options: options)
            replacement.recordsOwnership = false
            let written = try await replacement.replace { present in
                try applied(config, to: present, request, options)
            }
            return try answer.response(written, status: 200)
        }
        return try answer.response(try await create(config, request, options), status: 201)
    }

    private func create(
        _ config: JSONValue,
        _ request: ResourceRequest,
        _ options: WriteOptions
    ) async throws -> AnsweredObject {
        guard config.uid.isEmpty else {
            throw StatusError.conflict(
                resource: request.kind.groupResource,
                name: request.name,
                cause: "uid mismatch: the provided object specified uid \(config.uid), and no existing object was found"
            )
        }
        var object = try applied(config, to: nil, request, options)
        object.setMetadata("resourceVersion", nil)
        var creation = Creation(request: request, options: options)
        creation.recordsOwnership = false
        return try await creation.create(object)
    }

    /// The configuration on top of what there is, with the fields given to who applies.
    private func applied(
        _ config: JSONValue,
        to present: JSONValue?,
        _ request: ResourceRequest,
        _ options: WriteOptions
    ) throws -> JSONValue {
        let result: JSONValue
        do {
            result = try FieldOwnership(request: request, options: options).apply(config, to: present)
        } catch {
            throw error.status
        }
        var object = try request.kind.canonical(result, in: request.version)
        try RequestIdentity.checkName(of: object, request)
        try RequestIdentity.checkNamespace(of: &object, request)
        return object
    }

    private func configuration(_ request: ResourceRequest, _ options: WriteOptions) throws(StatusError) -> JSONValue {
        let sent = request.context.request
        guard !sent.isBodyTooLarge else {
            throw .requestEntityTooLarge("limit is \(RequestBody.limitBytes)")
        }
        let document: JSONDocument
        do {
            document = try YAMLReader.parseReportingDuplicates(sent.body)
        } catch {
            throw .badRequest("error decoding YAML: \(error)")
        }
        let config = document.value.isNull ? .emptyObject : document.value
        guard config.object != nil else {
            throw .badRequest("error decoding YAML: expected an object, found \(config.typeName)")
        }
        let duplicates = document.duplicateFields.map { "duplicate field \"\($0)\"" }
        switch options.fieldValidation {
        case .ignore: break
        case .warn: duplicates.forEach(request.context.warn)
        case .strict where duplicates.isEmpty: break
        case .strict: throw .badRequest("strict decoding error: " + duplicates.joined(separator: ", "))
        }
        return config
    }
}
