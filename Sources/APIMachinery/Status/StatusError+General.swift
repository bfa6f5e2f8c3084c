/// Failures that name no object.
extension StatusError {
    /// 400 with any text.
    public static func badRequest(_ message: String) -> StatusError {
        StatusError(code: 400, reason: "BadRequest", message: message)
    }

    /// 401.
    public static let unauthorized = StatusError(code: 401, reason: "Unauthorized", message: "Unauthorized")

    /// 404 for a path that the server does not know.
    public static let genericNotFound = StatusError(
        code: 404,
        reason: "NotFound",
        message: "the server could not find the requested resource",
        details: Details()
    )

    /// 405 for a path that the server knows.
    public static let methodNotAllowed = StatusError(
        code: 405,
        reason: "MethodNotAllowed",
        message: "the server does not allow this method on the requested resource",
        details: Details()
    )

    /// 422 without any detail: a JSON patch that could not be applied.
    public static let genericInvalid = StatusError(
        code: 422,
        reason: "Invalid",
        message: "the server rejected our request due to an error in our request",
        details: Details()
    )

    /// 406: the client accepts none of these types.
    public static func notAcceptable(available: [String]) -> StatusError {
        StatusError(
            code: 406,
            reason: "NotAcceptable",
            message: "only the following media types are accepted: " + available.joined(separator: ", ")
        )
    }

    /// 415: the body is in none of these types.
    public static func unsupportedMediaType(accepted: [String]) -> StatusError {
        StatusError(
            code: 415,
            reason: "UnsupportedMediaType",
            message: "the body of the request was in an unknown format - accepted media types include: "
                + accepted.joined(separator: ", ")
        )
    }

    /// 413: `limit is 3145728`.
    public static func requestEntityTooLarge(_ cause: String) -> StatusError {
        StatusError(code: 413, reason: "RequestEntityTooLarge", message: "Request entity too large: " + cause)
    }

    /// 410: the revision or the continue token is too old.
    public static func expired(_ message: String) -> StatusError {
        StatusError(code: 410, reason: "Expired", message: message)
    }

    /// 410: the same for watches of old clients.
    public static func gone(_ message: String) -> StatusError {
        StatusError(code: 410, reason: "Gone", message: message)
    }

    /// 504 with any text.
    public static func timeout(_ message: String, retryAfterSeconds: Int = 0) -> StatusError {
        StatusError(
            code: 504,
            reason: "Timeout",
            message: "Timeout: " + message,
            details: Details(retryAfterSeconds: retryAfterSeconds)
        )
    }

    /// 504: the revision lies in the future.
    public static func tooLargeResourceVersion(
        _ requested: UInt64,
        current: UInt64,
        retryAfterSeconds: Int = 1
    ) -> StatusError {
        var error = timeout(
            "Too large resource version: \(requested), current: \(current)",
            retryAfterSeconds: retryAfterSeconds
        )
        error.details?.causes = [Cause(reason: "ResourceVersionTooLarge", message: "Too large resource version")]
        return error
    }

    /// 500: something in the server went wrong; the cause must not give internals away.
    public static func internalError(_ cause: String) -> StatusError {
        StatusError(
            code: 500,
            reason: "InternalError",
            message: "Internal error occurred: " + cause,
            details: Details(causes: [Cause(message: cause)])
        )
    }

    /// 500 without a reason: what upstream answers for an error that is no `Status`.
    public static func unknown(_ message: String) -> StatusError {
        StatusError(code: 500, reason: "", message: message)
    }

    /// 503 with any text.
    public static func serviceUnavailable(_ message: String) -> StatusError {
        StatusError(code: 503, reason: "ServiceUnavailable", message: message)
    }

    /// 429 with any text.
    public static func tooManyRequests(_ message: String, retryAfterSeconds: Int) -> StatusError {
        StatusError(
            code: 429,
            reason: "TooManyRequests",
            message: message,
            details: Details(retryAfterSeconds: retryAfterSeconds)
        )
    }

    /// The failure for an HTTP code when nothing else is known.
    ///
    /// Source: apimachinery `NewGenericServerResponse`.
    public static func generic(code: Int) -> StatusError {
        let (reason, message) = genericText(code)
        return StatusError(code: code, reason: reason, message: message, details: Details())
    }

    private static func genericText(_ code: Int) -> (reason: String, message: String) {
        switch code {
        case 400: ("BadRequest", "the server rejected our request for an unknown reason")
        case 401: ("Unauthorized", "the server has asked for the client to provide credentials")
        case 403: ("Forbidden", "the server does not allow access to the requested resource")
        case 404: ("NotFound", genericNotFound.message)
        case 405: ("MethodNotAllowed", methodNotAllowed.message)
        case 406, 415:
            (
                code == 406 ? "NotAcceptable" : "UnsupportedMediaType",
                "the server was unable to respond with a content type that the client supports"
            )
        case 409: ("Conflict", "the server reported a conflict")
        case 422: ("Invalid", genericInvalid.message)
        case 429: ("TooManyRequests", "the server has received too many requests and has asked us to try again later")
        case 503: ("ServiceUnavailable", "the server is currently unable to handle the request")
        case 504:
            (
                "Timeout",
                "the server was unable to return a response in the time allotted, but may still be processing the request"
            )
        case 500...: ("InternalError", "an error on the server has prevented the request from succeeding")
        default: ("", "the server responded with the status code \(code) but did not return more information")
        }
    }
}
