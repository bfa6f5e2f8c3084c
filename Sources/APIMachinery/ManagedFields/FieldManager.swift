public import JSON

/// Keeps `metadata.managedFields`: who set which fields of an object.
///
/// Trees come in the form that `Schema.prune` gives them. `managedFields` of the trees is read and written here; callers
/// pass it on as it is.
/// Source: apimachinery `util/managedfields`, structured-merge-diff `merge.Updater`; the recorded answers of a reference
/// server.
public struct FieldManager: Sendable {
    /// An object in some version, with the shape of that version.
    public struct VersionedTree: Sendable {
        /// The object.
        public var tree: JSONValue
        /// Its shape.
        public var schema: Schema

        /// Makes one.
        public init(tree: JSONValue, schema: Schema) {
            self.tree = tree
            self.schema = schema
        }
    }

    /// Converts an object, whose `apiVersion` says what it is, to another version; nil if that does not exist any more.
    public typealias Converter = @Sendable (_ tree: JSONValue, _ apiVersion: String) -> VersionedTree?

    let schema: Schema
    let apiVersion: String
    let subresource: String
    let resetFields: FieldSet
    let convert: Converter

    /// Makes a field manager for one version of a kind.
    ///
    /// - Parameters:
    ///   - schema: shape of whole objects in that version.
    ///   - apiVersion: `group/version` of the requests.
    ///   - subresource: through which the requests come; empty for the object itself.
    ///   - resetFields: what requests cannot change, such as `status` for the object itself; never owned.
    ///   - convert: to the other versions in which fields may be named.
    public init(
        schema: Schema,
        apiVersion: String,
        subresource: String = "",
        resetFields: FieldSet = FieldSet(),
        convert: @escaping Converter = { _, _ in nil }
    ) {
        self.schema = schema
        self.apiVersion = apiVersion
        self.subresource = subresource
        self.resetFields = resetFields
        self.convert = convert
    }

    /// The new object with its books in order, after a creation, an update or a patch.
    ///
    /// The manager gets what is new or changed; what is gone, nobody owns any more. A body whose `managedFields` is `[]` or
    /// `[{}]` resets the books. An object without books gets none by an update.
    ///
    /// - Parameters:
    ///   - old: what is stored; nil for a creation.
    ///   - new: what is to be stored.
    ///   - manager: who asks; an empty name becomes `unknown`.
    ///   - now: time of the entry, if it changes.
    /// - Returns: `new` with `metadata.managedFields` set, or without it if nobody owns anything.
    public func update(old: JSONValue?, new: JSONValue, manager: String, now: Timestamp) -> JSONValue {
        let stored = old.map(Self.entries) ?? nil
        let given = subresource.isEmpty ? Self.entries(new) : nil
        let live = old.map(Self.withoutEntries) ?? emptyObject(like: new)
        let tree = Self.withoutEntries(new)
        let books = Self.books(stored: stored, given: given)
        guard old == nil || !books.isEmpty else { return tree }
        let isStored = given == nil || given == stored
        let comparison = compare(live, tree)
        if comparison.isSame, isStored { return Self.with(stored, tree) }
        let updated = updated(books, live, tree, comparison, owner(manager, isApplied: false), now)
        return Self.with(updated.json, tree)
    }

    /// The books after a change from `live` to `tree`.
    func updated(
        _ books: ManagedEntries,
        _ live: JSONValue,
        _ tree: JSONValue,
        _ comparison: TreeComparison,
        _ owner: FieldOwner,
        _ now: Timestamp
    ) -> ManagedEntries {
        var books = reconciled(books, live)
        var versions = [apiVersion: comparison]
        books = release(books, live, tree, &versions)
        let taken = comparison.changed.subtracting(Self.systemFields)
        if !taken.isEmpty {
            let present = books.fields[owner]?.set ?? FieldSet()
            books.fields[owner] = ManagedEntries.Fields(set: present.union(taken), apiVersion: apiVersion, time: now)
        }
        books.capUpdaters()
        return books
    }

    func compare(_ live: JSONValue, _ tree: JSONValue) -> TreeComparison {
        var comparison = TreeComparison(live, tree, schema)
        comparison.ignore(resetFields)
        return comparison
    }

    func owner(_ manager: String, isApplied: Bool) -> FieldOwner {
        FieldOwner(
            manager: manager.isEmpty ? "unknown" : manager,
            isApplied: isApplied,
            apiVersion: isApplied ? "" : apiVersion,
            subresource: subresource
        )
    }

    /// The object that says nothing but its kind: what a creation is compared with.
    func emptyObject(like tree: JSONValue) -> JSONValue {
        var empty = schema.emptyInstance
        for key in ["kind", "apiVersion"] { empty[key] = tree[key] }
        return empty
    }

    /// A tree in another version; without the nulls that merging leaves behind, unless it is in that version already.
    func converted(_ tree: JSONValue, _ schema: Schema, _ version: String) -> VersionedTree? {
        if tree["apiVersion"]?.string ?? apiVersion == version { return VersionedTree(tree: tree, schema: schema) }
        return convert((try? schema.prune(tree))?.tree ?? tree, version)
    }

