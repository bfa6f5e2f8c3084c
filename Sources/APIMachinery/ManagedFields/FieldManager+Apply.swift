public import JSON

extension FieldManager {
    /// The live object with a configuration applied to it: server-side apply.
    ///
    /// What the configuration says is in the result and belongs to the manager; what the manager applied before and says no
    /// longer is gone, unless somebody else has it too. Defaults are not filled in here.
    ///
    /// - Parameters:
    ///   - live: what is stored; nil to create the object.
    ///   - config: the configuration as it was sent, not pruned.
    ///   - manager: who applies.
    ///   - isForced: whether fields of others are taken over instead of reported.
    ///   - now: time of the entry, if something changes.
    /// - Returns: the result in canonical form with its books; equal to `live` if nothing changes.
    /// - Throws: `ApplyError`, whose `status` the client gets.
    public func apply(
        live: JSONValue?,
        config: JSONValue,
        manager: String,
        isForced: Bool,
        now: Timestamp
    ) throws(ApplyError) -> JSONValue {
        try check(config, live)
        let stored = live.map(Self.withoutEntries) ?? emptyObject(like: config)
        var books = live.flatMap(Self.entries).flatMap { ManagedEntries($0) } ?? ManagedEntries()
        if books.isEmpty {
            // What was there before anybody kept books belongs to somebody, or it could be taken without a conflict.
            let first = owner("before-first-apply", isApplied: false)
            let empty = emptyObject(like: stored)
            books = updated(books, empty, stored, compare(empty, stored), first, now)
        }
        let owner = owner(manager, isApplied: true)
        var change = Application(stored: stored, config: config, owner: owner, isForced: isForced)
        do {
            try change.run(books, self)
        } catch {
            guard manager == "kubectl", !isForced, allowsClientSideConflicts(error, stored) else { throw error }
            change.isForced = true
            try change.run(books, self)
        }
        if manager == "kubectl" { change.syncLastApplied() }
        if live != nil, change.result == stored { return Self.with(change.books.json, stored) }
        change.books.fields[owner]?.time = now
        let pruned: Schema.Pruned
        do { pruned = try schema.prune(change.result) } catch { throw .undecodable(error) }
        let result = Self.with(change.books.json, pruned.tree)
        return live.map { Self.keepingTimes(of: $0, in: result) } ?? result
    }

    private func check(_ config: JSONValue, _ live: JSONValue?) throws(ApplyError) {
        let version = config["apiVersion"]?.string ?? ""
        let kind = config["kind"]?.string ?? ""
        guard version == apiVersion, !kind.isEmpty, kind == live?["kind"]?.string ?? kind else {
            throw .wrongType(apiVersion: version, kind: kind)
        }
        if let entries = config.at("metadata", "managedFields"), !entries.isNull { throw .managedFieldsPresent }
        guard let problem = TreeCheck.problem(config, schema) else { return }
        let metadata = config["metadata"]
        let name = (metadata?["namespace"]?.string ?? "") + "/" + (metadata?["name"]?.string ?? "")
        throw .notTyped(
            object: name + "; " + ApplyError.kindText(apiVersion: version, kind: kind),
            problem: problem
        )
    }

    /// Whether all conflicts are about values that client-side apply wrote and nobody changed since: `kubectl` then takes
    /// them over without being told to.
    private func allowsClientSideConflicts(_ error: ApplyError, _ stored: JSONValue) -> Bool {
        guard case .conflicts(let conflicts) = error,
            let text = stored.at("metadata", "annotations", lastAppliedAnnotation)?.string,
            let applied = try? JSONReader.parse(text), applied["apiVersion"]?.string == apiVersion,
            TreeCheck.problem(applied, schema) == nil
        else { return false }
        let comparison = TreeComparison(applied, stored, schema)
        let unchanged = FieldSet.of(applied, schema).subtracting(comparison.changed).subtracting(comparison.removed)
        let fields = Set(unchanged.paths.map { $0.map(\.description).joined() })
        return conflicts.allSatisfy { fields.contains($0.field) }
    }
}

/// Where client-side apply keeps what it sent.
private let lastAppliedAnnotation = "kubectl.kubernetes.io/last-applied-configuration"

/// One run of server-side apply.
///
/// Source: structured-merge-diff `merge.Updater.Apply`.
private struct Application {
    let stored: JSONValue
    let config: JSONValue
    let owner: FieldOwner
    var isForced: Bool
    private(set) var result = JSONValue.null
    var books = ManagedEntries()

    init(stored: JSONValue, config: JSONValue, owner: FieldOwner, isForced: Bool) {
        self.stored = stored
        self.config = config
        self.owner = owner
        self.isForced = isForced
    }

    mutating func run(_ start: ManagedEntries, _ manager: FieldManager) throws(ApplyError) {
        books = manager.reconciled(start, stored)
        let merged = TreeMerge.merge(stored, config, manager.schema)
        let set = FieldSet.of(config, manager.schema).subtractingTrees(manager.resetFields)
        let last = books.fields[owner].map {
            ManagedEntries.Fields(
                set: $0.set.subtractingTrees(manager.resetFields),
                apiVersion: $0.apiVersion,
                time: $0.time
            )
        }
        books.fields[owner] = ManagedEntries.Fields(set: set, apiVersion: manager.apiVersion, time: last?.time)
        result = last.map { dropGivenUp(merged, $0, manager) } ?? merged
        try settle(manager)
        let own = books.fields[owner]?.set.subtracting(FieldManager.systemFields) ?? FieldSet()
        books.fields[owner]?.set = own
        books.dropEmpty()
    }

