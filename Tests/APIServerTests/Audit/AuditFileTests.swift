import Foundation
import Telemetry
import Testing
import Transport

@testable import APIServer

struct AuditFileTests {
    private let folder = AuditFolder()
    // 2026-11-28T09:30:00.007Z
    private static let moment = WallTime(seconds: 1_795_858_200, nanoseconds: 7_000_000)

    private func mode(_ name: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.path + "/logs/" + name)
        return try #require(attributes[.posixPermissions] as? Int)
    }

    @Test func makesAFileForItsOwnerAlone() async throws {
        let file = try AuditFile(path: AuditFilePath(folder.log), limitBytes: 100)
        #expect(try await file.write([Array("one\n".utf8)]) == false)
        await file.close()
        #expect(try mode("audit.log") == 0o600)
        let again = try AuditFile(path: AuditFilePath(folder.log), limitBytes: 100)
        #expect(try await again.write([Array("two\n".utf8)]) == false)
        await again.close()
        #expect(try folder.text() == "one\ntwo\n")
    }

    @Test func putsAFullFileAside() async throws {
        let file = try AuditFile(path: AuditFilePath(folder.log), limitBytes: 8) { Self.moment }
        #expect(try await file.write([Array("one\n".utf8), Array("two\n".utf8)]) == false)
        #expect(try await file.write([Array("three\n".utf8)]))
        await file.close()
        let old = "audit-2026-11-28T09-30-00.007.log"
        #expect(try folder.names() == [old, "audit.log"])
        #expect(try folder.text(old) == "one\ntwo\n")
        #expect(try folder.text() == "three\n")
        #expect(try mode("audit.log") == 0o600)
    }

    @Test func countsWhatAFileHeldBefore() async throws {
        let path = AuditFilePath(folder.log)
        let first = try AuditFile(path: path, limitBytes: 8)
        #expect(try await first.write([Array("one\n".utf8)]) == false)
        await first.close()
        let second = try AuditFile(path: path, limitBytes: 8)
        #expect(try await second.write([Array("three\n".utf8)]))
        await second.close()
        #expect(try folder.names().count == 2)
    }

    @Test func writesALineThatIsLongerThanAFile() async throws {
        let file = try AuditFile(path: AuditFilePath(folder.log), limitBytes: 2)
        #expect(try await file.write([Array("one\n".utf8)]) == false)
        await file.close()
        #expect(try folder.text() == "one\n")
    }

    @Test func saysWhichFileCannotBeOpened() throws {
        let path = folder.path + "/logs"
        _ = try AuditFile(path: AuditFilePath(path + "/audit.log"), limitBytes: 2)
        let error = #expect(throws: AuditFile.Failure.self) {
            try AuditFile(path: AuditFilePath(path), limitBytes: 2)
        }
        #expect(error?.description == "\(path) cannot be opened: Is a directory")
    }

    @Test(arguments: [
        ("audit-2026-11-28T09-30-00.007.log", "2026-11-28T09-30-00.007"),
        ("audit-2026-11-28T09-30-00.007.log.gz", "2026-11-28T09-30-00.007"), ("audit.log", nil),
        ("audit-2026-11-28T09-30-00.log", nil), ("audit-2026-11-28T09-30-00x007.log", nil),
        ("other-2026-11-28T09-30-00.007.log", nil), ("audit-2026-11-28T09-30-00.007.txt", nil),
    ])
    func knowsItsOldFiles(_ name: String, _ stamp: String?) {
        #expect(AuditFilePath("/var/log/audit.log").stamp(of: name) == stamp)
    }

    @Test(arguments: [("audit.log", "."), ("/audit.log", "/"), ("logs/a/audit.log", "logs/a")])
    func knowsItsDirectory(_ path: String, _ directory: String) {
        #expect(AuditFilePath(path).directory == directory)
        #expect(AuditFilePath(path).backup(at: Self.moment) == directory + "/audit-2026-11-28T09-30-00.007.log")
    }

    // MARK: Old files

    private static let names = [
        "audit.log", "audit-2026-11-20T00-00-00.000.log", "audit-2026-11-27T00-00-00.000.log.gz",
        "audit-2026-11-28T00-00-00.000.log", "notes.txt",
    ]

    @Test(arguments: [
        (AuditBackups.Rules(), 0), (AuditBackups.Rules(count: 3), 0), (AuditBackups.Rules(count: 1), 2),
        (AuditBackups.Rules(days: 7), 1), (AuditBackups.Rules(count: 2, days: 1), 2),
    ])
    func forgetsWhatIsTooMuchOrTooOld(_ rules: AuditBackups.Rules, _ stale: Int) {
        let path = AuditFilePath("logs/audit.log")
        let sorted = AuditBackups.sort(Self.names, path, rules, now: Self.moment)
        #expect(sorted.stale.count == stale)
        #expect(sorted.kept.count == 3 - stale)
        #expect(sorted.kept.first == "audit-2026-11-28T00-00-00.000.log")
    }

    @Test func compressesAndRemovesOldFiles() async throws {
        let path = AuditFilePath(folder.log)
        let file = try AuditFile(path: path, limitBytes: 2)
        await file.close()
        for day in 1...3 {
            let text = "day \(day)\n"
            let backup = path.backup(at: WallTime(seconds: Self.moment.seconds + day * 86_400))
            try text.write(toFile: backup, atomically: false, encoding: .utf8)
        }
        let backups = try AuditBackups(path: path, rules: .init(count: 2, compresses: true)) { Self.moment }
        try await backups.clean()
        let second = "audit-2026-11-30T09-30-00.000.log.gz"
        #expect(try folder.names() == [second, "audit-2026-12-01T09-30-00.000.log.gz", "audit.log"])
        let packed = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/logs/" + second))
        #expect(Gzip.expand(Array(packed)) == Array("day 2\n".utf8))
        #expect(try mode(second) == 0o600)
    }
}
