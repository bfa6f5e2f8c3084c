import APIMachinery
import EventLoop
import JSON
import Telemetry
import Testing

@testable import APIServer
@testable import Transport

@Suite(.timeLimit(.minutes(1)))
struct CommandSessionTests {
    private typealias Event = WebSocketDecoder.Event

    /// Runs a command for a client that speaks a protocol.
    private func withCommand(
        _ protocols: String...,
        command: @escaping @Sendable (CommandSession) async throws -> CommandOutcome,
        _ body: (UpgradedConnection) async throws -> Void
    ) async throws {
        let loop = try EventLoop()
        defer { loop.stop() }
        let headers = HTTPHeaders(UpgradedConnection.headers() + protocols.map { ("sec-websocket-protocol", $0) })
        let request = HTTPRequest(method: "GET", target: "/exec?command=ls", headers: headers)
        let upgrade = ConnectionUpgrade(request, log: .silent)
        let client = try UpgradedConnection(
            try upgrade.command(protocols: ChannelProtocol.allCases, handler: command),
            on: loop
        )
        client.start()
        try await body(client)
    }

    private func data(_ channel: UInt8, _ text: String = "") -> Event {
        .message(.binary([channel] + Array(text.utf8)))
    }

    @Test func joinsInputAndOutputs() async throws {
        try await withCommand("v5.channel.k8s.io") { session in
            var lines: [String] = []
            while let input = try await session.receive() {
                switch input {
                case .stdin(let bytes): try await session.write(bytes)
                case .resized(let size): lines.append("\(size.width)x\(size.height)")
                case .stdinEnded:
                    try await session.writeError(Array(lines.joined().utf8))
                    return .exitCode(3)
                }
            }
            return .success
        } _: { client in
            client.send(.binary, [0] + Array("hello".utf8))
            client.send(.text, [4] + Array(#"{"Width":80,"Height":24}"#.utf8))
            client.send(.binary, [9, 9])
            client.send(.binary, [255, 0])
            let status =
                #"{"metadata":{},"status":"Failure","message":"command terminated with non-zero exit code: exit code 3","#
                + #""reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":"3"}]}}"#
            #expect(
                await client.next(5) == [
                    data(1), data(1, "hello"), data(2, "80x24"), data(3, status), .close(WebSocketClose(.normal)),
                ]
            )
        }
    }

    @Test func saysSuccess() async throws {
        try await withCommand("v4.channel.k8s.io") { _ in
            .exitCode(0)
        } _: { client in
            let status = #"{"metadata":{},"status":"Success"}"#
            #expect(await client.next(3) == [data(1), data(3, status), .close(WebSocketClose(.normal))])
        }
    }

    @Test func speaksBase64() async throws {
        try await withCommand("base64.channel.k8s.io") { session in
            guard case .stdin(let bytes)? = try await session.receive() else { return .success }
            try await session.write(bytes)
            return .failure(.badRequest("enough"))
        } _: { client in
            client.send(.text, Array("0bHM=".utf8))
            let events: [Event] = [
                .message(.text("1")), .message(.text("1bHM=")), .message(.text("3ZW5vdWdo")),
                .close(WebSocketClose(.normal)),
            ]
            #expect(await client.next(4) == events)
        }
    }

    @Test func tellsOfAnErrorWithItsStatus() async throws {
        try await withCommand("v4.channel.k8s.io") { _ in
            throw StatusError.badRequest("no")
        } _: { client in
            let events = await client.next(2)
            #expect(
                events.last
                    == data(3, String(decoding: JSONWriter.bytes(StatusError.badRequest("no").json), as: UTF8.self))
            )
        }
    }

    @Test func keepsSecretsOfOtherErrors() async throws {
        struct Secret: Error {}
        try await withCommand("v4.channel.k8s.io") { _ in
            throw Secret()
        } _: { client in
            guard case .message(.binary(let bytes))? = await client.next(2).last else { throw Secret() }
            let status = try JSONReader.parse(Array(bytes.dropFirst()))
            #expect(status["code"] == 500)
            #expect(status["message"] == "Internal error occurred: the command failed, the log of the server says why")
        }
    }

    @Test func splitsLongOutput() async throws {
        let output = (0..<100_000).map { UInt8(truncatingIfNeeded: $0) }
        try await withCommand("v4.channel.k8s.io") { session in
            try await session.write(output)
            return .success
        } _: { client in
            let parts = await client.next(6).compactMap { event -> [UInt8]? in
                guard case .message(.binary(let bytes)) = event, bytes[0] == 1 else { return nil }
                return Array(bytes.dropFirst())
            }
            #expect(parts.map(\.count) == [0, 32_768, 32_768, 32_768, 1_696])
            #expect(Array(parts.joined()) == output)
        }
    }

    @Test func cancelsTheCommandOfAClientThatLeaves() async throws {
        let (ends, source) = AsyncStream.makeStream(of: WebSocketError.self)
        try await withCommand("v4.channel.k8s.io") { session in
            do throws(WebSocketError) {
                while try await session.receive() != nil {}
            } catch {
                source.yield(error)
            }
            return .success
        } _: { client in
            #expect(await client.next(1) == [data(1)])
            client.drop()
            for await error in ends {
                #expect(error == .connectionLost)
                break
            }
        }
    }

    @Test func forwardsPorts() async throws {
        let loop = try EventLoop()
        defer { loop.stop() }
        let headers = HTTPHeaders(UpgradedConnection.headers("v4.channel.k8s.io"))
        let upgrade = ConnectionUpgrade(HTTPRequest(method: "GET", target: "/", headers: headers), log: .silent)
        let response = try upgrade.portForward(ports: [80, 8_080]) { session in
            guard let input = try await session.receive() else { return }
            try await session.write(input.bytes, port: input.index)
            try await session.fail("closed", port: 0)
        }
        let client = try UpgradedConnection(response, on: loop)
        client.start()
        client.send(.binary, [1, 7])
        client.send(.binary, [4, 7])
        client.send(.binary, [2, 7, 8])
        let events = await client.next(7)
        let expected: [[UInt8]] = [[0, 80, 0], [1, 80, 0], [2, 0x90, 0x1f], [3, 0x90, 0x1f], [2, 7, 8]]
        #expect(events.prefix(5) == expected.map { .message(.binary($0)) }[...])
        #expect(events[5] == data(1, "closed"))
        #expect(events[6] == .close(WebSocketClose(.normal)))
    }
}
