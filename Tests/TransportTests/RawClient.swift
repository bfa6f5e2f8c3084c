import EventLoop
import TLS

@testable import Transport

/// A client that sends and reads bytes as they are, on a thread of its own.
struct RawClient {
    private let thread: BlockingThread
    private let connection: Guarded

    /// The connection stays on the client's thread.
    private final class Guarded: @unchecked Sendable {
        let connection: RawConnection

        init(_ connection: RawConnection) { self.connection = connection }
    }

    /// Connects to a server.
    init(_ server: TestServer) async throws {
        let context = server.scheme == "https" ? try TLSContext.client(trust: .anyone) : nil
        let port = server.port
        thread = try BlockingThread(name: "raw-client")
        connection = try await thread.run {
            Guarded(try RawConnection(port: port, tls: context, timeout: .seconds(40)))
        }
    }

    func send(_ bytes: [UInt8]) async throws {
        await thread.run { [connection] in connection.connection.send(bytes) }
    }

    /// What is there; empty at the end.
    func receive() async throws -> [UInt8] {
        await thread.run { [connection] in connection.connection.receive() }
    }

    /// At least `count` bytes, or fewer at the end.
    func receive(atLeast count: Int) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            let part = try await receive()
            if part.isEmpty { break }
            bytes += part
        }
        return bytes
    }

    /// Everything until the server ends its half.
    func receiveToEnd() async throws -> [UInt8] { try await receive(atLeast: .max) }

    func endOutput() async throws {
        await thread.run { [connection] in connection.connection.endOutput() }
    }

    func close() async throws {
        await thread.run { [connection] in connection.connection.close() }
    }

    /// Reads the head of the answer; what came behind it.
    func readHead() async throws -> (head: String, rest: [UInt8]) {
        var bytes: [UInt8] = []
        while true {
            if let end = bytes.indices.dropLast(3).first(where: { bytes[$0..<$0 + 4].elementsEqual("\r\n\r\n".utf8) }) {
                return (String(decoding: bytes[..<end], as: UTF8.self), Array(bytes[(end + 4)...]))
            }
            let part = try await receive()
            if part.isEmpty { return (String(decoding: bytes, as: UTF8.self), []) }
            bytes += part
        }
    }

    /// Asks for an upgrade and reads the head of the answer.
    func upgrade(_ path: String = "/", to name: String = "test", with bytes: [UInt8] = []) async throws -> String {
        let head = "GET \(path) HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: \(name)\r\n\r\n"
        try await send(Array(head.utf8) + bytes)
        return try await readHead().head
    }
}
