internal import Storage
internal import Synchronization
internal import Telemetry
internal import Transport

/// Serves kinds that come and go while the server runs, beside those that it has from its start.
///
/// What is served is replaced as a whole. Requests for kinds that never change do not look here.
final class ChangingKinds: Sendable {
    /// What is made of the kinds at one moment.
    private struct Served: Sendable {
        var router: ResourceRouter
        var documents: ServedDocuments
        var stores: [String: LivingStore] = [:]
    }

    /// What never changes.
    struct Base: Sendable {
        let groups: [APIGroup]
        let resources: [ServedResource]
        let title: String
        let environment: ServerEnvironment
        /// Makes the store of a kind.
        let store: @Sendable (_ kind: ServedKind) -> ObjectStore
    }

    private let base: Base
    /// Group versions that are served anyway: nobody else gets them.
    private let taken: Set<String>
    private let state: Mutex<Served>
    private let starts: AsyncStream<LivingStore>
    private let starter: AsyncStream<LivingStore>.Continuation

    init(_ base: Base) {
        self.base = base
        taken = Set(base.resources.map(\.definition.apiVersion))
        state = Mutex(
            Served(
                router: ResourceRouter(stores: [], virtual: [], environment: base.environment),
                documents: ServedDocuments(groups: base.groups, resources: base.resources, title: base.title)
            )
        )
        (starts, starter) = AsyncStream.makeStream(of: LivingStore.self)
    }

    /// The documents of everything that is served, what never changes included.
    var documents: ServedDocuments { state.withLock { $0.documents } }

    /// The stores of the kinds.
    var stores: [ObjectStore] { state.withLock { $0.stores.values.map(\.store) } }

    /// Who answers for a group version: nil if none of these kinds does.
    func router(group: String, apiVersion: String) -> ResourceRouter? {
        let router = state.withLock { $0.router }
        return router.serves(apiVersion: apiVersion) || router.serves(group: group) ? router : nil
    }

    /// Serves these kinds from now on, and no others.
    ///
    /// Returns when they are served. One call at a time; `run` must be under way.
    func set(_ kinds: [ChangingKind]) async {
        let before = state.withLock { $0.stores }
        var stores: [String: LivingStore] = [:]
        for kind in kinds where !kind.versions.isEmpty && stores[kind.key] == nil {
            if let known = before[kind.key], known.token == kind.token {
                stores[kind.key] = known
                continue
            }
            let living = LivingStore(base.store(servedKind(kind)), token: kind.token)
            stores[kind.key] = living
            starter.yield(living)
        }
        for living in stores.values { await living.store.cache.waitUntilReady() }
        guard !Task.isCancelled else { return }
        publish(stores)
        for (key, living) in before where stores[key] !== living { living.end() }
    }

    /// Keeps the caches of whatever is served fed until cancelled.
    func run() async throws {
        await withDiscardingTaskGroup { group in
            for await living in starts { group.addTask { await living.run() } }
            group.cancelAll()
        }
        try Task.checkCancellation()
    }

    private func servedKind(_ kind: ChangingKind) -> ServedKind {
        ServedKind(
            versions: kind.versions.map { version in
                var version = version
                if taken.contains(version.definition.apiVersion) { version.isServed = false }
                return ServedVersion(version)
            }
        )
    }

    private func publish(_ stores: [String: LivingStore]) {
        let ordered = stores.sorted { $0.key < $1.key }.map(\.value.store)
        let versions = ordered.flatMap(\.kind.versions)
        var groups = base.groups
        for version in versions where version.isServed {
            groups.append(APIGroup(version.definition.group, versions: [.init(version.definition.version)]))
        }
        let documents = ServedDocuments(
            groups: groups,
            resources: base.resources + versions.filter(\.isServed).map { ServedResource($0) },
            hidden: versions.filter { !$0.isServed }.map { ServedResource($0) },
            title: base.title
        )
        let router = ResourceRouter(stores: ordered, virtual: [], environment: base.environment)
        state.withLock { $0 = Served(router: router, documents: documents, stores: stores) }
    }
}

/// The store of a kind that may go before the server does.
final class LivingStore: Sendable {
    let store: ObjectStore
    let token: String
    private let ends: AsyncStream<Void>
    private let ender: AsyncStream<Void>.Continuation

    init(_ store: ObjectStore, token: String) {
        self.store = store
        self.token = token
        (ends, ender) = AsyncStream.makeStream(of: Void.self)
    }

    /// How long requests may go on that came before the end.
    private static let grace = Duration.seconds(1)

    /// Follows the store until shortly after it is ended, or until it is cancelled; watches end with it.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [store] in try? await store.cache.run() }
            group.addTask { [ends] in
                for await _ in ends {}
                try? await Task.sleep(for: Self.grace)
            }
            await group.next()
            group.cancelAll()
        }
    }

    func end() { ender.finish() }
}
