import JSON
import Testing

@testable import Transport

@Suite(.timeLimit(.minutes(1)))
struct WebSocketWatchTests {
    @Test func sendsEveryEventAsAMessage() async throws {
        try await ServerUnderTest.run { server in
            for name in ["maya", "willi"] {
                _ = try await server.send("POST", ServerUnderTest.bees, ServerUnderTest.bee(name))
            }
            let target = ServerUnderTest.bees + "?watch=true"
            let answer = try await server.send("GET", target, headers: UpgradedConnection.headers())
            #expect(answer.status == 101)
            let client = try UpgradedConnection(answer.response, on: server.loop)
            client.start()
            #expect(try names(await client.next(2)) == ["ADDED maya", "ADDED willi"])
            client.send(.ping, [1])
            #expect(await client.next(1) == [.pong([1])])
            _ = try await server.send("DELETE", ServerUnderTest.bees + "/maya")
            #expect(try names(await client.next(1)) == ["DELETED maya"])
            client.send(.close, [0x03, 0xe8])
            #expect(await client.next(2) == [.close(WebSocketClose(.normal))])
        }
    }

    @Test func closesWhenTheWatchEnds() async throws {
        try await ServerUnderTest.run { server in
            let made = try await server.send("POST", ServerUnderTest.bees, ServerUnderTest.bee("maya"))
            guard case .string(let revision)? = made.json["metadata"]?["resourceVersion"] else { return }
            let target = ServerUnderTest.bees + "?watch=true&resourceVersion=\(revision)&timeoutSeconds=-1"
            let answer = try await server.send("GET", target, headers: UpgradedConnection.headers())
            let client = try UpgradedConnection(answer.response, on: server.loop)
            client.start()
            let events = await client.next(1)
            #expect(events == [.close(WebSocketClose(.normal))])
            client.drop()
        }
    }

    @Test func refusesABadHandshakeAsStatus() async throws {
        try await ServerUnderTest.run { server in
            let headers = [("upgrade", "websocket"), ("connection", "Upgrade"), ("sec-websocket-version", "7")]
            let answer = try await server.send("GET", ServerUnderTest.bees + "?watch=true", headers: headers)
            #expect(answer.status == 400)
            #expect(answer.headers["sec-websocket-version"] == "13")
            #expect(answer.json["message"] == "missing or bad WebSocket Version")
            #expect(answer.json["reason"] == "BadRequest")
        }
    }

    @Test func findsTheTokenAmongTheSubprotocols() async throws {
        try await ServerUnderTest.run { server in
            let token = "base64url.bearer.authorization.k8s.io.cm9vdA"
            let headers = UpgradedConnection.headers(token + ", binary.k8s.io")
            let target = ServerUnderTest.bees + "?watch=true"
            let answer = try await server.send("GET", target, headers: headers, anonymous: true)
            #expect(answer.status == 101)
            #expect(answer.headers["sec-websocket-protocol"] == "binary.k8s.io")
            let client = try UpgradedConnection(answer.response, on: server.loop)
            client.start()
            client.drop()
            for wrong in [token, token + ", " + token + ", a", token + "?, a", token + "cm9v, a"] {
                let answer = try await server.send(
                    "GET",
                    target,
                    headers: UpgradedConnection.headers(wrong),
                    anonymous: true
                )
                #expect(answer.status == 401)
            }
            // Without an upgrade it is not looked at.
            let plain = try await server.send(
                "GET",
                target,
                headers: [("sec-websocket-protocol", token)],
                anonymous: true
            )
            #expect(plain.status == 403)
        }
    }

    private func names(_ events: [WebSocketDecoder.Event]) throws -> [String] {
        try events.map { event in
            guard case .message(.text(let text)) = event else { return "\(event)" }
            let json = try JSONReader.parse(Array(text.utf8))
            guard case .string(let type)? = json["type"], case .string(let name)? = json["object"]?["metadata"]?["name"]
            else {
                return text
            }
            return type + " " + name
        }
    }
}
