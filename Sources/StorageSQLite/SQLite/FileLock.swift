internal import Glibc
internal import Storage

/// A lock file beside a database, held as long as the value lives.
///
/// The system drops it when the process dies.
@safe
struct FileLock: ~Copyable {
    private let descriptor: Int32

    /// Locks `<path>.lock` for this process and writes the process id into it.
    ///
    /// Two processes that both keep the newest revisions in memory would overwrite each other, so the second is refused.
    init(for path: String) throws(StorageError) {
        let name = path + ".lock"
        let opened = unsafe open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard opened >= 0 else {
            throw .unavailable(
                "cannot make \(name) (\(Self.reason(errno))): check that its folder exists and is writable"
            )
        }
        guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
            let reason = errno
            let owner = Self.contents(opened)
            Glibc.close(opened)
            guard reason == EWOULDBLOCK else { throw .unavailable("cannot lock \(name): \(Self.reason(reason))") }
            let process = owner.isEmpty ? "another process" : "process \(owner)"
            throw .unavailable("\(path) is in use by \(process) (lock file \(name)): stop it, or name another file")
        }
        Self.replaceContents(opened, with: "\(getpid())\n")
        descriptor = opened
    }

    // The file stays: removing it could take away the lock file that another process has just opened.
    deinit { Glibc.close(descriptor) }

    /// Gives the lock up.
    consuming func release() {}

    private static func reason(_ code: Int32) -> String { unsafe String(cString: strerror(code)) }

    private static func contents(_ descriptor: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = unsafe bytes.withUnsafeMutableBytes { unsafe pread(descriptor, $0.baseAddress, $0.count, 0) }
        return String(decoding: bytes.prefix(max(0, count)).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }

    /// For the message that another process gives; a failure harms nothing else.
    private static func replaceContents(_ descriptor: Int32, with text: String) {
        ftruncate(descriptor, 0)
        let bytes = Array(text.utf8)
        _ = unsafe bytes.withUnsafeBytes { unsafe pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    }
}
