internal import JSON

/// Which files the tool generated and what they said, so that an edit is noticed before it is lost.
struct Manifest: Equatable {
    /// Where it lies in a project.
    static let path = ".apiserver-boot/manifest.json"

    /// SHA-256 in hexadecimal by path.
    var digests: [String: String] = [:]

    init() {}

    /// Reads a manifest; what cannot be read counts as unknown, which at worst reports a conflict.
    init(_ bytes: [UInt8]) {
        guard let files = (try? JSONReader.parse(bytes))?["files"]?.object else { return }
        for file in files { digests[file.key] = file.value.string }
    }

    /// One line per file, sorted, so that versions merge well.
    var bytes: [UInt8] {
        let lines = digests.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { path, digest in
            "    \(Self.quoted(path)): \"\(digest)\""
        }
        return Array("{\n  \"version\": 1,\n  \"files\": {\n\(lines.joined(separator: ",\n"))\n  }\n}\n".utf8)
    }

    private static func quoted(_ text: String) -> String {
        String(decoding: JSONWriter.bytes(.string(text)), as: UTF8.self)
    }
}
