internal import COpenSSL
internal import Synchronization

/// Cryptographic digests.
public enum Digest {
    /// The SHA-256 digest, 32 bytes.
    ///
    /// The C function is `SHA256`.
    public static func sha256(_ bytes: [UInt8]) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
            _ = unsafe bytes.withUnsafeBufferPointer { unsafe SHA256($0.baseAddress, $0.count, buffer.baseAddress) }
            count = 32
        }
    }

    /// The SHA-1 digest, 20 bytes; for protocols that demand it, never as protection.
    ///
    /// The C function is `SHA1`.
    public static func sha1(_ bytes: [UInt8]) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: 20) { buffer, count in
            _ = unsafe bytes.withUnsafeBufferPointer { unsafe SHA1($0.baseAddress, $0.count, buffer.baseAddress) }
            count = 20
        }
    }

    /// The SHA-512 digest, 64 bytes.
    ///
    /// The C function is `SHA512`.
    public static func sha512(_ bytes: [UInt8]) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: 64) { buffer, count in
            _ = unsafe bytes.withUnsafeBufferPointer { unsafe SHA512($0.baseAddress, $0.count, buffer.baseAddress) }
            count = 64
        }
    }

    /// The HMAC of a message with SHA-256, 32 bytes.
    ///
    /// The C function is `HMAC`.
    public static func hmacSHA256(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
            var length: UInt32 = 0
            _ = unsafe message.withUnsafeBufferPointer { text in
                unsafe key.withUnsafeBytes { key in
                    unsafe HMAC(
                        EVP_sha256(),
                        key.baseAddress,
                        Int32(key.count),
                        text.baseAddress,
                        text.count,
                        buffer.baseAddress,
                        &length
                    )
                }
            }
            count = Int(length)
        }
    }

    /// Two lower-case hexadecimal digits per byte.
    public static func hex(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Whether two secrets are equal, in a time that depends on their lengths alone.
    public static func isEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        var difference: UInt8 = 0
        for index in left.indices { difference |= left[index] ^ right[index] }
        return difference == 0
    }
}

/// Random bytes fit for keys.
public enum Random {
    /// Bytes of OpenSSL's generator.
    ///
    /// The C function is `RAND_bytes`.
    public static func bytes(_ count: Int) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            let code = unsafe RAND_bytes(buffer.baseAddress, Int32(count))
            precondition(code == 1, "no random bytes")
            initialized = count
        }
    }

    private static let pool = Mutex((words: [UInt64](), next: 0))
    private static let poolWords = 512

    /// 128 random bits for names that must differ, such as UUIDs; fetched in bulk, since a call costs far more than bits.
    ///
    /// For secrets, use ``bytes(_:)``.
    public static func identifier() -> (UInt64, UInt64) {
        pool.withLock { pool in
            if pool.next == pool.words.count {
                pool.words = unsafe [UInt64](unsafeUninitializedCapacity: poolWords) { buffer, initialized in
                    let code = unsafe RAND_bytes(
                        UnsafeMutableRawPointer(buffer.baseAddress!).assumingMemoryBound(to: UInt8.self),
                        Int32(poolWords * 8)
                    )
                    precondition(code == 1, "no random bytes")
                    initialized = poolWords
                }
                pool.next = 0
            }
            defer { pool.next += 2 }
            return (pool.words[pool.next], pool.words[pool.next + 1])
        }
    }
}
