internal import Project
internal import Templates

/// Where the documentation goes.
///
/// Its files say in their first lines that they are ours; others are never touched.
struct DocumentationFolder {
    /// As the user wrote it.
    let shown: String
    private let path: String

    /// The folder that the command line names: below the project unless it is absolute.
    init(_ invocation: Invocation, root: String) {
        var folder = invocation.arguments.value("output") ?? BuildDocs.folder
        while folder.utf8.count > 1, folder.hasSuffix("/") { folder.removeLast() }
        shown = folder
        path = Path.absolute(folder, from: root)
    }

    /// Writes the files that differ, unless this is a dry run.
    ///
    /// - Throws: `Problems` before the first byte is written if a file of another would be lost.
    func write(_ files: [ReferenceSite.File], _ invocation: Invocation) throws(Problems) -> [Change] {
        do {
            var changes: [Change] = []
            var strangers: [Problem] = []
            for file in files {
                let name = Path.join(shown, file.name)
                guard let present = try Files.read(Path.join(path, file.name)) else {
                    changes.append(Change(.create, name))
                    continue
                }
                if present == Array(file.text.utf8) {
                    changes.append(Change(.skip, name, bundle: shown))
                } else {
                    changes.append(Change(.update, name))
                    if !ReferenceSite.isOwn(present) { strangers.append(stranger(name)) }
                }
            }
            guard strangers.isEmpty || invocation.isForced else { throw Problems(strangers) }
            guard !invocation.isDryRun else { return changes }
            try Files.makeDirectory(path)
            for (change, file) in zip(changes, files) where change.action.isWrite {
                try Files.replace(Path.join(path, file.name), Array(file.text.utf8), mode: 0o644)
            }
            return changes
        } catch let error as FileError {
            throw Problems(Problem(error))
        } catch let problems as Problems {
            throw problems
        } catch {
            throw Problems(Problem("AB7001", "\(error)", status: .bug))
        }
    }

    /// Removes what `write` has written, and the folder if nothing else is in it, unless this is a dry run.
    func clean(_ invocation: Invocation) throws(Problems) -> [Change] {
        do throws(FileError) {
            var changes: [Change] = []
            for file in ReferenceSite.names {
                guard let present = try Files.read(Path.join(path, file)) else { continue }
                let isOwn = ReferenceSite.isOwn(present)
                changes.append(
                    Change(isOwn ? .delete : .keep, Path.join(shown, file), note: isOwn ? "" : "not from build docs")
                )
                if isOwn, !invocation.isDryRun { try Files.remove(Path.join(path, file)) }
            }
            if !invocation.isDryRun, try Files.list(path).isEmpty { try Files.removeTree(path) }
            return changes
        } catch {
            throw Problems(Problem(error))
        }
    }

    private func stranger(_ name: String) -> Problem {
        Problem(
            "AB4403",
            "\(name) is not from build docs",
            cause: "it would be replaced",
            fix: "another --output, or --force to replace it",
            status: .conflict
        )
    }
}
