internal import EventLoop
internal import Glibc
internal import Telemetry

/// The file that audit events go to, or standard output; put aside when it has grown too large.
///
/// Has a thread of its own, because disks block.
/// Source: lumberjack v2, which upstream writes its audit log with.
actor AuditFile {
    /// A failure of the system, with the file it is about.
    struct Failure: Error, CustomStringConvertible {
        let what: String
        let cause: String

        var description: String { "\(what): \(cause)" }

        init(_ what: String) {
            self.what = what
            cause = String(cString: strerror(errno))
        }
    }

    private let executor: BlockingExecutor
    private let path: AuditFilePath?
    private let limitBytes: Int
    private let now: @Sendable () -> WallTime
    private var descriptor: Int32
    private var size: Int

    /// The actor's own thread.
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Opens the file, or makes it for its owner alone.
    ///
    /// - Parameters:
    ///   - path: nil for standard output.
    ///   - limitBytes: how large the file may become before it is put aside.
    ///   - now: what the names of old files tell.
    /// - Throws: `Failure`, and `EventLoopError` if there is no thread to be had.
    init(path: AuditFilePath?, limitBytes: Int, now: @escaping @Sendable () -> WallTime = { .now }) throws {
        executor = try BlockingExecutor(name: "audit")
        self.path = path
        self.limitBytes = limitBytes
        self.now = now
        if let path {
            (descriptor, size) = try Self.open(path, flags: O_APPEND, mode: 0o600)
        } else {
            (descriptor, size) = (STDOUT_FILENO, 0)
        }
    }

    private static func open(_ path: AuditFilePath, flags: Int32, mode: mode_t) throws -> (Int32, Int) {
        try makeDirectory(path.directory)
        let descriptor = Glibc.open(path.text, O_WRONLY | O_CREAT | O_CLOEXEC | flags, mode)
        guard descriptor >= 0 else { throw Failure("\(path.text) cannot be opened") }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
            let failure = Failure("\(path.text) is no file")
            Glibc.close(descriptor)
            throw failure
        }
        return (descriptor, Int(status.st_size))
    }

    private static func makeDirectory(_ path: String) throws {
        var made = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            made += made.isEmpty || made.hasSuffix("/") ? part : "/" + part
            guard mkdir(made, 0o700) == 0 || errno == EEXIST else {
                throw Failure("the directory \(made) cannot be made")
            }
        }
    }

    /// Writes lines; whether the file was put aside meanwhile.
    ///
    /// - Throws: `Failure`; what was written before it stays.
    func write(_ lines: [[UInt8]]) throws -> Bool {
        var hasRotated = false
        var batch: [UInt8] = []
        for line in lines {
            if path != nil, size + batch.count + line.count > limitBytes, size + batch.count > 0 {
                try append(batch)
                batch = []
                try rotate()
                hasRotated = true
            }
            batch += line
        }
        try append(batch)
        return hasRotated
    }

    /// Closes the file; nothing can be written afterwards.
    func close() {
        if path != nil, descriptor >= 0 { Glibc.close(descriptor) }
        descriptor = -1
    }

    private func append(_ bytes: [UInt8]) throws {
        // After a failed change of files the next line tries again.
        if descriptor < 0, let path { (descriptor, size) = try Self.open(path, flags: O_APPEND, mode: 0o600) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else {
                if errno == EINTR { continue }
                throw Failure("\(path?.text ?? "standard output") cannot be written")
            }
            size += count
            rest = rest.dropFirst(count)
        }
    }

    private func rotate() throws {
        guard let path else { return }
        var status = stat()
        let mode = fstat(descriptor, &status) == 0 ? status.st_mode & 0o777 : 0o600
        Glibc.close(descriptor)
        descriptor = -1
        let backup = path.backup(at: now())
        guard rename(path.text, backup) == 0 || errno == ENOENT else {
            throw Failure("\(path.text) cannot be renamed to \(backup)")
        }
        (descriptor, size) = try Self.open(path, flags: O_TRUNC, mode: mode)
    }
}

/// The name of a log file, and those of its old ones: `audit.log` and `audit-2026-11-28T09-30-00.000.log`.
struct AuditFilePath: Sendable, Equatable {
    let text: String
    let directory: String
    private let stem: String
    private let suffix: String

    init(_ text: String) {
        self.text = text
        let slash = text.lastIndex(of: "/")
        directory = slash.map { $0 == text.startIndex ? "/" : String(text[..<$0]) } ?? "."
        let name = slash.map { text[text.index(after: $0)...] } ?? text[...]
        let dot = name.lastIndex(of: ".")
        stem = String(dot.map { name[..<$0] } ?? name) + "-"
        suffix = String(dot.map { name[$0...] } ?? "")
    }

    /// The name of a file that was put aside then.
    func backup(at time: WallTime) -> String { directory + "/" + stem + Self.stamp(time) + suffix }

    /// When a file of the directory was put aside, as `stamp` writes it; nil if it is no old file of this one.
    func stamp(of name: String) -> String? {
        let plain = name.hasSuffix(".gz") ? String(name.dropLast(3)) : name
        guard plain.hasPrefix(stem), plain.hasSuffix(suffix),
            plain.utf8.count == stem.utf8.count + 23 + suffix.utf8.count
        else { return nil }
        let stamp = plain.dropFirst(stem.count).dropLast(suffix.count)
        let shape = stamp.utf8.map { (0x30...0x39).contains($0) ? UInt8(ascii: "0") : $0 }
        return shape.elementsEqual("0000-00-00T00-00-00.000".utf8) ? String(stamp) : nil
    }

    /// `2006-01-02T15-04-05.000` in UTC; later ones sort behind earlier ones.
    static func stamp(_ time: WallTime) -> String {
        time.rfc3339.dropLast().map { $0 == ":" ? "-" : String($0) }.joined()
    }
}
