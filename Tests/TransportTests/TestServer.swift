import EventLoop
import Foundation
import Glibc
import Synchronization
import TLS

@testable import Transport

/// One authority for all tests.
enum TestAuthority {
    static let issuer = Result { try CertificateIssuer.selfSigned(commonName: "test-ca", validity: .seconds(3_600)) }

    static func context() throws -> TLSContext {
        let request = CertificateRequest(
            commonName: "localhost",
            dnsNames: ["localhost"],
            ipAddresses: ["127.0.0.1"],
            usages: [.server],
            validity: .seconds(600)
        )
        let pair = try issuer.get().issue(request)
        return try .server(identity: .pem(certificate: pair.certificatePEM, key: pair.privateKeyPEM))
    }
}

/// Runs a server on a free port for as long as `body` takes.
func withServer<Value>(
    tls: Bool = true,
    loops: Int = 1,
    _ configure: (inout HTTPServerConfiguration) -> Void = { _ in },
    streamsBody: BodyStreaming? = nil,
    handler: @escaping HTTPHandler = TestHandler.answer,
    _ body: (TestServer) async throws -> Value
) async throws -> Value {
    var configuration = HTTPServerConfiguration(host: "127.0.0.1", port: 0)
    configure(&configuration)
    let group = try EventLoopGroup(count: loops)
    let server = HTTPServer(
        configuration: configuration,
        tls: tls ? try TestAuthority.context() : nil,
        group: group,
        streamsBody: streamsBody,
        handler: handler
    )
    let address = try await server.start()
    let result = try await body(TestServer(server: server, port: address.port, scheme: tls ? "https" : "http"))
    await server.shutdown(deadline: .milliseconds(200))
    return result
}

struct TestServer {
    let server: HTTPServer
    let port: UInt16
    let scheme: String

    var base: String { "\(scheme)://127.0.0.1:\(port)" }

    /// Runs curl; its output and exit status.
    func curl(
        _ arguments: String...,
        path: String = "/",
        input: [UInt8]? = nil
    ) async throws -> (output: String, status: Int32) {
        try await run("curl", ["-sk", "--max-time", "20"] + arguments + [base + path], input: input)
    }
}

extension TestServer {
    /// Starts curl without waiting for it; its output is dropped.
    func startCurl(_ arguments: String..., path: String = "/") throws -> ChildProgram {
        try ChildProgram("curl", ["-sk", "--max-time", "50"] + arguments + [base + path])
    }

    /// Ends a program at once, without a goodbye to the server.
    func kill(_ program: ChildProgram) {
        Glibc.kill(program.id, SIGKILL)
        program.waitUntilExit()
    }
}

/// What the test servers answer.
enum TestHandler {
    /// `/hello`, `/echo`, `/large`, `/stream`, `/rounds`, `/forever`, `/later`, `/who`, `/broken`, `/promised/<bytes>`.
    @Sendable static func answer(_ request: consuming HTTPRequest, _ loop: EventLoop) async -> HTTPResponse {
        let plain = HTTPHeaders([("content-type", "text/plain")])
        if request.isBodyTooLarge {
            return HTTPResponse(status: 413, headers: plain, body: .bytes(Array("too large\n".utf8)))
        }
        switch request.target {
        case "/hello":
            return HTTPResponse(
                status: 200,
                headers: plain,
                body: .bytes(Array("hello \(request.version.rawValue)\n".utf8))
            )
        case "/echo": return HTTPResponse(status: 200, headers: plain, body: .bytes(request.body))
        case "/count":
            return HTTPResponse(status: 200, headers: plain, body: .bytes(Array("\(request.body.count)".utf8)))
        case "/large":
            let pieces = (0..<100).map { [UInt8](repeating: UInt8(ascii: "a") + UInt8($0 % 26), count: 20_000)[...] }
            return HTTPResponse(status: 200, headers: plain, body: .pieces(pieces))
        case "/stream": return HTTPResponse(status: 200, headers: plain, body: .stream(CountingStream(last: 1_000)))
        case "/rounds":
            let stream = CountingStream(last: 1_000, waitsForRounds: true)
            return HTTPResponse(status: 200, headers: plain, body: .stream(stream))
        case "/bulk": return HTTPResponse(status: 200, headers: plain, body: .stream(CountingStream(last: 200_000)))
        case "/forever": return HTTPResponse(status: 200, headers: plain, body: .stream(CountingStream(last: nil)))
        case "/broken":
            return HTTPResponse(status: 200, headers: plain, body: .stream(CountingStream(last: 3, breaks: true)))
        case "/later":
            await Task.yield()
            return HTTPResponse(status: 200, headers: plain, body: .bytes(Array("later\n".utf8)))
        case let target where target.hasPrefix("/promised/"):
            var headers = plain
            headers.add("content-length", String(target.dropFirst("/promised/".count)))
            return HTTPResponse(status: 200, headers: headers, body: .stream(CountingStream(last: 200_000)))
        case "/empty": return HTTPResponse(status: 204)
        default: return HTTPResponse(status: 404, headers: plain, body: .bytes(Array("no \(request.target)\n".utf8)))
        }
    }
}

/// Lines with numbers; waits after every tenth until another thread wakes it.
final class CountingStream: ResponseStream {
    struct State {
        var next = 0
        var waker: StreamWaker?
        var closes = 0
    }

    let state = Mutex(State())
    private let last: Int?
    private let breaks: Bool
    private let waitsForRounds: Bool
    private let onPull: @Sendable () -> Void
    private let onClose: @Sendable () -> Void

    init(
        last: Int?,
        breaks: Bool = false,
        waitsForRounds: Bool = false,
        onClose: @escaping @Sendable () -> Void = {},
        onPull: @escaping @Sendable () -> Void = {}
    ) {
        self.last = last
        self.breaks = breaks
        self.waitsForRounds = waitsForRounds
        self.onPull = onPull
        self.onClose = onClose
    }

    func start(waker: StreamWaker, on loop: isolated EventLoop) { state.withLock { $0.waker = waker } }

    func pull(into buffer: inout [UInt8], limit: Int, on loop: isolated EventLoop) -> StreamStep {
        onPull()
        let (step, waker) = state.withLock { state -> (StreamStep, StreamWaker?) in
            if let last, last > 10_000 {
                while buffer.count < limit, state.next < last { buffer += "line \(next(&state))\n".utf8 }
                return (state.next == last ? .end : .more, nil)
            }
            for _ in 0..<10 where state.next != last { buffer += "line \(next(&state))\n".utf8 }
            if state.next == last { return (breaks ? .abort : .end, nil) }
            return (.wait, last == nil && state.next > 10 ? nil : state.waker)
        }
        if let waker {
            let inRound = waitsForRounds
            Thread.detachNewThread { if inRound { waker.wakeInRound() } else { waker.wake() } }
        }
        return step
    }

    func closed(on loop: isolated EventLoop) {
        state.withLock { $0.closes += 1 }
        onClose()
    }

    private func next(_ state: inout State) -> Int {
        state.next += 1
        return state.next
    }
}
