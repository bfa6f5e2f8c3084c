internal import EventLoop
internal import Glibc
internal import Telemetry
internal import Transport

/// The files that a log has put aside: removes those that are too many or too old, and compresses the others.
///
/// Has a thread of its own, so that nothing waits while a large file is compressed.
actor AuditBackups {
    private let executor: BlockingExecutor
    private let path: AuditFilePath
    private let rules: Rules
    private let now: @Sendable () -> WallTime

    /// What stays.
    struct Rules: Sendable, Equatable {
        /// The newest ones; 0 keeps all.
        var count = 0
        /// Those of the last days; 0 keeps all.
        var days = 0
        /// Whether they are compressed.
        var compresses = false
    }

    /// The actor's own thread.
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// - Throws: `EventLoopError` if there is no thread to be had.
    init(path: AuditFilePath, rules: Rules, now: @escaping @Sendable () -> WallTime = { .now }) throws {
        executor = try BlockingExecutor(name: "audit-backups")
        self.path = path
        self.rules = rules
        self.now = now
    }

    /// Brings the directory in order.
    ///
    /// - Throws: `AuditFile.Failure`, after everything else has been done.
    func clean() throws {
        var failure: AuditFile.Failure?
        let (stale, kept) = Self.sort(try names(), path, rules, now: now())
        for name in stale where unlink(path.directory + "/" + name) != 0 && errno != ENOENT {
            failure = AuditFile.Failure("\(name) cannot be removed")
        }
        for name in kept where rules.compresses && !name.hasSuffix(".gz") {
            do {
                try compress(path.directory + "/" + name)
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
    }

    /// Which of the files of a directory go, and which old ones stay.
    static func sort(
        _ names: [String],
        _ path: AuditFilePath,
        _ rules: Rules,
        now: WallTime
    ) -> (stale: [String], kept: [String]) {
        let old = names.compactMap { name in path.stamp(of: name).map { (stamp: $0, name: name) } }
            .sorted { $0.stamp > $1.stamp }
        let oldest = AuditFilePath.stamp(WallTime(seconds: now.seconds - rules.days * 86_400))
        // A file and its compressed form count once.
        var stamps: Set<String> = []
        var sorted: (stale: [String], kept: [String]) = ([], [])
        for (stamp, name) in old {
            stamps.insert(stamp)
            let isStale = rules.count > 0 && stamps.count > rules.count || rules.days > 0 && stamp < oldest
            if isStale { sorted.stale.append(name) } else { sorted.kept.append(name) }
        }
        return sorted
    }

    private func names() throws(AuditFile.Failure) -> [String] {
        guard let directory = opendir(path.directory) else {
            throw AuditFile.Failure("\(path.directory) cannot be listed")
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            names.append(name)
        }
        return names
    }

    /// Compresses a piece at a time: members of gzip may follow each other.
    private func compress(_ file: String) throws(AuditFile.Failure) {
        let source = open(file, O_RDONLY | O_CLOEXEC)
        guard source >= 0 else { throw AuditFile.Failure("\(file) cannot be read") }
        defer { close(source) }
        let unfinished = file + ".gz.tmp"
        let target = open(unfinished, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard target >= 0 else { throw AuditFile.Failure("\(unfinished) cannot be written") }
        defer { close(target) }
        var piece = [UInt8](repeating: 0, count: 4 << 20)
        while true {
            let count = piece.withUnsafeMutableBytes { read(source, $0.baseAddress, $0.count) }
            guard count >= 0 else { throw AuditFile.Failure("\(file) cannot be read") }
            if count == 0 { break }
            var rest = Gzip.compress(Array(piece[..<count]), level: 6)[...]
            while !rest.isEmpty {
                let written = rest.withUnsafeBytes { write(target, $0.baseAddress, $0.count) }
                guard written > 0 else { throw AuditFile.Failure("\(unfinished) cannot be written") }
                rest = rest.dropFirst(written)
            }
        }
        guard rename(unfinished, file + ".gz") == 0, unlink(file) == 0 else {
            throw AuditFile.Failure("\(file) cannot be replaced")
        }
    }
}
