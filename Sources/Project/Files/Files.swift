internal import Glibc

/// A call to the file system that failed.
public struct FileError: Error, Equatable, Sendable {
    /// What was tried: `read`, `write`, `rename`, ...
    public let operation: String
    /// Where.
    public let path: String
    /// The number of the system's error.
    public let code: Int32

    /// Makes an error.
    public init(_ operation: String, _ path: String, code: Int32) {
        self.operation = operation
        self.path = path
        self.code = code
    }
}

extension FileError: CustomStringConvertible {
    /// What was tried where, and why it failed.
    public var description: String { "cannot \(operation) \(path): \(String(cString: strerror(code)).lowercased())" }
}

/// The few calls to the file system that the tool needs; every one of its files goes through here.
public enum Files {
    /// What lies at a path.
    public enum Kind: Sendable {
        /// An ordinary file.
        case file
        /// A folder.
        case directory
        /// A link, socket, device or the like.
        case other
    }

    /// What lies at a path, links not followed; nil if there is nothing.
    public static func kind(_ path: String) -> Kind? {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        return switch status.st_mode & S_IFMT {
        case S_IFREG: .file
        case S_IFDIR: .directory
        default: .other
        }
    }

    /// Whether something lies at a path, links followed.
    public static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// The permissions of a file; nil if there is none.
    public static func mode(_ path: String) -> UInt32? {
        var status = stat()
        return stat(path, &status) == 0 ? UInt32(status.st_mode & 0o7777) : nil
    }

    /// The folder that the process runs in.
    public static var workingDirectory: String {
        guard let text = getcwd(nil, 0) else { return "/" }
        defer { free(text) }
        return String(cString: text)
    }

    /// All bytes of a file; nil if there is none.
    public static func read(_ path: String) throws(FileError) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw FileError("read", path, code: errno)
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw FileError("read", path, code: errno) }
        guard status.st_mode & S_IFMT != S_IFDIR else { throw FileError("read", path, code: EISDIR) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Int(status.st_size))
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(file, &chunk, chunk.count)
            if count == 0 { return bytes }
            if count > 0 {
                bytes += chunk[..<count]
            } else if errno != EINTR {
                throw FileError("read", path, code: errno)
            }
        }
    }

    /// Writes a file that must not exist yet.
    ///
    /// The permissions hold from the first moment on.
    public static func create(_ path: String, _ bytes: [UInt8], mode: UInt32) throws(FileError) {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode_t(mode))
        guard file >= 0 else { throw FileError("create", path, code: errno) }
        defer { close(file) }
        guard fchmod(file, mode_t(mode)) == 0 else { throw FileError("create", path, code: errno) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                throw FileError("write", path, code: errno)
            }
        }
    }

    /// Replaces a file in one step: a reader sees the old bytes or the new ones.
    public static func replace(_ path: String, _ bytes: [UInt8], mode: UInt32) throws(FileError) {
        let temporary = path + ".\(getpid()).new"
        unlink(temporary)
        do {
            try create(temporary, bytes, mode: mode)
            try rename(temporary, to: path)
        } catch {
            unlink(temporary)
            throw error
        }
    }

    /// Makes a folder and those above it that are missing; returns the ones it made, outermost first.
    @discardableResult
    public static func makeDirectory(_ path: String, mode: UInt32 = 0o755) throws(FileError) -> [String] {
        if mkdir(path, mode_t(mode)) == 0 { return [path] }
        let code = errno
        if code == EEXIST {
            var status = stat()
            guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
                throw FileError("make the folder", path, code: ENOTDIR)
            }
            return []
        }
        let parent = Path.parent(path)
        guard code == ENOENT, !parent.isEmpty, parent != path else {
            throw FileError("make the folder", path, code: code)
        }
        let made = try makeDirectory(parent)
        guard mkdir(path, mode_t(mode)) == 0 || errno == EEXIST else {
            throw FileError("make the folder", path, code: errno)
        }
        return made + [path]
    }

    /// Moves a file; what lies at `target` is replaced in the same step.
    public static func rename(_ path: String, to target: String) throws(FileError) {
        guard Glibc.rename(path, target) == 0 else { throw FileError("move a file to", target, code: errno) }
    }

    /// Gives a file a second name, or makes a copy where the file system has no second names.
    static func link(_ path: String, as name: String) throws(FileError) {
        if Glibc.link(path, name) == 0 { return }
        guard let bytes = try read(path) else { throw FileError("link", path, code: ENOENT) }
        try create(name, bytes, mode: mode(path) ?? 0o644)
    }

    /// Sets the permissions of a file or folder.
    public static func setMode(_ path: String, _ mode: UInt32) throws(FileError) {
        guard chmod(path, mode_t(mode)) == 0 else { throw FileError("change the mode of", path, code: errno) }
    }

    /// Removes a file; nothing happens if there is none.
    public static func remove(_ path: String) throws(FileError) {
        guard unlink(path) == 0 || errno == ENOENT else { throw FileError("remove", path, code: errno) }
    }

    /// Removes a folder if it is empty.
    @discardableResult
    public static func removeEmptyDirectory(_ path: String) -> Bool { rmdir(path) == 0 }

    /// Removes a file or a folder with all that is in it; links are removed, not followed.
    public static func removeTree(_ path: String) throws(FileError) {
        guard let kind = kind(path) else { return }
        guard kind == .directory else { return try remove(path) }
        for name in try list(path) { try removeTree(Path.join(path, name)) }
        guard rmdir(path) == 0 else { throw FileError("remove", path, code: errno) }
    }

    /// The names in a folder, sorted by their bytes; empty if there is no such folder.
    public static func list(_ path: String) throws(FileError) -> [String] {
        guard let folder = opendir(path) else {
            if errno == ENOENT { return [] }
            throw FileError("list", path, code: errno)
        }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Paths of all files below a folder, relative to it, sorted.
    public static func tree(_ path: String) throws(FileError) -> [String] {
        var files: [String] = []
        for name in try list(path) {
            let full = Path.join(path, name)
            if kind(full) == .directory {
                files += try tree(full).map { name + "/" + $0 }
            } else {
                files.append(name)
            }
        }
        return files
    }

    /// Whether a process with that id runs.
    static func isAlive(_ process: Int32) -> Bool { kill(process, 0) == 0 || errno == EPERM }

    /// The id of this process.
    static var processID: Int32 { getpid() }
}
