internal import JSON
internal import TLS
internal import Transport

/// An image of one layer: the same contents make the same bytes, and with that the same digest.
///
/// Source: OCI image-spec v1.
public struct OCIImage: Sendable {
    /// Bytes with their name.
    public struct Blob: Sendable, Equatable {
        /// What they are.
        public let mediaType: String
        /// The bytes.
        public let bytes: [UInt8]
        /// `sha256:` and their hash.
        public let digest: String

        init(mediaType: String, bytes: [UInt8]) {
            self.mediaType = mediaType
            self.bytes = bytes
            digest = OCIImage.digest(bytes)
        }

        var descriptor: JSONValue {
            [
                "mediaType": .string(mediaType), "digest": .string(digest),
                "size": .integer(Int64(bytes.count)),
            ]
        }
    }

    /// All that differs from machine to machine, compressed.
    public let layer: Blob
    /// How the image is run.
    public let config: Blob
    /// Names the other two; its digest is the image's.
    public let manifest: Blob

    /// Makes an image.
    ///
    /// - Complexity: some hundred milliseconds for every 10 MB, for compression.
    public init(_ contents: ImageContents) {
        let archive = contents.layer()
        layer = Blob(
            mediaType: "application/vnd.oci.image.layer.v1.tar+gzip",
            bytes: Gzip.compress(archive, level: 9)
        )
        config = Blob(
            mediaType: "application/vnd.oci.image.config.v1+json",
            bytes: JSONWriter.bytes(Self.config(contents, layer: Self.digest(archive)))
        )
        let manifest: JSONValue = [
            "schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
            "config": config.descriptor, "layers": [layer.descriptor],
        ]
        self.manifest = Blob(
            mediaType: "application/vnd.oci.image.manifest.v1+json",
            bytes: JSONWriter.bytes(manifest)
        )
    }

    /// The digest of the image.
    public var digest: String { manifest.digest }

    /// How many bytes a registry keeps of it.
    public var size: Int { layer.bytes.count + config.bytes.count + manifest.bytes.count }

    private static func config(_ contents: ImageContents, layer: String) -> JSONValue {
        let entry = contents.programs.first.map { "/" + $0.name } ?? "/"
        var config: JSONValue = [
            "Entrypoint": [.string(entry)],
            "Env": ["PATH=/", .string("SSL_CERT_FILE=/" + ImageContents.authoritiesFile)],
            "User": .string("\(ImageContents.user):\(ImageContents.user)"),
            "WorkingDir": .string("/" + ImageContents.home),
        ]
        if !contents.labels.isEmpty {
            var labels = JSONObject()
            for (name, value) in contents.labels.sorted(by: { $0.key < $1.key }) { labels[name] = .string(value) }
            config["Labels"] = .object(labels)
        }
        return [
            "architecture": .string(contents.architecture), "os": "linux", "created": .string(date), "config": config,
            "rootfs": ["type": "layers", "diff_ids": [.string(layer)]],
            "history": [["created": .string(date), "created_by": "apiserver-boot build container"]],
        ]
    }

    /// Images that are to be the same have no date.
    private static let date = "1970-01-01T00:00:00Z"

    static func digest(_ bytes: [UInt8]) -> String {
        "sha256:"
            + Digest.sha256(bytes).map { byte in
                let text = String(byte, radix: 16)
                return text.count == 1 ? "0" + text : text
            }.joined()
    }
}
