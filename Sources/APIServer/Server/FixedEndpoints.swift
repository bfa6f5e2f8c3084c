internal import APIMachinery
internal import JSON
internal import Transport

/// Everything that is no resource: index, discovery, version, health, metrics, OpenAPI.
struct FixedEndpoints: Sendable {
    /// What is served at present.
    let documents: @Sendable () -> ServedDocuments
    let health: HealthChecks
    let metrics: ServerMetrics
    let version: VersionInfo
    let advertisedAddress: String

    init(
        configuration: APIServer.Configuration,
        documents: @escaping @Sendable () -> ServedDocuments,
        health: HealthChecks,
        metrics: ServerMetrics
    ) {
        self.documents = documents
        self.health = health
        self.metrics = metrics
        version = configuration.version
        advertisedAddress = configuration.advertisedAddress
    }

    private var discovery: DiscoveryDocuments { documents().discovery }
    private var openAPI: OpenAPIDocuments { documents().openAPI }

    func respond(to context: RequestContext) async -> HTTPResponse {
        if let response = await health.respond(to: context) { return response }
        let path = Self.trimmed(context.info.path)
        if path == "/metrics" {
            let headers = HTTPHeaders([("content-type", ServerMetrics.contentType)])
            return HTTPResponse(status: 200, headers: headers, body: .bytes(metrics.exposition))
        }
        if let response = discoveryAnswer(path, context) { return response }
        if let response = openAPIAnswer(path, context) { return response }
        switch path {
        case "/version": return document(version.json, .prettyJSON, status: 200)
        case "", "/index.html": return document(index, .json, status: 200)
        default: return unknown(context)
        }
    }

    /// One trailing slash does not matter, more do.
    private static func trimmed(_ path: String) -> String {
        path.hasSuffix("/") && !path.hasSuffix("//") ? String(path.dropLast()) : path
    }

    private func unknown(_ context: RequestContext) -> HTTPResponse {
        let parts = context.info.path.split(separator: "/")
        let isCore = parts.count >= 2 && parts[0] == "api" && discovery.paths.contains("/api/\(parts[1])")
        if isCore || parts.count >= 3 && parts[0] == "apis" && discovery.group(String(parts[1])) != nil {
            return ErrorRendering.response(to: .generic(code: 404), for: context)
        }
        return document(index, .json, status: 404)
    }

    /// All paths that are served, sorted.
    private var index: JSONValue {
        let (discovery, openAPI) = (discovery, openAPI)
        let own = ["/metrics", "/openapi/v2", "/openapi/v3", "/version"] + openAPI.v3Paths.map { "/openapi/v3/" + $0 }
        let all = Set(discovery.paths + health.paths + own)
        return ["paths": .array(all.sorted().map { .string($0) })]
    }

    // MARK: Discovery

    private func discoveryAnswer(_ path: String, _ context: RequestContext) -> HTTPResponse? {
        let discovery = discovery
        guard discovery.paths.contains(path) else { return nil }
        guard context.request.method == "GET" else {
            return ErrorRendering.response(to: .generic(code: 405), for: context)
        }
        let versions = path == "/apis" || path == "/api" ? ["v2"] : []
        guard let form = DiscoveryRepresentation(accept: context.accept, aggregatedVersions: versions) else {
            let error = StatusError.routeNotAcceptable(mediaTypes: Negotiation.mediaTypes)
            return ErrorRendering.response(to: error, for: context)
        }
        if case .aggregated(_, let version) = form { return aggregated(form, path, version: version, context) }
        let parts = path.split(separator: "/").map(String.init)
        let tree: JSONValue? =
            switch (parts[0], parts.count) {
            case ("api", 1): discovery.coreVersions(serverAddress: advertisedAddress)
            case ("api", _): discovery.resourceList(group: "", version: parts[1])
            case (_, 1): discovery.groupList(serverAddress: advertisedAddress)
            case (_, 2): discovery.group(parts[1])
            default: discovery.resourceList(group: parts[1], version: parts[2])
            }
        guard let tree else { return nil }
        return discoveryDocument(tree, form, context)
    }

    private func aggregated(
        _ form: DiscoveryRepresentation,
        _ path: String,
        version: String,
        _ context: RequestContext
    ) -> HTTPResponse {
        let tree = discovery.aggregated(version: version, isCore: path == "/api")
        let etag = "\"" + ContentHash.hex(JSONWriter.bytes(tree)).uppercased() + "\""
        if context.request.headers["if-none-match"] == etag {
            return HTTPResponse(status: 304, headers: HTTPHeaders([("etag", etag)]))
        }
        var response = discoveryDocument(tree, form, context)
        response.headers.add("etag", etag)
        response.headers.add("vary", "Accept")
        response.headers.set("cache-control", "public")
        return response
    }

    private func discoveryDocument(
        _ tree: JSONValue,
        _ form: DiscoveryRepresentation,
        _ context: RequestContext
    ) -> HTTPResponse {
        let bytes: [UInt8] =
            switch form.format {
            case .json: DocumentEncoder.bytes(tree, isPretty(context) ? .prettyJSON : .json)
            case .yaml: DocumentEncoder.bytes(tree, .yaml)
            case .protobuf: ProtobufObject.encode(tree) ?? DocumentEncoder.bytes(tree, .json)
            }
        let headers = HTTPHeaders([("content-type", form.contentType)])
        return ContentCoding.response(status: 200, headers: headers, bytes: bytes, for: context)
    }

    private func isPretty(_ context: RequestContext) -> Bool {
        let encoding = try? Negotiation.encoding(
            accept: "application/json",
            query: context.query,
            userAgent: context.userAgent
        )
        return encoding == .prettyJSON
    }

    // MARK: OpenAPI

    private func openAPIAnswer(_ path: String, _ context: RequestContext) -> HTTPResponse? {
        switch path {
        case "/openapi/v2":
            return OpenAPIEndpoint(context).v2(openAPI)
        case "/openapi/v3":
            return OpenAPIEndpoint(context).encoded(openAPI.v3Root(), contentType: "application/json")
        default:
            guard path.hasPrefix("/openapi/v3/") else { return nil }
            return OpenAPIEndpoint(context).v3(openAPI, path: String(path.dropFirst("/openapi/v3/".count)))
        }
    }

    private func document(_ tree: JSONValue, _ encoding: Encoding, status: Int) -> HTTPResponse {
        let headers = HTTPHeaders([("content-type", encoding.contentType)])
        return HTTPResponse(status: status, headers: headers, body: .bytes(DocumentEncoder.bytes(tree, encoding)))
    }
}
