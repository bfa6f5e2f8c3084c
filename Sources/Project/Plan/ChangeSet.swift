/// What has to happen in a folder so that it is as planned; computed before the first byte is written.
public struct ChangeSet: Sendable {
    /// A file that gets new contents, or goes.
    struct Write: Sendable {
        let path: String
        /// nil removes the file.
        let contents: [UInt8]?
        let mode: UInt32
    }

    /// One entry per planned file, in the order of the plans; deletions at the end.
    public let changes: [Change]
    /// The folder.
    public let root: String
    let writes: [Write]

    /// The changes that need `--force` or a hand.
    public var conflicts: [Change] { changes.filter { $0.action == .conflict } }
    /// Whether nothing has to be done.
    public var isEmpty: Bool { !changes.contains { $0.action.isWrite || $0.action == .conflict } }

    /// Compares plans with what is there.
    ///
    /// - Parameters:
    ///   - plans: files as they should be; paths differ.
    ///   - root: the folder of the project; need not exist.
    ///   - exclusive: generated files at these paths, or below them, that no plan names are removed.
    ///   - leftovers: files at these paths that no plan names are removed if their seal says that they are ours.
    ///   - isForced: whether generated files are replaced even if somebody edited them.
    /// - Throws: `FileError` if something that is there cannot be read.
    public init(
        _ plans: [FilePlan],
        root: String,
        exclusivePaths exclusive: [String] = [],
        sealedPaths leftovers: [String] = [],
        isForced: Bool = false
    ) throws(FileError) {
        let old = try Files.read(Path.join(root, Manifest.path))
        var manifest = old.map { Manifest($0) } ?? Manifest()
        var changes: [Change] = []
        var writes: [Write] = []
        for plan in plans {
            let present = try Files.read(Path.join(root, plan.path))
            let (action, contents) = Self.decide(plan, present, manifest.digests[plan.path], isForced: isForced)
            let note = Self.note(for: action, plan, present)
            changes.append(Change(action, plan.path, note: note, bundle: plan.bundle))
            if action.isWrite { writes.append(Write(path: plan.path, contents: contents, mode: 0o644)) }
            if plan.ownership == .generated, action != .conflict {
                manifest.digests[plan.path] = SHA256.hex(of: plan.contents)
            }
        }
        let planned = Set(plans.map(\.path))
        let stale = manifest.digests.keys.filter { path in
            !planned.contains(path) && exclusive.contains { path == $0 || path.hasPrefix($0 + "/") }
        }
        for path in stale.sorted() {
            if let present = try Files.read(Path.join(root, path)) {
                if !isForced, SHA256.hex(of: present) != manifest.digests[path] {
                    changes.append(
                        Change(.conflict, path, note: "no longer generated, but edited; delete it or use --force")
                    )
                    continue
                }
                changes.append(Change(.delete, path, note: "no longer generated"))
                writes.append(Write(path: path, contents: nil, mode: 0o644))
            }
            manifest.digests[path] = nil
        }
        for path in leftovers where !planned.contains(path) {
            guard let present = try Files.read(Path.join(root, path)) else { continue }
            let change = Self.leftover(path, Seal.state(of: present), isForced: isForced)
            changes.append(change)
            if change.action.isWrite { writes.append(Write(path: path, contents: nil, mode: 0o644)) }
        }
        if manifest.digests.isEmpty == false, manifest.bytes != old {
            writes.append(Write(path: Manifest.path, contents: manifest.bytes, mode: 0o644))
        }
        self.changes = changes
        self.writes = writes
        self.root = root
    }

    private static func decide(
        _ plan: FilePlan,
        _ present: [UInt8]?,
        _ digest: String?,
        isForced: Bool
    ) -> (Change.Action, [UInt8]) {
        guard let present else { return (.create, plan.contents) }
        switch plan.ownership {
        case .user:
            return (.keep, present)
        case .state, .amended:
            return present == plan.contents ? (.skip, present) : (.update, plan.contents)
        case .generated:
            if present == plan.contents { return (.skip, present) }
            let isOurs = isForced || SHA256.hex(of: present) == digest
            return (isOurs ? .update : .conflict, plan.contents)
        case .sealed:
            if present == plan.contents { return (.skip, present) }
            return (isForced || Seal.state(of: present) == .intact ? .update : .conflict, plan.contents)
        case .shared(let region):
            guard let merged = region.merged(plan.contents, into: present) else {
                // Without any of the markers the file was there before, or its user wants no region.
                return (region.isMentioned(in: present) ? .conflict : .keep, present)
            }
            return merged == present ? (.skip, present) : (.update, merged)
        }
    }

    private static func leftover(_ path: String, _ seal: Seal.State, isForced: Bool) -> Change {
        switch seal {
        case .intact: Change(.delete, path)
        case .broken where isForced: Change(.delete, path)
        case .broken: Change(.conflict, path, note: "edited since it was generated; delete it or use --force")
        case .missing: Change(.keep, path, note: "yours")
        }
    }

    private static func note(for action: Change.Action, _ plan: FilePlan, _ present: [UInt8]?) -> String {
        switch (action, plan.ownership) {
        case (.keep, .shared(let region)):
            "yours; what is made would stand between '\(region.begin)' and '\(region.end)'"
        case (.keep, _): "yours"
        case (.conflict, .shared(let region)):
            "one of the lines '\(region.begin)' and '\(region.end)' is missing; put it back, or remove the other"
        case (.conflict, .sealed) where present.map(Seal.state) == .missing:
            "not generated by this command; use --force to replace it"
        case (.conflict, _): "edited since it was generated; use --force to replace it"
        case (.create, _), (.update, .amended): plan.note
        default: ""
        }
    }
}
