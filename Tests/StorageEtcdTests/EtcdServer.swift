import EventLoop
import Foundation
import Storage
import StorageEtcd
import Telemetry

/// A real etcd on free ports of the loopback address, with a folder of its own; ended with the test.
final class EtcdServer: Sendable {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    static let program = "/usr/bin/etcd"
    static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: program) }

    let url: String
    let process: Int32
    private let child: Locked<Process>
    private let folder: String

    /// Starts it and waits until it serves.
    init() throws {
        folder = FileManager.default.temporaryDirectory.path + "/etcd-" + UUID().uuidString
        let child = Process()
        child.executableURL = URL(fileURLWithPath: Self.program)
        child.arguments = [
            "--data-dir", folder, "--listen-client-urls", "http://127.0.0.1:0", "--advertise-client-urls",
            "http://127.0.0.1:0", "--listen-peer-urls", "http://127.0.0.1:0", "--initial-advertise-peer-urls",
            "http://127.0.0.1:0", "--initial-cluster", "default=http://127.0.0.1:0", "--logger", "zap",
            "--heartbeat-interval", "10", "--election-timeout", "100", "--enable-grpc-gateway=false",
        ]
        let pipe = Pipe()
        child.standardError = pipe
        child.standardOutput = FileHandle.nullDevice
        try child.run()
        process = child.processIdentifier
        guard let port = Self.port(in: pipe.fileHandleForReading) else {
            child.terminate()
            throw Failure(description: "etcd does not serve")
        }
        // What else it says is read away, so that it never waits for us.
        pipe.fileHandleForReading.readabilityHandler = { handle in
            if handle.availableData.isEmpty { handle.readabilityHandler = nil }
        }
        url = "http://127.0.0.1:\(port)"
        self.child = Locked(child)
    }

    /// Reads the log up to the line that names the port.
    private static func port(in log: FileHandle) -> String? {
        var text = ""
        while true {
            let more = log.availableData
            guard !more.isEmpty else { return nil }
            text += String(decoding: more, as: UTF8.self)
            for line in text.split(separator: "\n") where line.contains("serving client traffic insecurely") {
                let parts = line.components(separatedBy: "\"address\":\"127.0.0.1:")
                if parts.count == 2, let port = parts[1].split(separator: "\"").first { return String(port) }
            }
        }
    }

    /// Ends it and removes its folder.
    func stop() {
        child.withLock { child in
            kill(child.processIdentifier, SIGKILL)
            child.waitUntilExit()
        }
        try? FileManager.default.removeItem(atPath: folder)
    }
}

/// Runs `body` with a server of its own, which has compacted its first revisions away.
func withEtcd<Result>(_ body: (EtcdServer, EventLoopGroup) async throws -> Result) async throws -> Result {
    let server = try EtcdServer()
    defer { server.stop() }
    let loops = try EventLoopGroup(count: 1)
    defer { loops.stop() }
    let store = try EtcdBackend(EtcdOptions(servers: [server.url], prefix: "/elsewhere"), on: loops, log: .silent)
    let first = try await store.create("/first", [])
    try await store.compact(to: first.revision)
    await store.close()
    return try await body(server, loops)
}
