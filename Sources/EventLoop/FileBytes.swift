internal import CLinux

/// Reading of small files: certificates, tokens, manifests.
public enum FileBytes {
    /// Reads a whole file.
    ///
    /// Blocks: not on a loop, unless the file is known to be small and local.
    ///
    /// - Parameters:
    ///   - path: where the file is.
    ///   - limitBytes: most bytes to accept.
    /// - Returns: the contents.
    /// - Throws: `.system` with `errno` and the path, `.tooLarge` if there are more than `limitBytes` bytes.
    public static func read(_ path: String, limitBytes: Int = 64 << 20) throws(EventLoopError) -> [UInt8] {
        let fd = unsafe path.withCString { unsafe apiboot_open_read($0) }
        guard fd >= 0 else { throw .system(call: "open", code: -fd, subject: path) }
        defer { _ = apiboot_close(fd) }
        var bytes: [UInt8] = []
        var code = 1
        while code > 0, bytes.count <= limitBytes {
            let room = max(16_384, bytes.count)
            let chunk = unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
                guard let start = buffer.baseAddress else { return }
                code = unsafe apiboot_read(fd, start, room)
                count = max(0, code)
            }
            if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
        }
        guard code >= 0 else { throw .system(call: "read", code: Int32(-code), subject: path) }
        guard bytes.count <= limitBytes else { throw .tooLarge(path: path, limitBytes: limitBytes) }
        return bytes
    }
}
