internal import Transport

/// How the events of a watch travel: one after the other in a body, or each as a message of a WebSocket.
struct WatchAnswer {
    private let contentType: String
    private let webSocket: WebSocketHandshake?

    init(_ request: HTTPRequest, contentType: String) throws {
        self.contentType = contentType
        let isWebSocket = WebSocketHandshake.isRequested(by: request.headers)
        webSocket = isWebSocket ? try WebSocketHandshake(request, protocols: []) : nil
    }

    func response(_ stream: any ResponseStream) -> HTTPResponse {
        if let webSocket { return webSocket.response(WebSocketLineStream(stream)) }
        return HTTPResponse(
            status: 200,
            headers: HTTPHeaders([("content-type", contentType)]),
            body: .stream(stream)
        )
    }
}
