internal import APIMachinery
internal import JSON
internal import Transport
internal import YAML

/// Reads bodies.
enum RequestBody {
    /// Longest body that is read, in bytes.
    static let limitBytes = 3_145_728

    /// The tree of a JSON or YAML body with the fields that were given twice.
    ///
    /// No content type means JSON.
    ///
    /// - Throws: 413, 415, and 400 for what cannot be read; the text says where.
    static func document(of request: HTTPRequest, expecting kind: String) throws(StatusError) -> JSONDocument {
        guard !request.isBodyTooLarge else { throw .requestEntityTooLarge("limit is \(limitBytes)") }
        let format = try format(of: request)
        do {
            return switch format {
            case .json: try JSONReader.parseReportingDuplicates(request.body)
            case .yaml: try YAMLReader.parseReportingDuplicates(request.body)
            case .protobuf: throw Unreadable()
            }
        } catch let error as Unreadable {
            _ = error
            throw .badRequest(unrecognized(kind, "protobuf is not read by this server, send JSON or YAML"))
        } catch {
            throw .badRequest(unrecognized(kind, "\(error)"))
        }
    }

    /// The tree of a body where fields given twice do not matter.
    static func tree(of request: HTTPRequest) throws(StatusError) -> JSONValue {
        try document(of: request, expecting: "DeleteOptions").value
    }

    private struct Unreadable: Error {}

    private enum Format { case json, yaml, protobuf }

    private static func format(of request: HTTPRequest) throws(StatusError) -> Format {
        guard let header = request.headers["content-type"], !header.isEmpty else { return .json }
        switch MediaType(Substring(header))?.type {
        case "application/json": return .json
        case "application/yaml": return .yaml
        case "application/vnd.kubernetes.protobuf": return .protobuf
        default: throw .unsupportedMediaType(accepted: Negotiation.mediaTypeList)
        }
    }

    private static func unrecognized(_ kind: String, _ cause: String) -> String {
        "the object provided is unrecognized (must be of type \(kind)): \(cause)"
    }
}