    /// Brings the annotation of client-side apply up to date, so that a client may go back to it.
    mutating func syncLastApplied() {
        guard var annotations = result.at("metadata", "annotations")?.object,
            !(annotations[lastAppliedAnnotation]?.string ?? "").isEmpty
        else { return }
        var applied = config
        if applied.at("metadata", "annotations", lastAppliedAnnotation) != nil {
            applied["metadata"]?["annotations"]?[lastAppliedAnnotation] = nil
        }
        annotations[lastAppliedAnnotation] = .string("\(applied.sorted)\n")
        let bytes = annotations.reduce(0) { $0 + $1.key.utf8.count + ($1.value.string ?? "").utf8.count }
        if bytes > ObjectMetaValidation.annotationsLimitBytes { annotations[lastAppliedAnnotation] = nil }
        result["metadata"]?["annotations"] = .object(annotations)
    }

    /// Takes fields from others, or refuses to.
    private mutating func settle(_ manager: FieldManager) throws(ApplyError) {
        var versions = [manager.apiVersion: manager.compare(stored, result)]
        var lost: [FieldOwner: FieldSet] = [:]
        for (other, fields) in books.fields where other != owner {
            guard let comparison = manager.comparison(stored, result, fields.apiVersion, &versions) else {
                books.fields[other] = nil
                continue
            }
            let taken = fields.set.intersection(comparison.changed)
            if !taken.isEmpty { lost[other] = taken }
            books.fields[other]?.set = fields.set.subtracting(taken).subtracting(comparison.removed)
        }
        guard lost.isEmpty || isForced else {
            throw .conflicts(
                lost.sorted { $0.key < $1.key }.flatMap { other, set in
                    set.paths.map {
                        ApplyError.Conflict(manager: "\(other)", field: $0.map(\.description).joined())
                    }
                }
            )
        }
        books.dropEmpty()
    }

    /// Takes out what the manager applied last time, does not apply now, and nobody else has.
    private func dropGivenUp(
        _ merged: JSONValue,
        _ last: ManagedEntries.Fields,
        _ manager: FieldManager
    ) -> JSONValue {
        guard !last.set.isEmpty, let start = manager.converted(merged, manager.schema, last.apiVersion) else {
            return merged
        }
        let lastSet = last.set.withNamedFields(start.schema)
        var kept = TreeRemoval.remove(lastSet, from: start.tree, start.schema)
        kept = addBackOwned(start, kept, last.apiVersion, manager)
        // What is gone but was never applied by the manager must come back.
        let before = FieldSet.of(start.tree, start.schema).withNamedFields(start.schema)
        let after = FieldSet.of(kept, start.schema).withNamedFields(start.schema)
        let pruned = TreeRemoval.remove(before.subtracting(after).intersection(lastSet), from: start.tree, start.schema)
        return manager.converted(part: pruned, of: start, manager.apiVersion)?.tree ?? merged
    }

    /// Puts back what any manager owns, the one that applies included, looked at in the version of each.
    private func addBackOwned(
        _ start: FieldManager.VersionedTree,
        _ pruned: JSONValue,
        _ version: String,
        _ manager: FieldManager
    ) -> JSONValue {
        var owned: [String: FieldSet] = [:]
        for fields in books.fields.values {
            owned[fields.apiVersion] = fields.set.union(owned[fields.apiVersion] ?? FieldSet())
        }
        var kept = pruned
        if let set = owned.removeValue(forKey: version) { kept = addBack(set, start.tree, kept, start.schema) }
        for (other, set) in owned.sorted(by: { $0.key < $1.key }) {
            guard let whole = manager.converted(start.tree, start.schema, other),
                let part = manager.converted(part: kept, of: start, other)
            else { continue }
            let result = addBack(
                set,
                whole.tree,
                withoutDefaults(part.tree, of: whole.tree, whole.schema),
                whole.schema
            )
            guard let back = manager.converted(result, whole.schema, version) else { continue }
            kept = withoutDefaults(back.tree, of: start.tree, start.schema)
        }
        return kept
    }

    /// A part that has been converted, without the defaults that conversion filled in for what had been taken out.
    private func withoutDefaults(_ part: JSONValue, of whole: JSONValue, _ schema: Schema) -> JSONValue {
        TreeRemoval.remove(TreeComparison(whole, part, schema).changed, from: part, schema)
    }

    private func addBack(_ owned: FieldSet, _ merged: JSONValue, _ pruned: JSONValue, _ schema: Schema) -> JSONValue {
        let all = FieldSet.of(merged, schema).withNamedFields(schema)
        let stays = FieldSet.of(pruned, schema).withNamedFields(schema).union(owned.withNamedFields(schema))
        return TreeRemoval.remove(all.subtracting(stays), from: merged, schema)
    }
}

extension JSONValue {
    /// The same value with the members of all objects sorted.
    fileprivate var sorted: JSONValue {
        switch self {
        case .array(let elements): return .array(elements.map(\.sorted))
        case .object(let members):
            var result = JSONObject(capacity: members.count)
            for (key, value) in members { result.append(value.sorted, forNewKey: key) }
            result.sort()
            return .object(result)
        default: return self
        }
    }
}
