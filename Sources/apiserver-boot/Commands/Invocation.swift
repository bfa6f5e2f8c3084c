internal import Project

/// One run of a command.
struct Invocation: Sendable {
    let arguments: ParsedArguments
    let console: Console

    /// The folder that the command was pointed at, absolute.
    var directory: String {
        Path.absolute(arguments.value("directory") ?? ".", from: Files.workingDirectory)
    }

    var isDryRun: Bool { arguments.has("dry-run") }
    var isForced: Bool { arguments.has("force") }

    /// The project that the command works on: the nearest `PROJECT` here or above.
    func project() throws(Problems) -> (root: String, project: Project) {
        var folder = directory
        while true {
            try recover(folder)
            if let project = try ProjectFile.load(root: folder) { return (folder, project) }
            guard folder != "/" else { throw Problems(.noProject(directory)) }
            folder = Path.parent(folder)
        }
    }

    /// Takes back what a killed run left half done.
    func recover(_ root: String) throws(Problems) {
        if isDryRun { return }
        do {
            if try Transaction.recover(root: root) {
                console.complain("note: an earlier command was cut short; its changes were taken back")
            }
        } catch { throw Problems(Problem(error)) }
    }

    /// Shows what will change and writes it, unless this is a dry run.
    ///
    /// Returns whether there was anything to do.
    func apply(_ set: ChangeSet) throws(Problems) -> Bool {
        if set.isEmpty {
            if console.level == .verbose { ChangeReport.show(set, console) }
            // Bookkeeping may change even if no file does.
            if !isDryRun { try write(set) }
            ChangeReport.nothingToDo(set, console)
            return false
        }
        // Nothing is written beside a conflict, so nothing else is said to be done.
        ChangeReport.show(set.conflicts.isEmpty || isDryRun ? set.changes : set.conflicts, console)
        guard set.conflicts.isEmpty else { throw Problems(set.conflicts.map { Problem(conflict: $0) }) }
        if isDryRun {
            console.print("dry run: nothing was written")
        } else {
            try write(set)
        }
        return true
    }

    private func write(_ set: ChangeSet) throws(Problems) {
        do { try Transaction.apply(set) } catch { throw Problems(Problem(error)) }
    }

    /// Compares plans with the project.
    func changes(
        _ plans: [FilePlan],
        root: String,
        exclusivePaths: [String] = [],
        sealedPaths: [String] = []
    ) throws(Problems) -> ChangeSet {
        do {
            return try ChangeSet(
                plans,
                root: root,
                exclusivePaths: exclusivePaths,
                sealedPaths: sealedPaths,
                isForced: isForced
            )
        } catch { throw Problems(Problem(error)) }
    }
}

/// How a command ended.
struct Outcome: Sendable, Equatable {
    var status: ExitStatus = .success
    /// Commands that make sense now, one per line.
    var next: [String] = []
}
