internal import Glibc

/// A certificate chain (leaf first) and its private key, as PEM.
public enum TLSIdentity: Sendable, Equatable {
    /// Files, read again when they change.
    ///
    /// Both may be the same file.
    case files(certificate: String, key: String)
    /// PEM texts.
    case pem(certificate: [UInt8], key: [UInt8])

    /// What tells a changed file from an unchanged one.
    struct Stamp: Equatable {
        private var values: [Int] = []

        /// Looks at the files; empty for texts.
        init(of identity: TLSIdentity) {
            guard case .files(let certificate, let key) = identity else { return }
            for path in [certificate, key] {
                var info = stat()
                guard unsafe stat(path, &info) == 0 else {
                    values.append(-1)
                    continue
                }
                values += [Int(info.st_mtim.tv_sec), info.st_mtim.tv_nsec, Int(info.st_size), Int(info.st_ino)]
            }
        }
    }

    /// Reads the texts.
    func load() throws(TLSError) -> (certificate: [UInt8], key: [UInt8]) {
        switch self {
        case .pem(let certificate, let key): return (certificate, key)
        case .files(let certificate, let key): return (try Self.read(certificate), try Self.read(key))
        }
    }

    private static func read(_ path: String) throws(TLSError) -> [UInt8] {
        guard let file = unsafe fopen(path, "re") else {
            throw .failed(call: "open \(path)", reason: unsafe String(cString: strerror(errno)))
        }
        defer { unsafe fclose(file) }
        var bytes: [UInt8] = []
        var count = 1
        while count > 0 {
            bytes += unsafe [UInt8](unsafeUninitializedCapacity: 16_384) { buffer, initialized in
                count = unsafe fread(buffer.baseAddress, 1, 16_384, file)
                initialized = count
            }
        }
        return bytes
    }
}
