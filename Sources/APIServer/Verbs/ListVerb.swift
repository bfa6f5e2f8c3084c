internal import APIMachinery
internal import JSON
internal import Transport

/// `GET` of a collection.
struct ListVerb: Verb {
    func respond(to request: ResourceRequest) async throws -> HTTPResponse {
        let representation = try request.representation()
        let options = try ListOptions(request.query, isWatch: false)
        let page = try await Listing(request, options).page()
        return try ListResponse(request: request, representation: representation).response(page)
    }
}

/// Writes answers that carry a list.
struct ListResponse {
    let request: ResourceRequest
    let representation: Representation

    /// Bodies above this are compressed for clients that can read it.
    static let gzipThresholdBytes = 128 * 1024

    func response(_ page: Listing.Page) throws -> HTTPResponse {
        switch representation.transform {
        case .none:
            let json = try encoded(page)
            request.context.audit?.note(response: json)
            return response(bytes: DocumentEncoder.transcode(json, representation.encoding))
        case .table(let version):
            let table = try Table(request: request, version: version)
            let rows = try page.objects.map { table.row(try $0.tree(in: request.version)) }
            return response(document: table.document(metadata: metadata(page), rows: rows))
        case .partialMetadata(let version, let isList):
            guard isList else { throw Self.objectIsList }
            let objects = try page.objects.map { try $0.tree(in: request.version) }
            return response(document: partial(objects, version, metadata: metadata(page)))
        }
    }

    /// A list of objects that nobody keeps.
    func response(_ list: ObjectList<JSONValue>) throws -> HTTPResponse {
        let served = request.served
        var metadata: JSONObject = ["resourceVersion": .string(list.resourceVersion)]
        if !list.continueToken.isEmpty { metadata["continue"] = .string(list.continueToken) }
        if let remaining = list.remainingItemCount { metadata["remainingItemCount"] = .integer(Int64(remaining)) }
        switch representation.transform {
        case .none:
            let items = list.items.map { item in
                var item = item.ordered(kind: "", apiVersion: "")
                item["kind"] = nil
                item["apiVersion"] = nil
                return item
            }
            return response(document: [
                "kind": .string(served.definition.listKind), "apiVersion": .string(served.apiVersion),
                "metadata": .object(metadata), "items": .array(items),
            ])
        case .table(let version):
            let table = try Table(request: request, version: version)
            return response(document: table.document(metadata: .object(metadata), rows: list.items.map(table.row)))
        case .partialMetadata(let version, let isList):
            guard isList else { throw Self.objectIsList }
            return response(document: partial(list.items, version, metadata: .object(metadata)))
        }
    }

    private func partial(_ objects: [JSONValue], _ version: String, metadata: JSONValue) -> JSONValue {
        [
            "kind": "PartialObjectMetadataList",
            "apiVersion": .string("meta.k8s.io/" + version),
            "metadata": metadata,
            "items": .array(objects.map { PartialMetadata.document(of: $0, version: version) }),
        ]
    }

    private static let objectIsList = StatusError.notAcceptable(
        message: "you requested PartialObjectMetadata, but the requested object is a list"
    )

    /// The list as JSON: the encoded objects one after the other, nothing is parsed.
    private func encoded(_ page: Listing.Page) throws -> [UInt8] {
        let served = request.served
        var out: [UInt8] = []
        out.reserveCapacity(page.objects.reduce(512) { $0 + $1.bytes.count + 1 })
        out += Array("{\"kind\":".utf8)
        JSONWriter.appendString(served.definition.listKind, to: &out)
        out += Array(",\"apiVersion\":".utf8)
        JSONWriter.appendString(served.apiVersion, to: &out)
        out += Array(",\"metadata\":".utf8)
        JSONWriter.append(metadata(page), to: &out)
        out += Array(",\"items\":[".utf8)
        for (index, object) in page.objects.enumerated() {
            if index > 0 { out.append(UInt8(ascii: ",")) }
            served.layout.appendItem(try object.bytes(in: request.version), to: &out)
        }
        out += Array("]}".utf8)
        return out
    }

    private func metadata(_ page: Listing.Page) -> JSONValue {
        var metadata = JSONObject()
        metadata["resourceVersion"] = .string(String(page.revision))
        if let token = page.continueToken { metadata["continue"] = .string(token) }
        if let remaining = page.remaining { metadata["remainingItemCount"] = .integer(Int64(remaining)) }
        return .object(metadata)
    }

    private func response(document: JSONValue) -> HTTPResponse {
        request.context.audit?.note(response: document)
        return response(bytes: DocumentEncoder.bytes(document, representation.encoding))
    }

    private func response(bytes: [UInt8]) -> HTTPResponse {
        let headers = HTTPHeaders([("content-type", representation.encoding.contentType)])
        return ContentCoding.response(status: 200, headers: headers, bytes: bytes, for: request.context)
    }
}

/// Compresses large answers for clients that accept it.
enum ContentCoding {
    static func response(
        status: Int,
        headers: HTTPHeaders,
        bytes: [UInt8],
        for context: RequestContext
    ) -> HTTPResponse {
        guard bytes.count > ListResponse.gzipThresholdBytes, acceptsGzip(context) else {
            return HTTPResponse(status: status, headers: headers, body: .bytes(bytes))
        }
        var headers = headers
        headers.add("content-encoding", "gzip")
        headers.add("vary", "Accept-Encoding")
        return HTTPResponse(status: status, headers: headers, body: .bytes(Gzip.compress(bytes, level: 1)))
    }

    private static func acceptsGzip(_ context: RequestContext) -> Bool {
        guard let header = context.request.headers["accept-encoding"] else { return false }
        return header.split(separator: ",").contains { clause in
            clause.split(separator: ";").first?.filter { $0 != " " } == "gzip"
        }
    }
}
