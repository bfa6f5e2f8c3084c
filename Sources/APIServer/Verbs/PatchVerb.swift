internal import APIMachinery
internal import JSON
internal import Transport

/// `PATCH` on an object, or on its status.
struct PatchVerb: Verb {
    func respond(to request: ResourceRequest) async throws -> HTTPResponse {
        if Self.isApply(request) { return try await ApplyVerb().respond(to: request) }
        let format = try Self.format(of: request)
        let representation = try request.representation()
        let options = try WriteOptions(request.query, .patch)
        let patch = try await Self.patch(format, request, schema: request.served.schema)
        let decoder = ObjectDecoder(request: request, validation: options.fieldValidation)
        let written = try await Replacement(request: request, options: options).replace { present in
            let patched = try patch.apply(to: present)
            return try Self.checked(patched, request, decoder)
        }
        return try ObjectResponse(request: request, representation: representation).response(written, status: 200)
    }

    /// Whether it is server-side apply.
    static func isApply(_ request: ResourceRequest) -> Bool { contentType(of: request) == ApplyVerb.contentType }

    /// Which patch it is; throws 415 for what is none.
    static func format(of request: ResourceRequest) throws(StatusError) -> Format {
        guard let format = Format(contentType: contentType(of: request)) else {
            throw .routeUnsupportedMediaType
        }
        if format == .strategicMerge, request.served.isCustom {
            throw .unsupportedMediaType(accepted: [
                "application/json-patch+json", "application/merge-patch+json", ApplyVerb.contentType,
            ])
        }
        return format
    }

    /// Reads the patch of a request for something of that shape.
    static func patch(_ format: Format, _ request: ResourceRequest, schema: Schema) async throws -> Patch {
        try checkSize(of: request.context.request)
        // A missing object is told before a faulty patch, as upstream does.
        guard try await request.store.current(request.key) != nil else { throw request.notFound }
        return try Patch(format, of: request.context.request, schema: schema)
    }

    /// - Throws: 413 for a body that was not read.
    static func checkSize(of request: HTTPRequest) throws(StatusError) {
        guard !request.isBodyTooLarge else {
            throw .requestEntityTooLarge("limit is \(RequestBody.limitBytes)")
        }
    }

    private static func contentType(of request: ResourceRequest) -> String? {
        request.context.request.headers["content-type"].flatMap { MediaType(Substring($0))?.type }
    }

    /// What came out must still be an object of this kind with this name.
    static func checked(
        _ patched: JSONValue,
        _ request: ResourceRequest,
        _ decoder: ObjectDecoder
    ) throws -> JSONValue {
        guard patched["kind"]?.string ?? "" == request.kind.kind || patched["kind"] == nil else {
            let found = patched["kind"]?.string ?? ""
            throw invalid(patched, "no kind \"\(found)\" is served as \(request.kind.plural).\(request.kind.group)")
        }
        var object = try decoder.canonical(patched) { error in invalid(patched, "\(error)") }
        try RequestIdentity.checkName(of: object, request)
        try RequestIdentity.checkNamespace(of: &object, request)
        return object
    }

    private static func invalid(_ patched: JSONValue, _ cause: String) -> StatusError {
        let text = String(decoding: JSONWriter.bytes(patched), as: UTF8.self)
        return .invalid(kind: "", group: "", name: "", errors: [.invalid("patch", .string(text), cause)])
    }

    /// Which patch it is, by content type.
    enum Format: Sendable {
        case json
        case merge
        case strategicMerge

        init?(contentType: String?) {
            switch contentType {
            case "application/json-patch+json": self = .json
            case "application/merge-patch+json": self = .merge
            case "application/strategic-merge-patch+json": self = .strategicMerge
            default: return nil
            }
        }
    }
}

/// One patch, read and ready to be applied any number of times.
struct Patch {
    private enum Content {
        case json(JSONPatch)
        case merge(MergePatch)
        case strategicMerge(StrategicMergePatch)
    }

    private let content: Content
    private let schema: Schema

    /// - Throws: 400 for a body that is no such patch, 413 for one that is too large or has too many operations.
    init(_ format: PatchVerb.Format, of request: HTTPRequest, schema: Schema) throws(StatusError) {
        try PatchVerb.checkSize(of: request)
        self.schema = schema
        let tree: JSONValue
        do {
            tree = try JSONReader.parse(request.body)
        } catch {
            throw .badRequest("error decoding patch: \(error)")
        }
        do {
            content =
                switch format {
                case .json: .json(try JSONPatch(tree))
                case .merge: .merge(try MergePatch(tree))
                case .strategicMerge: .strategicMerge(try StrategicMergePatch(tree))
                }
        } catch {
            throw error.status
        }
    }

    /// The object after the patch.
    func apply(to present: JSONValue) throws(StatusError) -> JSONValue {
        do {
            return switch content {
            case .json(let patch): try patch.apply(to: present)
            case .merge(let patch): patch.apply(to: present)
            case .strategicMerge(let patch): try patch.apply(to: present, schema: schema)
            }
        } catch {
            throw error.status
        }
    }
}
