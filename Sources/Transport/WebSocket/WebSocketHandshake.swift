internal import TLS

/// Why a request does not become a WebSocket, and what to answer.
public struct WebSocketRefusal: Error, Sendable, Equatable {
    /// The status of the answer.
    public var status: Int
    /// What is wrong, in words.
    public var message: String
    /// Further fields of the answer.
    public var headers = HTTPHeaders()
}

/// The opening of a WebSocket.
///
/// Source: RFC 6455, 4.2; the texts and codes are those of Kubernetes' `upgradeaware` handler, `httpstream` and of Go's
/// `x/net/websocket`.
public struct WebSocketHandshake: Sendable, Equatable {
    /// The subprotocol that both ends know; nil if the client offered none.
    public var subprotocol: String?
    private var accept: String

    /// Whether a request asks for a WebSocket, well or badly.
    public static func isRequested(by headers: HTTPHeaders) -> Bool {
        headers["upgrade"]?.lowercased() == "websocket"
            && headers.all("connection").contains { HTTP1Syntax.hasToken("upgrade", in: $0) }
    }

    /// The subprotocols that a request offers, the dearest first.
    public static func offeredProtocols(_ headers: HTTPHeaders) -> [String] {
        headers.all(protocolField).flatMap { field in
            field.split(separator: ",").map { part in
                var part = part
                while part.first == " " || part.first == "\t" { part.removeFirst() }
                while part.last == " " || part.last == "\t" { part.removeLast() }
                return String(part)
            }
        }.filter { !$0.isEmpty }
    }

    /// The field that offers subprotocols and names the chosen one.
    public static let protocolField = "sec-websocket-protocol"

    /// Checks a request.
    ///
    /// - Parameters:
    ///   - request: the request, complete.
    ///   - protocols: the subprotocols that the server knows; empty if it takes whatever comes first.
    /// - Throws: what to answer instead.
    public init(_ request: HTTPRequest, protocols: [String]) throws(WebSocketRefusal) {
        guard Self.isRequested(by: request.headers) else {
            throw WebSocketRefusal(status: 400, message: "Upgrade request required")
        }
        guard request.version == .http1 else {
            throw WebSocketRefusal(status: 400, message: "a WebSocket needs HTTP/1.1, this is HTTP/2")
        }
        guard request.method == "GET" else {
            let headers = HTTPHeaders([("allow", "GET")])
            throw WebSocketRefusal(status: 405, message: "a WebSocket begins with GET", headers: headers)
        }
        guard request.headers["sec-websocket-version"] == "13" else {
            let headers = HTTPHeaders([("sec-websocket-version", "13")])
            throw WebSocketRefusal(status: 400, message: "missing or bad WebSocket Version", headers: headers)
        }
        guard let key = request.headers["sec-websocket-key"], Base64.decode(key)?.count == 16 else {
            throw WebSocketRefusal(status: 400, message: "missing or bad WebSocket-Key")
        }
        let offered = Self.offeredProtocols(request.headers)
        subprotocol = protocols.isEmpty ? offered.first : offered.first(where: protocols.contains)
        guard subprotocol != nil || offered.isEmpty else {
            let (client, server) = (offered.joined(separator: " "), protocols.joined(separator: " "))
            throw WebSocketRefusal(
                status: 403,
                message:
                    "unable to upgrade: unable to negotiate protocol: client supports [\(client)], server accepts [\(server)]"
            )
        }
        accept = Base64.encode(Digest.sha1(Array((key + Self.identifier).utf8)))
    }

    /// The answer that opens the WebSocket; `stream` has it from then on.
    public func response(_ stream: any DuplexStream) -> HTTPResponse {
        var headers = HTTPHeaders([("upgrade", "websocket"), ("sec-websocket-accept", accept)])
        if let subprotocol { headers.add(Self.protocolField, subprotocol) }
        return HTTPResponse(status: 101, headers: headers, body: .upgrade(stream))
    }

    private static let identifier = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
}
