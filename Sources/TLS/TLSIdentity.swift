internal import Glibc

/// A certificate chain (leaf first) and its private key, as PEM.
public enum TLSIdentity: Sendable, Equatable {
    /// Files, read again when they change.
    ///
    /// Both may be the same file.
    case files(certificate: String, key: String)
    /// PEM texts.
    case pem(certificate: [UInt8], key: [UInt8])

    /// The files to look at for changes; none for texts.
    var files: [String] {
        guard case .files(let certificate, let key) = self else { return [] }
        return [certificate, key]
    }

    /// Reads the texts.
    func load() throws(TLSError) -> (certificate: [UInt8], key: [UInt8]) {
        switch self {
        case .pem(let certificate, let key): return (certificate, key)
        case .files(let certificate, let key): return (try Self.read(certificate), try Self.read(key))
        }
    }

    /// Reads a whole file; small ones only.
    static func read(_ path: String) throws(TLSError) -> [UInt8] {
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
