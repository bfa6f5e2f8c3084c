internal import APIMachinery
internal import Transport

/// Failures that only a server has.
extension StatusError {
    /// 406 of the router: no clause of `Accept` names a media type that is served.
    static func routeNotAcceptable(mediaTypes: String) -> StatusError {
        StatusError(
            code: 406,
            reason: "NotAcceptable",
            message: "406: Not Acceptable\n\nAvailable representations: \(mediaTypes)",
            details: Details()
        )
    }

    /// 415 of the router: the content type is none that the method reads.
    static let routeUnsupportedMediaType = StatusError(
        code: 415,
        reason: "UnsupportedMediaType",
        message: "415: Unsupported Media Type",
        details: Details()
    )

    /// 406 for a representation that does not fit the object.
    static func notAcceptable(message: String) -> StatusError {
        StatusError(code: 406, reason: "NotAcceptable", message: message)
    }

    /// 410 for a continue token whose revision is gone; carries one that goes on at the newest state.
    static func continueExpired(_ token: String) -> StatusError {
        var error = expired(
            "The provided continue parameter is too old to display a consistent list result. "
                + "You can start a new list without the continue parameter, or use the continue token in this response to "
                + "retrieve the remainder of the results. Continuing with the provided token results in an inconsistent "
                + "list - objects that were created, modified, or deleted between the time the first chunk was returned "
                + "and now may show up in the list."
        )
        error.continueToken = token
        return error
    }
}

extension StatusError {
    /// Why a request does not become a WebSocket.
    init(_ refusal: WebSocketRefusal) {
        let reason =
            switch refusal.status {
            case 403: "Forbidden"
            case 405: "MethodNotAllowed"
            default: "BadRequest"
            }
        self.init(code: refusal.status, reason: reason, message: refusal.message)
    }
}
