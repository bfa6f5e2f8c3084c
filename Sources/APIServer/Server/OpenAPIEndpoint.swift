internal import APIMachinery
internal import Transport

/// Answers requests for OpenAPI documents, with entity tags and hashes so that clients fetch each document once.
struct OpenAPIEndpoint {
    let context: RequestContext

    private static let protobufTypes = [
        "application/com.github.proto-openapi.spec.v2@v1.0+protobuf",
        "application/com.github.proto-openapi.spec.v2.v1.0+protobuf",
    ]

    init(_ context: RequestContext) { self.context = context }

    /// JSON or gnostic's protobuf, as the client likes it.
    func v2(_ documents: OpenAPIDocuments) -> HTTPResponse {
        v2(json: documents.v2JSON, protobuf: documents.v2Protobuf)
    }

    /// JSON or gnostic's protobuf, as the client likes it.
    func v2(_ document: EncodedOpenAPI) -> HTTPResponse { v2(json: { document.json }, protobuf: document.protobuf) }

    private func v2(
        json: () -> OpenAPIDocuments.Encoded,
        protobuf: () -> OpenAPIDocuments.Encoded
    ) -> HTTPResponse {
        let clauses = MediaType.clauses(context.accept ?? "").map(\.type)
        for type in clauses.isEmpty ? ["*/*"] : clauses {
            if Self.protobufTypes.contains(type) {
                return encoded(protobuf(), contentType: Self.protobufTypes[1])
            }
            if type == "application/json" || type == "*/*" || type == "application/*" {
                var response = encoded(json(), contentType: "application/json")
                if !response.headers.all("vary").contains("Accept-Encoding") {
                    response.headers.add("vary", "Accept-Encoding")
                }
                return response
            }
        }
        return HTTPResponse(status: 406)
    }

    /// The document of a group version.
    func v3(_ documents: OpenAPIDocuments, path: String) -> HTTPResponse {
        switch documents.v3Answer(path: path, hash: context.query["hash"]) {
        case .document(let document, let isImmutable):
            var response = encoded(document, contentType: "application/json")
            if isImmutable { response.headers.set("cache-control", "public, immutable") }
            return response
        case .moved(let address):
            return HTTPResponse(status: 301, headers: HTTPHeaders([("location", address)]))
        case .notFound:
            return HTTPResponse(status: 404)
        }
    }

    /// A document with its entity tag; 304 if the client has it.
    func encoded(_ document: OpenAPIDocuments.Encoded, contentType: String) -> HTTPResponse {
        var headers = HTTPHeaders([("etag", document.etag), ("vary", "Accept")])
        let known = context.request.headers.all("if-none-match").flatMap { $0.split(separator: ",") }
        if known.contains(where: { $0.filter { $0 != " " } == document.etag }) {
            return HTTPResponse(status: 304, headers: headers)
        }
        headers.add("content-type", contentType)
        return ContentCoding.response(status: 200, headers: headers, bytes: document.bytes, for: context)
    }
}
