internal import TLS

/// Hashes of content as Kubernetes writes them into discovery documents and headers.
enum ContentHash {
    /// SHA-512 in upper-case hexadecimal, as entity tags and the `hash` parameter of OpenAPI v3 addresses have it.
    static func hex(_ content: [UInt8]) -> String { Digest.hex(Digest.sha512(content)).uppercased() }

    /// `storageVersionHash` of a kind whose objects are stored in that version: 8 bytes of SHA-256 in base64.
    ///
    /// Source: apiserver `discovery.StorageVersionHash`.
    static func storageVersion(_ kind: ServedResource.ObjectKind) -> String {
        Base64.encode(Array(Digest.sha256(Array("\(kind.group)/\(kind.version)/\(kind.kind)".utf8)).prefix(8)))
    }
}
