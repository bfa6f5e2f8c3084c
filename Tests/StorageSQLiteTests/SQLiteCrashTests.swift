import Foundation
import Storage
import Telemetry
import Testing

@testable import StorageSQLite

/// A process that is killed while it writes.
@Suite(.timeLimit(.minutes(1)))
struct SQLiteCrashTests {
    @Test func keepsEveryAnsweredWriteOfAKilledProcess() async throws {
        let result = await #expect(processExitsWith: .signal(SIGKILL), observing: [\.standardOutputContent]) {
            try await CrashingWriter.run()
        }
        let output = try #require(result).standardOutputContent
        let lines = String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
        let path = try #require(lines.first { $0.hasPrefix("file ") }?.dropFirst(5))
        defer { try? FileManager.default.removeItem(atPath: String(path.dropLast("/store.db".count))) }
        let answers = lines.filter { $0.hasPrefix("answered ") && $0.hasSuffix(" .") }
        #expect(answers.count >= CrashingWriter.enough)

        let store = try await SQLiteBackend(path: String(path))
        for answer in answers {
            let fields = answer.split(separator: " ")
            let stored = try await store.get(String(fields[1]))
            #expect(stored?.revision == UInt64(fields[2]), "\(answer)")
            #expect(stored?.value == Array(fields[1].utf8), "\(answer)")
        }
        #expect(try await store.create("/r/after", []).revision > UInt64(answers.count))
        await store.close()
    }
}

/// Writes with many tasks, tells each answer on standard output, and kills its own process in the middle of that.
private enum CrashingWriter {
    static let enough = 400

    static func run() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("storage-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let path = folder + "/store.db"
        say("file \(path)")
        let store = try await SQLiteBackend(path: path)
        let answered = Locked(0)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<16 {
                group.addTask {
                    for number in 0... {
                        let key = "/r/\(writer)/\(number)"
                        let stored = try await store.create(key, Array(key.utf8))
                        say("answered \(key) \(stored.revision) .")
                        let count = answered.withLock { answered in
                            answered += 1
                            return answered
                        }
                        if count == enough { kill(getpid(), SIGKILL) }
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// One `write` per line, unbuffered, so that nothing said is lost.
    private static func say(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = write(STDOUT_FILENO, bytes, bytes.count)
    }
}
