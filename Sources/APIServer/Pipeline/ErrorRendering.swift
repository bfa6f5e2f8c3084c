internal import APIMachinery
internal import JSON
internal import Storage
internal import Telemetry
internal import Transport
internal import YAML

/// The one place where errors become answers.
enum ErrorRendering {
    /// A Status in the encoding that the client reads best.
    static func response(to error: StatusError, for context: RequestContext) -> HTTPResponse {
        context.answeredError = error
        let encoding = Negotiation.errorEncoding(
            accept: context.accept,
            query: context.query,
            userAgent: context.userAgent
        )
        var headers = HTTPHeaders([("content-type", encoding.contentType)])
        if let seconds = error.details?.retryAfterSeconds, seconds > 0 { headers.add("retry-after", String(seconds)) }
        let bytes = encoding == .protobuf ? ProtobufObject.encode(error.json) : nil
        return HTTPResponse(
            status: error.code,
            headers: headers,
            body: .bytes(bytes ?? DocumentEncoder.bytes(error.json, encoding))
        )
    }

    /// 500 as plain text, for steps before the resources.
    ///
    /// Source: apiserver `responsewriters.InternalError`.
    static func internalError(_ cause: String, for context: RequestContext) -> HTTPResponse {
        let text = "Internal Server Error: \(GoText.quoted(context.request.target)): \(cause)"
        return plainText(GoText.htmlEscaped(text), status: 500)
    }

    /// A line of plain text, as Go's `http.Error` answers.
    static func plainText(_ text: String, status: Int, headers: [(String, String)] = []) -> HTTPResponse {
        let own = [("content-type", "text/plain; charset=utf-8"), ("x-content-type-options", "nosniff")]
        return HTTPResponse(
            status: status,
            headers: HTTPHeaders(own + headers),
            body: .bytes(Array((text + "\n").utf8))
        )
    }

    /// Any error as a Status: what a store says, what user code throws.
    ///
    /// What nobody meant for clients goes to the log, and the client is told only that something went wrong.
    static func status(_ error: any Error, _ kind: ServedKind?, name: String, log: Logger) -> StatusError {
        switch error {
        case let error as StatusError:
            return error
        case let error as WebSocketRefusal:
            return StatusError(error)
        case let error as StorageError:
            if case .unavailable(let cause) = error { log.error("the store failed", [("cause", cause)]) }
            return status(error, kind, name: name)
        default:
            let resource = kind.map { "\($0.groupResource)" } ?? ""
            log.error("a request failed", [("resource", resource), ("name", name), ("error", "\(error)")])
            return .internalError("the request could not be completed, the log of the server says why")
        }
    }

    /// What a store says, as upstream says it.
    static func status(_ error: StorageError, _ kind: ServedKind?, name: String) -> StatusError {
        let resource = kind?.groupResource ?? GroupResource(group: "", resource: "")
        return switch error {
        case .exists: .alreadyExists(resource: resource, name: name)
        case .notFound: .notFound(resource: resource, name: name)
        case .conflict: .conflict(resource: resource, name: name)
        case .compacted: .expired("The resourceVersion for the provided list is too old.")
        case .future(let current): .tooLargeResourceVersion(current, current: current)
        case .tooLarge(let text): .unknown(text)
        case .unavailable: .serviceUnavailable("the storage is not available at the moment")
        }
    }
}

/// Writes documents in the encodings that answers have.
enum DocumentEncoder {
    static func bytes(_ value: JSONValue, _ encoding: Encoding) -> [UInt8] {
        switch encoding {
        case .json, .protobuf:
            var bytes = JSONWriter.bytes(value)
            bytes.append(UInt8(ascii: "\n"))
            return bytes
        case .prettyJSON:
            return JSONWriter.pretty(value) + [UInt8(ascii: "\n")]
        case .yaml:
            return YAMLWriter.bytes(value)
        }
    }

    /// Encoded JSON in another encoding.
    static func transcode(_ json: [UInt8], _ encoding: Encoding) -> [UInt8] {
        switch encoding {
        case .json, .protobuf: json + [UInt8(ascii: "\n")]
        case .prettyJSON: JSONWriter.prettyPrint(json) + [UInt8(ascii: "\n")]
        case .yaml: (try? JSONReader.parse(json)).map { YAMLWriter.bytes($0) } ?? json
        }
    }
}
