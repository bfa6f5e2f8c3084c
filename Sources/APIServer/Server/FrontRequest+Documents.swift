package import JSON
internal import Synchronization
package import Transport

/// Documents that are put together of what several servers say, answered as a server answers its own.
extension FrontRequest {
    /// In which form the client wants discovery; nil if in none that there is.
    package func discoveryForm(aggregatedVersions: [String]) -> DiscoveryRepresentation? {
        DiscoveryRepresentation(accept: context.accept, aggregatedVersions: aggregatedVersions)
    }

    /// A discovery document; with an entity tag it is answered with 304 to who has it already.
    package func discovery(_ tree: JSONValue, _ form: DiscoveryRepresentation, etag: String? = nil) -> HTTPResponse {
        var headers = HTTPHeaders([("content-type", form.contentType)])
        if let etag {
            headers.add("etag", etag)
            headers.add("vary", "Accept")
            headers.add("cache-control", "public")
            if context.request.headers["if-none-match"] == etag {
                headers.remove("content-type")
                return HTTPResponse(status: 304, headers: headers)
            }
        }
        let bytes: [UInt8] =
            switch form.format {
            case .json: DocumentEncoder.bytes(tree, .json)
            case .yaml: DocumentEncoder.bytes(tree, .yaml)
            case .protobuf: ProtobufObject.encode(tree) ?? DocumentEncoder.bytes(tree, .json)
            }
        return ContentCoding.response(status: 200, headers: headers, bytes: bytes, for: context)
    }

    /// The 406 of a document that is not there in the form that was asked for.
    package var notAcceptable: HTTPResponse {
        ErrorRendering.response(to: .routeNotAcceptable(mediaTypes: Negotiation.mediaTypes), for: context)
    }

    /// An OpenAPI v2 document, as JSON or as protobuf.
    package func openAPIv2(_ document: EncodedOpenAPI) -> HTTPResponse { OpenAPIEndpoint(context).v2(document) }

    /// The root of OpenAPI v3.
    package func openAPIv3Root(_ json: OpenAPIDocuments.Encoded) -> HTTPResponse {
        OpenAPIEndpoint(context).encoded(json, contentType: "application/json")
    }
}

/// An OpenAPI v2 document, encoded once; its protobuf form when somebody first wants it.
package final class EncodedOpenAPI: Sendable {
    /// The document as a tree.
    package let tree: JSONValue
    /// As JSON.
    package let json: OpenAPIDocuments.Encoded

    /// Encodes a document.
    package init(_ tree: JSONValue) {
        self.tree = tree
        json = OpenAPIDocuments.Encoded(JSONWriter.bytes(tree))
    }

    private let encodedProtobuf = Mutex<OpenAPIDocuments.Encoded?>(nil)

    /// As protobuf, with the entity tag of the JSON form.
    func protobuf() -> OpenAPIDocuments.Encoded {
        // Who comes second while it is made waits for it: that is shorter than to make it twice.
        encodedProtobuf.withLock { made in
            let document = made ?? OpenAPIDocuments.Encoded(bytes: GnosticV2.encode(tree), etag: json.etag)
            made = document
            return document
        }
    }
}
