import EventLoop
import Testing

@testable import Transport

@Suite(.timeLimit(.minutes(1)))
struct DuplexTests {
    /// As gRPC: the answer comes while the request is still being sent.
    @Test func readsAnAnswerWhileItSends() async throws {
        let server = EchoHTTP2Server.start()
        defer { server.stop() }
        let client = try makeClient()
        let endpoint = HTTPEndpoint(host: "127.0.0.1", port: server.port, tls: nil, protocols: .http2)
        let writer = BodyWriter()
        let request = ClientRequest(method: "POST", target: "/service/method", body: .stream(writer))
        let response = try await client.send(request, to: endpoint)
        #expect(response.status == 200)
        for number in 0..<20 {
            let message = [UInt8](repeating: UInt8(number), count: 1 + number * 500)
            await writer.write(message)
            var echo: [UInt8] = []
            while echo.count < message.count, let more = try await response.body.next() { echo += more }
            #expect(echo == message)
        }
        writer.finish()
        #expect(try await response.body.next() == nil)
        client.shutdown()
    }

    @Test(arguments: [true, false])
    func passesUpgradedConnectionsOn(_ hasTLS: Bool) async throws {
        let origin = RawServer { connection, _ in
            _ = connection.read(through: "\r\n\r\n")
            connection.send("HTTP/1.1 101 Switching Protocols\r\nupgrade: test\r\nconnection: upgrade\r\n\r\n")
            while true {
                let bytes = connection.receive()
                if bytes.isEmpty { break }
                connection.send(bytes)
            }
            connection.send("bye")
            connection.close()
        }
        defer { origin.stop() }
        let client = try makeClient()
        let endpoint = HTTPEndpoint(host: "127.0.0.1", port: origin.port, tls: nil, protocols: .http1)
        let handler: HTTPHandler = { request, loop in
            let relay = UpgradeRelay()
            var forwarded = ClientRequest(method: "GET", target: request.target)
            forwarded.headers = HTTPHeaders([("connection", "upgrade"), ("upgrade", "test")])
            forwarded.upgraded = relay.outgoing
            guard let reply = try? await client.send(forwarded, to: endpoint, on: loop), reply.status == 101 else {
                return HTTPResponse(status: 502)
            }
            relay.connect(reply.body)
            return HTTPResponse(status: 101, headers: HTTPHeaders([("upgrade", "test")]), body: .upgrade(relay))
        }
        try await withServer(tls: hasTLS, handler: handler) { server in
            let user = try await RawClient(server)
            let head = try await user.upgrade()
            #expect(head.hasPrefix("HTTP/1.1 101 "))
            for count in [1, 10, 100_000] {
                let bytes = [UInt8](repeating: 7, count: count)
                try await user.send(bytes)
                let echo = try await user.receive(atLeast: count)
                #expect(echo == bytes)
            }
            try await user.endOutput()
            let last = try await user.receiveToEnd()
            #expect(String(decoding: last, as: UTF8.self) == "bye")
            client.shutdown()
        }
    }
}
