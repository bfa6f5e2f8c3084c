internal import Glibc
internal import Project

/// Which source files the runtime of a project has, remembered from build to build.
///
/// The package manager plans a build anew when a file comes or goes in the project itself, but not when one does in a
/// package that the project refers to by path. When the runtime has other files than at the last build, the project's
/// manifest gets a new time of change, which makes it plan anew.
struct RuntimeSources {
    let root: String
    /// Folder of the runtime's sources, absolute.
    let folder: String

    private static let record = ".build/apiserver-boot/runtime-sources"

    /// For a project at `root`.
    init(_ project: Project, root: String) {
        self.root = root
        folder =
            switch project.runtime {
            case .vendored: Path.join(root, "Vendor/apiserver-runtime/Sources")
            case .path(let path): Path.join(Path.absolute(path, from: root), "Sources")
            }
    }

    /// Makes the next build plan anew if files came or went since the last one.
    func announceChanges() throws(FileError) {
        let files = try Files.tree(folder).sorted().joined(separator: "\n") + "\n"
        let record = Path.join(root, Self.record)
        let known = try Files.read(record)
        guard known != Array(files.utf8) else { return }
        let manifest = Path.join(root, "Package.swift")
        if Files.exists(Path.join(root, ".build")), unsafe utimensat(AT_FDCWD, manifest, nil, 0) != 0 {
            throw FileError("write", manifest, code: errno)
        }
        try Files.makeDirectory(Path.parent(record))
        try Files.replace(record, Array(files.utf8), mode: 0o644)
    }
}
