import Glibc
import Testing

@testable import Project

@Suite struct TransactionTests {
    private struct Old {
        let folder: TemporaryFolder
        let snapshot: [String: String]
    }

    private static let plans = [
        FilePlan("kept.txt", "new", ownership: .state), FilePlan("deep/er/new.txt", "new", ownership: .user),
        FilePlan("Gen/changed.txt", "new", ownership: .generated), FilePlan("last.txt", "new", ownership: .user),
    ]

    /// A folder in which one file will be changed, one removed, and several made.
    private func old() throws -> Old {
        let folder = try TemporaryFolder()
        try folder.write("kept.txt", "old")
        try folder.write("mine.txt", "mine")
        try Transaction.apply(
            ChangeSet(
                ["Gen/changed.txt", "Gen/removed.txt"].map { FilePlan($0, "old", ownership: .generated) },
                root: folder.path
            )
        )
        return Old(folder: folder, snapshot: folder.snapshot())
    }

    private static func changes(_ root: String) throws -> ChangeSet {
        try ChangeSet(plans, root: root, exclusivePaths: ["Gen"])
    }

    @Test func writesEverything() throws {
        let old = try old()
        try Transaction.apply(Self.changes(old.folder.path))
        let texts = ["kept.txt", "deep/er/new.txt", "Gen/changed.txt", "last.txt", "mine.txt"].map {
            old.folder.text($0)
        }
        #expect(texts == ["new", "new", "new", "new", "mine"])
        #expect(old.folder.text("Gen/removed.txt") == nil)
        #expect(!old.folder.snapshot().keys.contains { $0.contains("transaction") })
    }

    @Test(arguments: 0..<7)
    func goesBackWhenAStepFails(_ step: Int) throws {
        let old = try old()
        let failure = TransactionError.failed(FileError("write", "x", code: ENOSPC))
        #expect(throws: failure) {
            try Transaction.apply(Self.changes(old.folder.path)) { number throws(TransactionError) in
                if number == step { throw failure }
            }
        }
        #expect(old.folder.snapshot() == old.snapshot)
    }

    @Test func reachesEveryStepThatTheTestsBreakOffAt() throws {
        let old = try old()
        var steps = 0
        try Transaction.apply(Self.changes(old.folder.path)) { number throws(TransactionError) in steps = number + 1 }
        #expect(steps == 8)
    }

    @Test(arguments: 0..<8)
    func goesBackAfterAKill(_ step: Int) async throws {
        let old = try old()
        let root = old.folder.path
        await #expect(processExitsWith: .signal(SIGKILL)) { [root = root as String, step = step as Int] in
            try Transaction.apply(Self.changes(root)) { number throws(TransactionError) in
                if number == step { kill(getpid(), SIGKILL) }
            }
        }
        #expect(old.folder.snapshot() != old.snapshot)
        #expect(try Transaction.recover(root: root))
        #expect(old.folder.snapshot() == old.snapshot)
        #expect(try !Transaction.recover(root: root))
    }

    @Test func makesTheRootAndTakesItBack() throws {
        let folder = try TemporaryFolder()
        let root = folder.path + "/a/b"
        let set = try ChangeSet([FilePlan("x.txt", "x", ownership: .user)], root: root)
        let failure = TransactionError.failed(FileError("write", "x", code: ENOSPC))
        #expect(throws: failure) {
            try Transaction.apply(set) { _ throws(TransactionError) in throw failure }
        }
        #expect(folder.snapshot() == [:])
        try Transaction.apply(set)
        #expect(folder.text("a/b/x.txt") == "x")
    }

    @Test func waitsForNobodyButSaysWhoIsBusy() throws {
        let old = try old()
        try old.folder.write(".apiserver-boot/transaction/owner", "1")
        #expect(throws: TransactionError.busy(process: 1)) { try Transaction.apply(Self.changes(old.folder.path)) }
    }

    @Test func keepsPermissions() throws {
        let old = try old()
        try Files.setMode(old.folder.path + "/kept.txt", 0o755)
        try Transaction.apply(Self.changes(old.folder.path))
        #expect(Files.mode(old.folder.path + "/kept.txt") == 0o755)
        #expect(Files.mode(old.folder.path + "/last.txt") == 0o644)
    }

    @Test func failsWithoutATraceWhereAFileStandsInTheWay() throws {
        let old = try old()
        try old.folder.write("deep", "a file, not a folder")
        let before = old.folder.snapshot()
        #expect(throws: TransactionError.self) { try Transaction.apply(Self.changes(old.folder.path)) }
        #expect(old.folder.snapshot() == before)
    }
}

@Suite struct JournalTests {
    @Test func readsWhatItWrites() throws {
        var journal = Journal()
        journal.folders = ["/a b", "/a b/c"]
        journal.entries = [.makeFolder("/x y"), .create(0, "a b"), .replace(1, "c"), .remove(2, "d e f")]
        #expect(Journal(journal.bytes) == journal)
    }

    @Test(arguments: ["x", "create a b", "steal 0 a"])
    func refusesWhatItDidNotWrite(_ text: String) {
        #expect(Journal(Array(text.utf8)) == nil)
    }
}
