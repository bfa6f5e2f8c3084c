import EventLoop
import Synchronization
import TLS
import Testing

@testable import Transport

@Suite(.timeLimit(.minutes(1)))
struct HTTPServerLimitTests {
    /// Sends text as it is, and reads until the server closes.
    private func exchange(
        _ text: String,
        with server: TestServer,
        tls: Bool = false,
        timeout: Duration = .seconds(20)
    ) async throws -> String {
        let context = tls ? try TLSContext.client(trust: .anyone) : nil
        let thread = try BlockingThread(name: "raw-client")
        return try await thread.run {
            let connection = try RawConnection(port: server.port, tls: context, timeout: timeout)
            connection.send(text)
            return connection.readToEnd()
        }
    }

    @Test(arguments: [true, false])
    func answersGarbage(_ tls: Bool) async throws {
        let answer = try await withServer(tls: tls) { try await exchange("hello\r\n\r\n", with: $0, tls: tls) }
        #expect(answer.hasPrefix("HTTP/1.1 400 Bad Request\r\ncontent-type: text/plain; charset=utf-8\r\n"))
        #expect(answer.hasSuffix("\r\nconnection: close\r\n\r\n400 Bad Request: the method is malformed\n"))
    }

    @Test func answersPlainHTTPOnATLSPort() async throws {
        let answer = try await withServer { try await exchange("GET / HTTP/1.1\r\n\r\n", with: $0) }
        #expect(answer == "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n")
    }

    @Test func closesOnOtherBytesOnATLSPort() async throws {
        let answer = try await withServer { try await exchange("\u{1}\u{2}\u{3}\u{4}\u{5}\u{6}", with: $0) }
        #expect(!answer.contains("HTTP"))
    }

    @Test(arguments: ["--http1.1", "--http2"])
    func refusesGiantHeads(_ version: String) async throws {
        let reply = try await withServer {
            $0.limits.headBytes = 20_000
        } _: { server in
            try await server.curl(
                version,
                "-w",
                "%{http_code}",
                "-o",
                "/dev/null",
                "-H",
                "X: " + String(repeating: "y", count: 30_000),
                path: "/hello"
            )
        }
        #expect(reply.output == "431")
    }

    @Test func refusesOldTLS() async throws {
        let reply = try await withServer { try await $0.curl("--tls-max", "1.1", path: "/hello") }
        #expect(reply.status == 35)
    }

    @Test(arguments: [
        ("GET /hel", ""), ("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab", "body"), ("", ""),
    ])
    func cutsSlowClients(_ start: String, _ part: String) async throws {
        let answer = try await withServer(tls: false) {
            $0.timeouts.head = .milliseconds(50)
            $0.timeouts.body = .milliseconds(50)
            $0.timeouts.handshake = .milliseconds(50)
        } _: { server in
            try await exchange(start, with: server)
        }
        #expect(answer.hasPrefix(start.isEmpty ? "" : "HTTP/1.1 408 Request Timeout\r\n"))
        #expect(answer.isEmpty == start.isEmpty)
    }

    @Test func cutsSilentHandshakes() async throws {
        let answer = try await withServer {
            $0.timeouts.handshake = .milliseconds(50)
        } _: { server in
            try await exchange("\u{16}\u{3}\u{1}", with: server)
        }
        #expect(answer.isEmpty)
    }

    @Test func closesIdleConnections() async throws {
        let answer = try await withServer(tls: false) {
            $0.timeouts.idle = .milliseconds(50)
        } _: { server in
            try await exchange("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n", with: server)
        }
        #expect(answer.hasSuffix("hello HTTP/1.1\n"))
    }

    @Test func answersPipelinedRequestsInOrder() async throws {
        let requests = (1...200).map { "GET /\($0 % 3 == 0 ? "later" : "n\($0)") HTTP/1.1\r\nHost: a\r\n\r\n" }.joined()
        let last = "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
        let answer = try await withServer(tls: false) { try await exchange(requests + last, with: $0) }
        let bodies = answer.split(separator: "\r\n").filter { $0.hasPrefix("no /n") || $0.hasPrefix("later") }
            .map { $0.prefix { $0 != "\n" } }
        #expect(bodies == (1...200).map { $0 % 3 == 0 ? "later" : "no /n\($0)" })
        #expect(answer.hasSuffix("hello HTTP/1.1\n"))
    }

    @Test func closesStreamsOfHTTP10() async throws {
        let answer = try await withServer(tls: false) { try await exchange("GET /stream HTTP/1.0\r\n\r\n", with: $0) }
        #expect(!answer.contains("chunked"))
        #expect(answer.hasSuffix("line 999\nline 1000\n"))
    }

    @Test func letsConnectionsWaitBeyondTheLimit() async throws {
        let answers = try await withServer(tls: false) {
            $0.limits.connections = 2
        } _: { server in
            try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        try await exchange("GET /later HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", with: server)
                    }
                }
                return try await group.reduce(into: [String]()) { $0.append($1) }
            }
        }
        #expect(answers.count == 8)
        #expect(answers.allSatisfy { $0.hasSuffix("later\n") })
    }
}
