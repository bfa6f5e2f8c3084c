/// Writes a change set into a folder: all of it or nothing, even if the process is killed half-way.
///
/// New files are first written aside, replaced ones keep a second name, and a journal says how to go back. Removing the
/// journal is the moment at which the change is done. Whoever finds a journal of a dead process goes back first.
public enum Transaction {
    private static let folder = ".apiserver-boot/transaction"

    /// Does what the change set says.
    ///
    /// - Throws: `TransactionError`; the folder is then as it was before.
    public static func apply(_ set: ChangeSet) throws(TransactionError) {
        try apply(set) { _ throws(TransactionError) in }
    }

    /// The same, with a call before each step that changes the folder, so that a test can end things there.
    static func apply(
        _ set: ChangeSet,
        beforeStep: (Int) throws(TransactionError) -> Void
    ) throws(TransactionError) {
        guard !set.writes.isEmpty else { return }
        try recover(root: set.root)
        let aside = Path.join(set.root, folder)
        var journal = Journal()
        do {
            journal.folders = try prepare(set, aside)
        } catch {
            throw .failed(error)
        }
        do {
            try stage(set.writes, root: set.root, aside: aside, journal: &journal)
            try Files.replace(aside + "/journal", journal.bytes, mode: 0o600)
        } catch {
            undo(journal, root: set.root, aside: aside)
            throw .failed(error)
        }
        do {
            for (number, entry) in journal.entries.enumerated() {
                try beforeStep(number)
                try perform(entry, root: set.root, aside: aside)
            }
            try Files.remove(aside + "/journal")
        } catch let error as TransactionError {
            undo(journal, root: set.root, aside: aside)
            throw error
        } catch let error as FileError {
            undo(journal, root: set.root, aside: aside)
            throw .failed(error)
        } catch {
            undo(journal, root: set.root, aside: aside)
            throw .failed(FileError("apply", set.root, code: 0))
        }
        try? Files.removeTree(aside)
    }

    /// Goes back to the state before a change that a killed process left half done.
    ///
    /// Returns whether there was one.
    @discardableResult
    public static func recover(root: String) throws(TransactionError) -> Bool {
        let aside = Path.join(root, folder)
        guard Files.kind(aside) != nil else { return false }
        do {
            if let text = try Files.read(aside + "/owner"), let owner = Int32(String(decoding: text, as: UTF8.self)),
                owner != Files.processID, Files.isAlive(owner)
            {
                throw TransactionError.busy(process: owner)
            }
            guard let bytes = try Files.read(aside + "/journal") else {
                try Files.removeTree(aside)
                return false
            }
            guard let journal = Journal(bytes) else { throw TransactionError.brokenJournal(aside + "/journal") }
            undo(journal, root: root, aside: aside)
            return true
        } catch let error as TransactionError {
            throw error
        } catch let error as FileError {
            throw .failed(error)
        } catch {
            throw .brokenJournal(aside)
        }
    }

    // MARK: Steps

    /// Makes the folder aside; returns the folders above it that did not exist.
    private static func prepare(_ set: ChangeSet, _ aside: String) throws(FileError) -> [String] {
        let made = try Files.makeDirectory(Path.parent(aside), mode: 0o700)
        try Files.makeDirectory(aside, mode: 0o700)
        try Files.create(aside + "/owner", Array("\(Files.processID)".utf8), mode: 0o600)
        return made
    }

    /// Writes new contents aside, links old ones there and notes what is to be done.
    private static func stage(
        _ writes: [ChangeSet.Write],
        root: String,
        aside: String,
        journal: inout Journal
    ) throws(FileError) {
        var known = Set<String>()
        for (number, write) in writes.enumerated() {
            let target = Path.join(root, write.path)
            let isPresent = Files.kind(target) != nil
            if isPresent { try Files.link(target, as: "\(aside)/old-\(number)") }
            guard let contents = write.contents else {
                journal.entries.append(.remove(number, write.path))
                continue
            }
            for folder in missingFolders(above: target, &known) { journal.entries.append(.makeFolder(folder)) }
            let mode = isPresent ? Files.mode(target) ?? write.mode : write.mode
            try Files.create("\(aside)/new-\(number)", contents, mode: mode)
            journal.entries.append(isPresent ? .replace(number, write.path) : .create(number, write.path))
        }
    }

    private static func missingFolders(above target: String, _ known: inout Set<String>) -> [String] {
        var missing: [String] = []
        var folder = Path.parent(target)
        while folder.utf8.count > 1, known.insert(folder).inserted, Files.kind(folder) == nil {
            missing.append(folder)
            folder = Path.parent(folder)
        }
        return missing.reversed()
    }

    private static func perform(_ entry: Journal.Entry, root: String, aside: String) throws(FileError) {
        switch entry {
        case .makeFolder(let path): try Files.makeDirectory(path)
        case .create(let number, let path), .replace(let number, let path):
            try Files.rename("\(aside)/new-\(number)", to: Path.join(root, path))
        case .remove(_, let path): try Files.remove(Path.join(root, path))
        }
    }

    /// Goes back as far as it can: a second fault must not keep the rest from being restored.
    private static func undo(_ journal: Journal, root: String, aside: String) {
        for entry in journal.entries.reversed() {
            switch entry {
            case .makeFolder(let path):
                Files.removeEmptyDirectory(path)
            case .create(let number, let path):
                // What is still aside was never moved, so nothing of ours lies at the target.
                if Files.kind("\(aside)/new-\(number)") == nil { try? Files.remove(Path.join(root, path)) }
            case .replace(let number, let path), .remove(let number, let path):
                try? Files.rename("\(aside)/old-\(number)", to: Path.join(root, path))
            }
        }
        try? Files.remove(aside + "/journal")
        try? Files.removeTree(aside)
        for path in journal.folders.reversed() { Files.removeEmptyDirectory(path) }
    }
}

/// Why a change set was not written.
public enum TransactionError: Error, Equatable, Sendable {
    /// A call to the file system failed.
    case failed(FileError)
    /// Another process of the tool changes the same project right now.
    case busy(process: Int32)
    /// A journal of a killed process cannot be read; its path.
    case brokenJournal(String)
}
