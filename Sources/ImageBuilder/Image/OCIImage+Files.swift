internal import JSON

/// The image as files.
extension OCIImage {
    /// The files of an OCI image layout, by path: what `skopeo copy oci:DIR` reads.
    ///
    /// - Parameter tag: what the image is called in the layout; nil for nothing.
    /// - Returns: the files, in no folder of their own.
    public func layout(tag: String?) -> [(path: String, bytes: [UInt8])] {
        var entry = manifest.descriptor
        if let tag { entry["annotations"] = ["org.opencontainers.image.ref.name": .string(tag)] }
        let index: JSONValue = [
            "schemaVersion": 2, "mediaType": "application/vnd.oci.image.index.v1+json", "manifests": [entry],
        ]
        let blobs = [config, layer, manifest].map { (path: Self.path($0), bytes: $0.bytes) }
        return blobs + [
            (path: "index.json", bytes: JSONWriter.bytes(index)),
            (path: "oci-layout", bytes: Array(#"{"imageLayoutVersion":"1.0.0"}"#.utf8)),
        ]
    }

    /// One file for `docker load`, `podman load` and `ctr images import`.
    ///
    /// - Parameter name: what the image is called when it is loaded, with its tag.
    /// - Returns: the bytes of the file.
    public func archive(name: String) -> [UInt8] {
        var archive = TarArchive()
        for folder in ["blobs", "blobs/sha256"] { archive.add(folder, .directory, mode: 0o755) }
        for (path, bytes) in layout(tag: name) { archive.add(path, .file(bytes), mode: 0o644) }
        let manifests: JSONValue = [
            [
                "Config": .string(Self.path(config)), "RepoTags": [.string(name)],
                "Layers": [.string(Self.path(layer))],
            ]
        ]
        archive.add("manifest.json", .file(JSONWriter.bytes(manifests)), mode: 0o644)
        return archive.finished()
    }

    private static func path(_ blob: Blob) -> String { "blobs/sha256/" + blob.digest.dropFirst("sha256:".count) }
}
