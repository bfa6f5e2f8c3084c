import Testing

@testable import Transport

@Suite struct WebSocketHandshakeTests {
    /// The example of RFC 6455, 1.2.
    static func request(_ changes: [String: String?] = [:], method: String = "GET") -> HTTPRequest {
        var headers = HTTPHeaders([
            ("host", "server.example.com"), ("upgrade", "websocket"), ("connection", "Upgrade"),
            ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="), ("sec-websocket-version", "13"),
            ("sec-websocket-protocol", "chat, superchat"),
        ])
        for (name, value) in changes {
            headers.remove(name)
            if let value { headers.add(name, value) }
        }
        return HTTPRequest(method: method, target: "/chat", headers: headers)
    }

    @Test func opensTheExampleOfTheStandard() throws {
        let handshake = try WebSocketHandshake(Self.request(), protocols: ["superchat", "chat"])
        let response = handshake.response { _ in }
        #expect(response.status == 101)
        #expect(response.headers["upgrade"] == "websocket")
        #expect(response.headers["sec-websocket-accept"] == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
        #expect(response.headers["sec-websocket-protocol"] == "chat")
    }

    @Test(arguments: ["Upgrade", "keep-alive, Upgrade", "keep-alive,upgrade"])
    func findsTheTokenInConnection(_ value: String) throws {
        #expect(WebSocketHandshake.isRequested(by: Self.request(["connection": value]).headers))
    }

    @Test func choosesNoProtocolIfNoneIsOffered() throws {
        let request = Self.request(["sec-websocket-protocol": nil])
        #expect(try WebSocketHandshake(request, protocols: ["chat"]).subprotocol == nil)
    }

    @Test func takesTheFirstIfAnyWillDo() throws {
        #expect(try WebSocketHandshake(Self.request(), protocols: []).subprotocol == "chat")
    }

    static let refusals: [([String: String?], String, Int, String)] = [
        (["upgrade": nil], "GET", 400, "Upgrade request required"),
        (["connection": "keep-alive"], "GET", 400, "Upgrade request required"),
        (["upgrade": "SPDY/3.1"], "GET", 400, "Upgrade request required"),
        ([:], "POST", 405, "a WebSocket begins with GET"),
        (["sec-websocket-version": "8"], "GET", 400, "missing or bad WebSocket Version"),
        (["sec-websocket-key": nil], "GET", 400, "missing or bad WebSocket-Key"),
        (["sec-websocket-key": "c2hvcnQ="], "GET", 400, "missing or bad WebSocket-Key"),
        (
            ["sec-websocket-protocol": "a,b"], "GET", 403,
            "unable to upgrade: unable to negotiate protocol: client supports [a b], server accepts [chat]"
        ),
    ]

    @Test(arguments: refusals)
    func refuses(_ changes: [String: String?], _ method: String, _ status: Int, _ message: String) {
        let refusal = #expect(throws: WebSocketRefusal.self) {
            try WebSocketHandshake(Self.request(changes, method: method), protocols: ["chat"])
        }
        #expect(refusal?.status == status)
        #expect(refusal?.message == message)
        #expect((refusal?.headers["sec-websocket-version"] == "13") == message.contains("Version"))
    }

    @Test func refusesHTTP2() {
        var request = Self.request()
        request.version = .http2
        let refusal = #expect(throws: WebSocketRefusal.self) { try WebSocketHandshake(request, protocols: ["chat"]) }
        #expect(refusal?.message == "a WebSocket needs HTTP/1.1, this is HTTP/2")
    }
}