    /// A part of a tree in another version.
    ///
    /// What cannot be read as its type for want of fields gets these from the whole.
    func converted(part: JSONValue, of whole: VersionedTree, _ version: String) -> VersionedTree? {
        converted(part, whole.schema, version)
            ?? converted(whole.schema.completedObject(part, from: whole.tree), whole.schema, version)
    }

    /// The books without versions that are gone and with wholes where parts have become atomic.
    func reconciled(_ books: ManagedEntries, _ live: JSONValue) -> ManagedEntries {
        var schemas: [String: Schema?] = [apiVersion: schema]
        var result = ManagedEntries()
        for (owner, fields) in books.fields {
            let known = schemas[fields.apiVersion] ?? convert(live, fields.apiVersion)?.schema
            schemas[fields.apiVersion] = .some(known)
            guard let known else { continue }
            var fields = fields
            fields.set = fields.set.reconciled(known)
            result.fields[owner] = fields
        }
        return result
    }

    /// What each manager keeps after a change that takes fields from everybody.
    private func release(
        _ books: ManagedEntries,
        _ live: JSONValue,
        _ tree: JSONValue,
        _ versions: inout [String: TreeComparison]
    ) -> ManagedEntries {
        var books = books
        for (owner, fields) in books.fields {
            guard let comparison = comparison(live, tree, fields.apiVersion, &versions) else {
                books.fields[owner] = nil
                continue
            }
            let lost = fields.set.intersection(comparison.changed)
            books.fields[owner]?.set = fields.set.subtracting(lost).subtracting(comparison.removed)
        }
        books.dropEmpty()
        return books
    }

    /// What differs in the version of an entry; nil if the version is gone.
    func comparison(
        _ live: JSONValue,
        _ tree: JSONValue,
        _ version: String,
        _ versions: inout [String: TreeComparison]
    ) -> TreeComparison? {
        if let known = versions[version] { return known }
        guard let old = convert(live, version), let new = converted(tree, schema, version) else { return nil }
        var comparison = TreeComparison(old.tree, new.tree, old.schema)
        comparison.ignore(resetFields)
        versions[version] = comparison
        return comparison
    }
}

extension FieldManager {
    /// What nobody owns: the server looks after it.
    static let systemFields = FieldSet(
        [["apiVersion"], ["kind"], ["metadata"]].map { $0.map { .field($0) } }
            + [
                "name", "namespace", "creationTimestamp", "selfLink", "uid", "clusterName", "generation",
                "managedFields",
                "resourceVersion",
            ].map { [.field("metadata"), .field($0)] }
    )

    /// `metadata.managedFields`; nil if it is absent.
    static func entries(_ tree: JSONValue) -> [JSONValue]? { tree.at("metadata", "managedFields")?.array }

    /// Why `managedFields` of an object cannot be read; nil if they can, or if there are none.
    public static func problem(with tree: JSONValue) -> String? {
        guard let entries = entries(tree), ManagedEntries(entries) == nil else { return nil }
        return "error decoding manager: an entry has no known operation, fieldsType or fieldsV1"
    }

    static func withoutEntries(_ tree: JSONValue) -> JSONValue {
        guard tree.at("metadata", "managedFields") != nil else { return tree }
        var tree = tree
        tree["metadata"]?["managedFields"] = nil
        return tree
    }

    /// The tree with these books; empty ones are left out.
    static func with(_ entries: [JSONValue]?, _ tree: JSONValue) -> JSONValue {
        guard let entries, !entries.isEmpty else { return tree }
        var tree = tree
        tree["metadata", default: .emptyObject]["managedFields"] = .array(entries)
        return tree
    }

    /// The books to go on with: those of the body if it has valid ones, else those of the store; empty after a reset.
    private static func books(stored: [JSONValue]?, given: [JSONValue]?) -> ManagedEntries {
        if let given {
            if given.isEmpty || given == [.emptyObject] { return ManagedEntries() }
            if let books = ManagedEntries(given), !books.isEmpty { return books }
        }
        return ManagedEntries(stored ?? []) ?? ManagedEntries()
    }

    /// The new object, or the old one's books in it if only times differ: so that a change of nothing stays one.
    ///
    /// - Parameters:
    ///   - old: what is stored.
    ///   - new: what is to be stored.
    /// - Returns: `new`, possibly with the times of `old`.
    public static func keepingTimes(of old: JSONValue, in new: JSONValue) -> JSONValue {
        guard let before = entries(old), let after = entries(new), before != after else { return new }
        guard withoutTimes(before) == withoutTimes(after), withoutEntries(old) == withoutEntries(new) else {
            return new
        }
        return with(before, new)
    }

    private static func withoutTimes(_ entries: [JSONValue]) -> Set<JSONValue> {
        Set(
            entries.map { entry in
                var entry = entry
                entry["time"] = nil
                return entry
            }
        )
    }
}

extension JSONValue {
    /// The member of an object with that key, or a value for one that is not there.
    fileprivate subscript(key: String, default fallback: JSONValue) -> JSONValue {
        get { self[key] ?? fallback }
        set { self[key] = newValue }
    }
}
