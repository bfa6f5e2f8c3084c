internal import APIServer
internal import Aggregator
internal import JSON
internal import Synchronization

/// Gives CustomResourceDefinitions their names, serves what they define, and empties what is to go.
///
/// Source: apiextensions-apiserver `pkg/controller/{status,establish,finalizer}`.
final class CustomKinds: Sendable {
    private let aggregator: Aggregator
    private let definitions: LocalObjects
    /// Speaks to the control plane's own server, whatever APIServices say.
    private let client: any PlaneClient
    private let now: @Sendable () -> String
    private let served = Mutex(Served())

    /// What is served at present.
    private struct Served {
        /// By their tokens; nil before anything was.
        var kinds: [String: ChangingKind]?
        var isComplete = false
    }

    private static let options: JSONValue = [
        "kind": "DeleteOptions", "apiVersion": "v1", "propagationPolicy": "Background",
    ]

    init(
        aggregator: Aggregator,
        definitions: LocalObjects,
        client: any PlaneClient,
        now: @escaping @Sendable () -> String
    ) {
        self.aggregator = aggregator
        self.definitions = definitions
        self.client = client
        self.now = now
    }

    /// Looks at all definitions; true if it wants to run again soon.
    func pass() async throws -> Bool {
        var progress = Progress()
        var all = definitions.list().map { CustomDefinition($0) }
        for place in all.indices {
            let named = named(all[place], among: all)
            guard named.tree != all[place].tree else { continue }
            await progress.step { () throws(PlaneFailure) in
                guard let written = try await writeStatus(named) else { return false }
                all[place] = written
                return true
            }
        }
        await serve(all)
        for definition in all where definition.isTrue("NamesAccepted") && !definition.isTrue("Established") {
            var tree = definition.tree
            DefinitionConditions.set(&tree, DefinitionConditions.established, now: now())
            let established = CustomDefinition(tree)
            await progress.step { () throws(PlaneFailure) in try await writeStatus(established) != nil }
        }
        for definition in all where definition.isTerminating && definition.holdsCleanup {
            await progress.step { () throws(PlaneFailure) in try await empty(definition) }
        }
        if let failure = progress.failure { throw failure }
        // What cannot be read goes without an event.
        return progress.isUnfinished || !definitions.unreadable.isEmpty
    }

    /// How far a pass came; what fails for one definition does not keep it from the others.
    private struct Progress {
        var isUnfinished = false
        var failure: PlaneFailure?

        mutating func step(_ body: () async throws(PlaneFailure) -> Bool) async {
            do throws(PlaneFailure) {
                if try await !body() { isUnfinished = true }
            } catch {
                failure = failure ?? error
            }
        }
    }

    /// Tells of changes until cancelled.
    func follow(_ changed: @escaping @Sendable () -> Void) async throws {
        try await definitions.follow { _ in changed() }
    }

    // MARK: Status

    private func named(_ definition: CustomDefinition, among all: [CustomDefinition]) -> CustomDefinition {
        var tree = definition.tree
        let taken = DefinitionConditions.Taken(definition, among: all)
        let (accepted, condition) = DefinitionConditions.names(of: definition, taken)
        if tree["status"]?.object == nil { tree["status"] = .emptyObject }
        tree["status"]?["acceptedNames"] = accepted.tree
        DefinitionConditions.set(&tree, condition, now: now())
        if !definition.isTrue("Established") {
            let state = condition.isTrue ? DefinitionConditions.installing : DefinitionConditions.notAccepted
            DefinitionConditions.set(&tree, state, now: now())
        }
        var stored = definition.storedVersions
        if let version = definition.storageVersion, !stored.contains(version) { stored.append(version) }
        tree["status"]?["storedVersions"] = .array(stored.map { .string($0) })
        return CustomDefinition(tree)
    }

    /// Nil if somebody has changed the object meanwhile: that change is looked at anew.
    private func writeStatus(_ definition: CustomDefinition) async throws(PlaneFailure) -> CustomDefinition? {
        let path = CustomDefinition.path + "/" + definition.name + "/status"
        let answer = await client.send(PlaneRequest(method: "PUT", target: path, body: definition.tree))
        if answer.status == 409 || answer.status == 404 { return nil }
        guard answer.isSuccess else { throw answer.failure }
        return CustomDefinition(answer.json)
    }

    // MARK: Serving

    private func serve(_ all: [CustomDefinition]) async {
        let before = served.withLock { $0 }
        let kinds = all.compactMap { definition -> ChangingKind? in
            guard definition.isTrue("Established") || definition.isTrue("NamesAccepted") else { return nil }
            let names = definition.acceptedNames
            guard !names.plural.isEmpty, !names.kind.isEmpty else { return nil }
            return before.kinds?[CustomKind.token(definition, names)] ?? CustomKind.make(definition, names)
        }
        let wanted = Served(
            kinds: Dictionary(kinds.map { ($0.token, $0) }) { first, _ in first },
            isComplete: definitions.unreadable.isEmpty
        )
        guard before.kinds?.keys != wanted.kinds?.keys || before.isComplete != wanted.isComplete else { return }
        await aggregator.serve(kinds, isComplete: wanted.isComplete)
        served.withLock { $0 = wanted }
    }

    // MARK: Deletion

    /// Deletes everything of a kind and then lets its definition go; false if something is left.
    private func empty(_ definition: CustomDefinition) async throws(PlaneFailure) -> Bool {
        var tree = definition.tree
        let left = try await deleteObjects(of: definition)
        guard left == 0 else {
            let condition = DefinitionConditions.Condition(
                type: "Terminating",
                isTrue: true,
                reason: "InstanceDeletionInProgress",
                message: "CustomResource deletion is in progress"
            )
            DefinitionConditions.set(&tree, condition, now: now())
            if tree != definition.tree { _ = try await writeStatus(CustomDefinition(tree)) }
            return false
        }
        let path = CustomDefinition.path + "/" + definition.name
        guard var present = try await client.get(path), present.uid == tree.uid else { return true }
        let condition = DefinitionConditions.Condition(
            type: "Terminating",
            isTrue: false,
            reason: "InstanceDeletionCompleted",
            message: "removed all instances"
        )
        DefinitionConditions.set(&present, condition, now: now())
        guard var ended = try await writeStatus(CustomDefinition(present))?.tree else { return false }
        let finalizers = ended.finalizers.filter { $0 != CustomDefinition.cleanup }
        ended["metadata"]?["finalizers"] = .array(finalizers.map { .string($0) })
        return try await client.replace(ended, at: path)
    }

    /// How many objects are left, because something keeps them.
    private func deleteObjects(of definition: CustomDefinition) async throws(PlaneFailure) -> Int {
        let names = definition.acceptedNames
        guard let version = CustomKind.reachableVersion(of: definition), !names.plural.isEmpty else { return 0 }
        let root = "/apis/\(definition.group)/\(version)/"
        let all = root + names.plural
        guard let items = try await client.metadata(all), !items.isEmpty else { return 0 }
        for namespace in Set(items.map(\.namespace)) {
            let path = namespace.isEmpty ? all : root + "namespaces/\(namespace)/\(names.plural)"
            let answer = await client.send(PlaneRequest(method: "DELETE", target: path, body: Self.options))
            guard answer.isSuccess else { throw answer.failure }
        }
        return try await client.metadata(all)?.count ?? 0
    }
}
