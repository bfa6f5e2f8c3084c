internal import APIMachinery
internal import JSON
internal import Transport

/// An object on its way to the client.
enum AnsweredObject {
    /// As it is stored.
    case served(ServedObject)
    /// As it would be: of a dry run, or the last state of what is gone. In the requested version.
    case tree(JSONValue)
}

/// Writes answers that carry one object.
struct ObjectResponse {
    let request: ResourceRequest
    let representation: Representation

    func response(_ object: AnsweredObject, status: Int) throws -> HTTPResponse {
        if representation.transform == .none { return document(try encoded(object), status: status) }
        return try response(try tree(object), columns: nil, status: status)
    }

    /// An answer with any document; a table has those columns, or those of the kind.
    func response(
        _ tree: JSONValue,
        columns: [ResourceDefinition.Column]?,
        status: Int
    ) throws -> HTTPResponse {
        switch representation.transform {
        case .none:
            return document(tree, status: status)
        case .table(let version):
            let table = try Table(request: request, version: version, columns: columns)
            return document(table.document(of: tree), status: status)
        case .partialMetadata(let version, let isList):
            guard !isList else {
                throw StatusError.notAcceptable(
                    message: "you requested PartialObjectMetadataList, but the requested object is not a list"
                )
            }
            return document(PartialMetadata.document(of: tree, version: version), status: status)
        }
    }

    /// A Status that is no error; never transformed.
    func status(_ status: JSONValue) -> HTTPResponse {
        request.context.audit?.note(status: status)
        return encoded(status, status: 200)
    }

    private func encoded(_ object: AnsweredObject) throws -> [UInt8] {
        switch object {
        case .served(let object):
            return try object.bytes(in: request.version)
        case .tree(let tree):
            return JSONWriter.bytes(tree.ordered(kind: request.kind.kind, apiVersion: request.served.apiVersion))
        }
    }

    /// The object in the requested version.
    func tree(_ object: AnsweredObject) throws -> JSONValue {
        switch object {
        case .served(let object): try object.tree(in: request.version)
        case .tree(let tree): tree
        }
    }

    private func document(_ json: [UInt8], status: Int) -> HTTPResponse {
        request.context.audit?.note(response: json)
        let bytes = DocumentEncoder.transcode(json, representation.encoding)
        return HTTPResponse(status: status, headers: headers, body: .bytes(bytes))
    }

    private func document(_ json: JSONValue, status: Int) -> HTTPResponse {
        request.context.audit?.note(response: json)
        return encoded(json, status: status)
    }

    private func encoded(_ json: JSONValue, status: Int) -> HTTPResponse {
        let bytes = DocumentEncoder.bytes(json, representation.encoding)
        return HTTPResponse(status: status, headers: headers, body: .bytes(bytes))
    }

    private var headers: HTTPHeaders { HTTPHeaders([("content-type", representation.encoding.contentType)]) }
}
