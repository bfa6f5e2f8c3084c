/// Hashes of content as Kubernetes writes them into discovery documents and headers.
enum ContentHash {
    /// Upper-case hexadecimal digest, as entity tags and the `hash` parameter of OpenAPI v3 addresses have it.
    static func hex(_ content: [UInt8]) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        let text = SHA256.digest(content).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }

    /// `storageVersionHash` of a kind whose objects are stored in that version: 8 bytes in base64.
    ///
    /// Source: apiserver `discovery.StorageVersionHash`.
    static func storageVersion(_ kind: ServedResource.ObjectKind) -> String {
        base64(SHA256.digest("\(kind.group)/\(kind.version)/\(kind.kind)".utf8).prefix(8))
    }

    /// Base64 with padding of a few bytes.
    ///
    /// Source: RFC 4648, section 4.
    private static func base64(_ bytes: some Collection<UInt8>) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var text: [UInt8] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let chunk = rest.prefix(3)
            rest = rest.dropFirst(3)
            var bits = chunk.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            bits <<= UInt32(8 * (3 - chunk.count))
            for index in 0..<4 {
                text.append(
                    index <= chunk.count ? alphabet[Int(bits >> UInt32(18 - 6 * index)) & 63] : UInt8(ascii: "=")
                )
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
