internal import APIMachinery
internal import JSON
internal import Storage

/// Rewrites the stored objects of one kind that lie there in another form than they would be written in now.
///
/// Each rewrite is an update like any other: it expects the revision that was read, makes a new one, and watchers see it.
/// What was rewritten is left alone by a second run, so a run that broke off is gone on with by another.
struct StorageMigrator: Sendable {
    let kind: ServedKind
    let backend: any StorageBackend

    private static let pageSize = 500
    /// How many writes are under way together; a store commits those together.
    private static let width = 32

    /// What became of one object.
    enum Outcome: Sendable {
        case fine, rewritten
        case failed(StorageMigration.Failure)
    }

    /// Looks at every object; `report` is told after each page.
    func run(_ report: @Sendable (StorageMigration) -> Void) async throws -> StorageMigration {
        var migration = StorageMigration(
            resource: "\(kind.groupResource)",
            version: kind.storageVersion.definition.version
        )
        var start = ""
        while true {
            let page = try await backend.list(prefix: kind.prefix, start: start, limit: Self.pageSize, revision: 0)
            for first in stride(from: 0, to: page.items.count, by: Self.width) {
                let batch = page.items[first..<min(first + Self.width, page.items.count)]
                for outcome in try await rewrite(batch) { migration.add(outcome) }
            }
            guard page.remaining > 0, let last = page.items.last else { break }
            report(migration)
            start = last.key + "\0"
        }
        report(migration)
        return migration
    }

    private func rewrite(_ batch: ArraySlice<Stored>) async throws -> [Outcome] {
        try await withThrowingTaskGroup(of: Outcome.self) { group in
            for stored in batch { group.addTask { try await rewrite(stored) } }
            var outcomes: [Outcome] = []
            while let outcome = try await group.next() { outcomes.append(outcome) }
            return outcomes
        }
    }

    /// Rewrites one object if it has to be; tries anew on the newer one when somebody else was faster.
    private func rewrite(_ stored: Stored) async throws -> Outcome {
        var stored = stored
        while true {
            let wanted: Result<[UInt8]?, any Error> = Result { try current(stored) }
            let bytes: [UInt8]
            switch wanted {
            case .success(nil): return .fine
            case .success(let changed?): bytes = changed
            case .failure(let error):
                return .failed(StorageMigration.Failure(key: stored.key, reason: "\(error)"))
            }
            do {
                _ = try await backend.update(stored.key, bytes, expecting: stored.revision)
                return .rewritten
            } catch {
                switch error {
                case .conflict(let present): stored = present
                case .notFound: return .fine
                default: throw error
                }
            }
        }
    }

    /// The bytes that should be there instead; nil if they are.
    private func current(_ stored: Stored) throws -> [UInt8]? {
        if kind.storageVersion.layout.matches(stored.value) { return nil }
        let tree = try JSONReader.parse(stored.value)
        let apiVersion = tree["apiVersion"]?.string ?? ""
        guard let source = kind.versions.firstIndex(where: { $0.apiVersion == apiVersion }) else {
            throw UnknownVersion(apiVersion: apiVersion)
        }
        return try kind.storedBytes(tree, from: source)
    }

    private struct UnknownVersion: Error, CustomStringConvertible {
        let apiVersion: String

        var description: String {
            "it is stored in \(apiVersion), which is not served: a version may go only after a migration"
        }
    }
}

extension StorageMigration {
    fileprivate mutating func add(_ outcome: StorageMigrator.Outcome) {
        found += 1
        switch outcome {
        case .fine: break
        case .rewritten: rewritten += 1
        case .failed(let failure): failures.append(failure)
        }
    }
}
