import Foundation
import Testing

/// Files that record what something should look like.
///
/// `UPDATE_GOLDEN=1 swift test` writes them anew.
struct GoldenFolder {
    let path: String

    static var isUpdating: Bool { ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" }

    init(_ name: String, of file: String = #filePath) {
        path = (file as NSString).deletingLastPathComponent + "/Golden/" + name
    }

    /// Compares texts by path with the files of the folder.
    func expect(_ files: [String: String]) throws {
        let manager = FileManager.default
        if Self.isUpdating {
            try? manager.removeItem(atPath: path)
            for (name, text) in files {
                let file = path + "/" + name
                let folder = (file as NSString).deletingLastPathComponent
                try manager.createDirectory(atPath: folder, withIntermediateDirectories: true)
                try Data(text.utf8).write(to: URL(fileURLWithPath: file))
            }
        }
        let names = manager.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
        let present = names.filter { name in
            var isFolder: ObjCBool = false
            return manager.fileExists(atPath: path + "/" + name, isDirectory: &isFolder) && !isFolder.boolValue
        }
        #expect(present.sorted() == files.keys.sorted())
        for (name, text) in files.sorted(by: { $0.key < $1.key }) {
            let golden = manager.contents(atPath: path + "/" + name).map { String(decoding: $0, as: UTF8.self) } ?? ""
            #expect(Self.difference(golden, text) == "", "\(name) differs; UPDATE_GOLDEN=1 accepts it")
        }
    }

    /// The first line that differs, with its number; empty for equal texts.
    private static func difference(_ old: String, _ new: String) -> String {
        let (a, b) = (
            old.split(separator: "\n", omittingEmptySubsequences: false),
            new.split(separator: "\n", omittingEmptySubsequences: false)
        )
        for line in 0..<max(a.count, b.count) {
            let (left, right) = (line < a.count ? a[line] : "(end)", line < b.count ? b[line] : "(end)")
            if left != right { return "line \(line + 1):\n- \(left)\n+ \(right)" }
        }
        return ""
    }
}
