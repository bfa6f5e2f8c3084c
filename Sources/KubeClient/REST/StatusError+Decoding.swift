public import APIMachinery
public import JSON

extension StatusError {
    /// Reads a `Status` object; nil if it is none.
    public init?(status tree: JSONValue, code: Int) {
        guard tree["kind"]?.string == "Status" else { return nil }
        var details: Details?
        if let value = tree["details"], value.object != nil {
            var read = Details(
                name: value["name"]?.string ?? "",
                group: value["group"]?.string ?? "",
                kind: value["kind"]?.string ?? "",
                uid: value["uid"]?.string ?? "",
                retryAfterSeconds: Int(value["retryAfterSeconds"]?.integer ?? 0)
            )
            read.causes = (value["causes"]?.array ?? []).map { cause in
                Cause(
                    reason: cause["reason"]?.string ?? "",
                    message: cause["message"]?.string ?? "",
                    field: cause["field"]?.string ?? ""
                )
            }
            details = read
        }
        self.init(
            code: tree["code"]?.integer.flatMap { Int(exactly: $0) } ?? code,
            reason: tree["reason"]?.string ?? "",
            message: tree["message"]?.string ?? "",
            details: details
        )
        continueToken = tree.at("metadata", "continue")?.string
    }

    /// What an answer without a `Status` means.
    ///
    /// Source: apimachinery, `errors.NewGenericServerResponse`.
    init(code: Int, body: [UInt8]) {
        let (reason, message) =
            switch code {
            case 400: ("BadRequest", "the server rejected our request for an unknown reason")
            case 401: ("Unauthorized", "the server has asked for the client to provide credentials")
            case 403: ("Forbidden", String(decoding: body.prefix(2_048), as: UTF8.self))
            case 404: ("NotFound", "the server could not find the requested resource")
            case 405: ("MethodNotAllowed", "the server does not allow this method on the requested resource")
            case 406: ("NotAcceptable", "the server was unable to respond with a content type that the client supports")
            case 409: ("Conflict", "the server reported a conflict")
            case 410: ("Gone", "the server has expired what was asked for")
            case 415: ("UnsupportedMediaType", "the server does not accept the content type of the request")
            case 422: ("Invalid", "the server rejected our request due to an error in our request")
            case 429:
                ("TooManyRequests", "the server has received too many requests and has asked us to try again later")
            case 503: ("ServiceUnavailable", "the server is currently unable to handle the request")
            case 504: ("Timeout", "the server was unable to return a response in the time allotted")
            case 500...: ("InternalError", "an error on the server has prevented the request from succeeding")
            default: ("", "the server responded with the status code \(code)")
            }
        self.init(code: code, reason: reason, message: message.isEmpty ? "the server refused" : message)
    }
}
