internal import Project

/// Shows what happens to files: one line each, the verb in a fixed column; bundles of files are summed up.
enum ChangeReport {
    private struct Line {
        let action: Change.Action
        let path: String
        let note: String
    }

    /// Prints all changes of a set.
    static func show(_ set: ChangeSet, _ console: Console) { show(set.changes, console) }

    /// Prints changes.
    static func show(_ changes: [Change], _ console: Console) {
        let lines = lines(of: changes)
        let width = min(lines.filter { !$0.note.isEmpty }.map(\.path.count).max() ?? 0, 60)
        for line in lines {
            let verb = line.action.rawValue
            let gap = String(repeating: " ", count: 9 - verb.count)
            let note = line.note.isEmpty ? "" : pad(line.path, width) + console.styled(line.note, .dim)
            console.print("  " + console.styled(verb, style(line.action)) + gap + line.path + note)
        }
    }

    /// `nothing to do (7 files up to date)`.
    static func nothingToDo(_ set: ChangeSet, _ console: Console) { nothingToDo(set.changes, console) }

    /// The same for changes that are no set.
    static func nothingToDo(_ changes: [Change], _ console: Console) {
        let kept = changes.count { $0.action == .keep }
        let current = changes.count { $0.action == .skip }
        var facts: [String] = []
        if current > 0 { facts.append("\(files(current)) up to date") }
        if kept > 0 { facts.append("\(kept) of yours kept") }
        console.print("nothing to do" + (facts.isEmpty ? "" : " (\(facts.joined(separator: ", ")))"))
    }

    private static func lines(of changes: [Change]) -> [Line] {
        var sizes: [String: Int] = [:]
        for change in changes { if let key = key(change) { sizes[key, default: 0] += 1 } }
        var lines: [Line] = []
        var shown = Set<String>()
        for change in changes {
            guard let key = key(change), let bundle = change.bundle, let size = sizes[key],
                change.action == .skip || size > longest
            else {
                lines.append(Line(action: change.action, path: change.path, note: change.note))
                continue
            }
            if shown.insert(key).inserted {
                lines.append(Line(action: change.action, path: bundle + "/", note: files(size)))
            }
        }
        return lines
    }

    /// More files of one bundle are not listed one by one.
    private static let longest = 12

    /// What changes are summed up by; nil for those that are always shown.
    private static func key(_ change: Change) -> String? {
        guard let bundle = change.bundle, change.action != .conflict else { return nil }
        return change.action.rawValue + " " + bundle
    }

    private static func files(_ count: Int) -> String { count == 1 ? "1 file" : "\(count) files" }

    private static func pad(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(width - text.count, 0) + 3)
    }

    private static func style(_ action: Change.Action) -> Console.Style {
        switch action {
        case .create: .green
        case .update: .yellow
        case .delete, .conflict: .red
        case .keep, .skip: .dim
        }
    }
}
