internal import Telemetry
internal import Transport

/// Answers requests for OpenAPI documents, with entity tags and hashes so that clients fetch each document once.
///
/// Source: kube-openapi `handler`, `handler3`.
struct OpenAPIEndpoint {
    let context: RequestContext

    private static let yearSeconds = 365 * 86_400

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
        guard let form = OpenAPIForm(accept: context.accept, dialect: .v2) else { return HTTPResponse(status: 406) }
        guard !form.isProtobuf else { return encoded(protobuf(), contentType: form.contentType) }
        var response = encoded(json(), contentType: form.contentType)
        if !response.headers.all("vary").contains("Accept-Encoding") {
            response.headers.add("vary", "Accept-Encoding")
        }
        return response
    }

    /// The document of a group version, as JSON or gnostic's protobuf.
    func v3(_ documents: OpenAPIDocuments, path: String) -> HTTPResponse {
        guard let form = OpenAPIForm(accept: context.accept, dialect: .v3) else {
            return HTTPResponse(status: 406, headers: HTTPHeaders([("vary", "Accept")]))
        }
        switch documents.v3Answer(path: path, hash: context.query["hash"], isProtobuf: form.isProtobuf) {
        case .document(let document, let isImmutable):
            var response = encoded(document, contentType: form.contentType)
            if isImmutable {
                response.headers.set("cache-control", "public, immutable")
                let expires = HTTPDate.format(Int(WallTime.now.seconds) + Self.yearSeconds)
                response.headers.set("expires", String(decoding: expires, as: UTF8.self))
            }
            return response
        case .moved(let address):
            return HTTPResponse(status: 301, headers: HTTPHeaders([("location", address), ("vary", "Accept")]))
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
