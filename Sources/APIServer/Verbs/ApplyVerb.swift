internal import APIMachinery
internal import JSON
internal import Storage
internal import Telemetry
internal import Transport
internal import YAML

/// `PATCH` with a configuration: server-side apply.
///
/// Makes the object if there is none; a subresource alone cannot be made.
struct ApplyVerb: Verb {
    static let contentType = "application/apply-patch+yaml"

    func respond(to request: ResourceRequest) async throws -> HTTPResponse {
        let representation = try request.representation()
        let options = try WriteOptions(request.query, .apply)
        let document = try Self.configuration(request)
        let answer = ObjectResponse(request: request, representation: representation)
        if try await request.store.current(request.key) != nil {
            var replacement = Replacement(request: request, options: options)
            replacement.recordsOwnership = false
            let written = try await replacement.replace { present in
                try Self.applied(document, to: present, request, options)
            }
            return try answer.response(written, status: 200)
        }
        guard request.info.subresource.isEmpty else { throw request.notFound }
        return try answer.response(try await create(document, request, options), status: 201)
    }

    private func create(
        _ document: JSONDocument,
        _ request: ResourceRequest,
        _ options: WriteOptions
    ) async throws -> AnsweredObject {
        let kind = document.value["kind"]?.string ?? ""
        guard kind == request.kind.kind else {
            throw ApplyError.wrongType(apiVersion: document.value["apiVersion"]?.string ?? "", kind: kind).status
        }
        let uid = document.value.uid
        guard uid.isEmpty else {
            throw StatusError.conflict(
                resource: request.kind.groupResource,
                name: request.name,
                cause: "uid mismatch: the provided object specified uid \(uid), and no existing object was found"
            )
        }
        var object = try Self.applied(document, to: nil, request, options)
        // Who may patch may not create by that alone. Source: apiserver `withAuthorization`.
        try await request.checkMay("create")
        object.setMetadata("resourceVersion", nil)
        var creation = Creation(request: request, options: options)
        creation.recordsOwnership = false
        return try await creation.create(object)
    }

    /// The configuration on top of what there is, with the fields given to who applies.
    static func applied(
        _ document: JSONDocument,
        to present: JSONValue?,
        _ request: ResourceRequest,
        _ options: WriteOptions
    ) throws -> JSONValue {
        let result: JSONValue
        do {
            result = try FieldOwnership(request: request, options: options).apply(document.value, to: present)
        } catch {
            throw error.status
        }
        try report(document.duplicateFields, request, options)
        var object = try request.kind.canonical(result, in: request.version)
        try RequestIdentity.checkName(of: object, request)
        try RequestIdentity.checkNamespace(of: &object, request)
        return object
    }

    /// The configuration of a body, JSON or YAML.
    static func configuration(_ request: ResourceRequest) throws(StatusError) -> JSONDocument {
        let sent = request.context.request
        guard !sent.isBodyTooLarge else {
            throw .requestEntityTooLarge("limit is \(RequestBody.limitBytes)")
        }
        var document: JSONDocument
        do {
            document = try YAMLReader.parseReportingDuplicates(sent.body)
        } catch {
            throw .badRequest("error decoding YAML: \(error)")
        }
        if document.value.isNull { document.value = .emptyObject }
        guard document.value.object != nil else {
            throw .badRequest("error decoding YAML: expected an object, found \(document.value.typeName)")
        }
        return document
    }

    /// Tells of fields that were given twice, once the configuration has turned out to fit.
    private static func report(
        _ duplicateFields: [String],
        _ request: ResourceRequest,
        _ options: WriteOptions
    ) throws(StatusError) {
        let duplicates = duplicateFields.map { "duplicate field \"\($0)\"" }
        guard !duplicates.isEmpty else { return }
        switch options.fieldValidation {
        case .ignore: break
        case .warn: duplicates.forEach(request.context.warn)
        case .strict: throw .badRequest("strict decoding error: " + duplicates.joined(separator: ", "))
        }
    }
}
