import EventLoop
import Foundation
import Synchronization
import TLS
import Testing

@testable import Transport

@Suite(.timeLimit(.minutes(1)))
struct HTTPServerTests {
    static let versions = ["--http1.1", "--http2"]

    @Test(arguments: zip(versions, ["hello HTTP/1.1\n", "hello HTTP/2.0\n"]))
    func answersBothProtocols(_ version: String, _ expected: String) async throws {
        let reply = try await withServer { try await $0.curl(version, path: "/hello") }
        #expect(reply.output == expected)
        #expect(reply.status == 0)
    }

    @Test(arguments: versions, [0, 1, 5_000, 100_000, 3 << 20])
    func echoesBodies(_ version: String, _ size: Int) async throws {
        let body = (0..<size).map { UInt8(ascii: "a") + UInt8($0 % 23) }
        let reply = try await withServer {
            try await $0.curl(version, "--data-binary", "@-", path: "/echo", input: body)
        }
        #expect(reply.output == String(decoding: body, as: UTF8.self))
    }

    @Test func readsChunkedBodies() async throws {
        let body = [UInt8](repeating: UInt8(ascii: "x"), count: 100_000)
        let reply = try await withServer {
            try await $0.curl(
                "--http1.1",
                "-H",
                "Transfer-Encoding: chunked",
                "--data-binary",
                "@-",
                path: "/echo",
                input: body
            )
        }
        #expect(reply.output == String(decoding: body, as: UTF8.self))
    }

    @Test(arguments: versions, ["/stream", "/rounds", "/bulk"])
    func sendsStreams(_ version: String, _ path: String) async throws {
        let reply = try await withServer { try await $0.curl(version, path: path) }
        let last = path == "/bulk" ? 200_000 : 1_000
        #expect(reply.status == 0)
        #expect(reply.output == (1...last).map { "line \($0)\n" }.joined())
    }

    @Test(arguments: zip(versions, [18, 92] as [Int32]))
    func cutsBrokenStreams(_ version: String, _ status: Int32) async throws {
        let reply = try await withServer { try await $0.curl(version, path: "/broken") }
        #expect(reply.status == status)
    }

    /// What `/promised` sends: 200 000 lines.
    static let promise = (1...200_000).reduce(0) { $0 + "line \($1)\n".utf8.count }

    @Test(arguments: versions)
    func saysTheLengthOfStreamsThatKnowIt(_ version: String) async throws {
        let reply = try await withServer {
            try await $0.curl(version, "-D", "-", path: "/promised/\(Self.promise)")
        }
        #expect(reply.status == 0)
        let head = reply.output.prefix(400).lowercased()
        #expect(head.contains("content-length: \(Self.promise)\r\n"))
        #expect(!head.contains("transfer-encoding"))
        #expect(reply.output.hasSuffix("line 199999\nline 200000\n"))
    }

    @Test(arguments: versions, [promise + 1, promise - 1, 10])
    func cutsStreamsThatBreakTheirPromise(_ version: String, _ length: Int) async throws {
        let (reply, next) = try await withServer { server in
            let reply = try await server.curl(version, path: "/promised/\(length)")
            return (reply, try await server.curl(version, path: "/hello"))
        }
        #expect(reply.status != 0)
        #expect(reply.output.utf8.count < max(length, Self.promise))
        #expect(next.status == 0)
    }

    @Test(arguments: versions)
    func sendsPiecesInOrder(_ version: String) async throws {
        let reply = try await withServer { try await $0.curl(version, path: "/large") }
        let expected = (0..<100).map { String(repeating: Character(UnicodeScalar(97 + UInt8($0 % 26))), count: 20_000) }
        #expect(reply.output == expected.joined())
    }

    @Test(arguments: versions)
    func answersTooLargeBodies(_ version: String) async throws {
        let body = [UInt8](repeating: 0x61, count: 4 << 20)
        let reply = try await withServer {
            try await $0.curl(version, "-w", "%{http_code}", "--data-binary", "@-", path: "/echo", input: body)
        }
        #expect(reply.output == "too large\n413")
    }

    @Test(arguments: versions)
    func answersHeadWithoutBody(_ version: String) async throws {
        let reply = try await withServer { try await $0.curl(version, "-I", path: "/hello") }
        #expect(reply.output.contains("content-length: 15\r\n"))
        #expect(reply.output.hasSuffix("\r\n\r\n"))
    }

    @Test(arguments: versions)
    func resumesHandlersThatWaited(_ version: String) async throws {
        let reply = try await withServer(loops: 2) { try await $0.curl(version, path: "/later") }
        #expect(reply.output == "later\n")
    }
}
