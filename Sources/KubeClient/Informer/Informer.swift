public import APIMachinery
public import JSON
public import Telemetry

/// A cache of the objects of one resource that follows the server.
///
/// ``run()`` does the work until its task is cancelled; look-ups are synchronous, from any thread.
public final class Informer: Sendable {
    /// What has happened to an object.
    public enum Event: Sendable, Equatable {
        case added(JSONValue)
        case changed(from: JSONValue, to: JSONValue)
        case deleted(JSONValue)
    }

    /// The values under which an index has an object: none, one or several.
    public typealias Index = @Sendable (JSONValue) -> [String]

    /// What the informer needs of the outside.
    public struct Hooks: Sendable {
        /// Hears of every event in order, after the cache has it; must not block.
        public var onEvent: @Sendable (Event) -> Void = { _ in }
        /// Hears of the first complete state, after its events.
        public var onSync: @Sendable () -> Void = {}
        /// Hears why the server could not be followed, before it is tried again.
        public var onFailure: @Sendable (KubeClientError) -> Void = { _ in }
        /// Any monotonic clock.
        public var now: @Sendable () -> Duration
        /// Waits.
        public var sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
        /// From 0 to 1.
        public var chance: @Sendable () -> Double = { .random(in: 0...1) }

        /// Makes hooks that hear nothing.
        public init() {
            let start = ContinuousClock.now
            now = { ContinuousClock.now - start }
        }
    }

    private struct State {
        var cache: IndexedCache
        var hasSynced = false
        var waiters: [UInt64: CheckedContinuation<Void, Never>] = [:]
        var lastWaiter: UInt64 = 0
    }

    private let client: KubeClient
    private let resource: GroupVersionResource
    private let namespace: String?
    private let options: ListOptions
    private let hooks: Hooks
    private let log: Logger
    private let state: Locked<State>

    /// Makes an informer that does not run yet.
    ///
    /// - Parameters:
    ///   - client: asks the server.
    ///   - resource: what to follow.
    ///   - namespace: nil for all, or a cluster-scoped resource.
    ///   - labelSelector: only objects whose labels match.
    ///   - fieldSelector: only objects whose fields match.
    ///   - indexes: by which values objects can be found: a name, and what it says of an object.
    ///   - hooks: events and clock.
    ///   - log: hears of failures.
    public init(
        _ client: KubeClient,
        _ resource: GroupVersionResource,
        namespace: String? = nil,
        labelSelector: String = "",
        fieldSelector: String = "",
        indexes: [String: Index] = [:],
        hooks: Hooks = Hooks(),
        log: Logger = .silent
    ) {
        state = Locked(State(cache: IndexedCache(indexes)))
        self.client = client
        self.resource = resource
        self.namespace = namespace
        self.hooks = hooks
        self.log = log.with([("resource", "\(resource)")])
        var options = ListOptions()
        options.labelSelector = labelSelector
        options.fieldSelector = fieldSelector
        self.options = options
    }

    /// Makes an informer of one object.
    public convenience init(
        _ client: KubeClient,
        _ resource: GroupVersionResource,
        namespace: String?,
        name: String,
        hooks: Hooks = Hooks(),
        log: Logger = .silent
    ) {
        let selector = "metadata.name=\(name)"
        self.init(client, resource, namespace: namespace, fieldSelector: selector, hooks: hooks, log: log)
    }

    // MARK: Look-ups

    /// Whether the cache has held a complete state once.
    public var hasSynced: Bool { state.withLock { $0.hasSynced } }

    /// The object of that name as it was last heard of.
    public func object(namespace: String? = nil, name: String) -> JSONValue? {
        let key = if let namespace, !namespace.isEmpty { namespace + "/" + name } else { name }
        return state.withLock { $0.cache.objects[key] }
    }

    /// All objects, in no order.
    public var objects: [JSONValue] { state.withLock { Array($0.cache.objects.values) } }

    /// The objects that an index has under a value, in no order; none if there is no such index.
    public func objects(index: String, value: String) -> [JSONValue] {
        state.withLock { $0.cache.objects(index: index, value: value) }
    }

    /// Waits for the first complete state; returns early if the task is cancelled.
    public func waitForSync() async {
        let id = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
                let isDone = state.withLock { state in
                    if state.hasSynced || Task.isCancelled { return true }
                    state.waiters[id] = continuation
                    return false
                }
                if isDone { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: id) }?.resume()
        }
    }

    // MARK: Following

    /// Follows the server until the task is cancelled.
    public func run() async {
        var machine = InformerMachine()
        var backoff = Backoff()
        while !Task.isCancelled {
            let pace: InformerMachine.Pace
            do throws(KubeClientError) {
                pace = try await step(&machine)
            } catch {
                guard !Task.isCancelled else { return }
                pace = machine.failed(error)
                // An older server that is asked in the older way at once has not failed.
                if pace == .backOff {
                    log.warning("following failed", [("error", "\(error)")])
                    hooks.onFailure(error)
                }
            }
            guard pace == .backOff else { continue }
            let delay = backoff.next(now: hooks.now(), chance: hooks.chance())
            do { try await hooks.sleep(delay) } catch { return }
        }
    }

    private func step(_ machine: inout InformerMachine) async throws(KubeClientError) -> InformerMachine.Pace {
        var options = options
        switch machine.request {
        case .list(let version, let token):
            options.limit = 500
            options.resourceVersion = version
            options.continueToken = token
            let page = try await client.list(resource, namespace: namespace, options: options)
            apply(try machine.listed(page))
            return .atOnce
        case .watchList(let version):
            options.resourceVersion = version
            options.resourceVersionMatch = "NotOlderThan"
            options.sendsInitialEvents = true
        case .watch(let version): options.resourceVersion = version
        }
        options.allowsBookmarks = true
        options.timeoutSeconds = 300 + Int(300 * hooks.chance())
        let start = hooks.now()
        var watch = try await client.watch(resource, namespace: namespace, options: options)
        machine.watchBegan()
        while let event = try await watch.next() {
            if case .failed(let status) = event { throw .status(status) }
            apply(machine.received(event))
        }
        return machine.watchEnded(wasShort: hooks.now() - start < .seconds(1))
    }

    private func apply(_ change: InformerMachine.Change) {
        switch change {
        case .none: break
        case .set(let key, let object):
            let old = state.withLock { $0.cache.set(key, object) }
            tell(old, object)
        case .remove(let key, let object):
            if state.withLock({ $0.cache.remove(key) }) != nil { hooks.onEvent(.deleted(object)) }
        case .replace(let objects): replace(objects)
        }
    }

    private func tell(_ old: JSONValue?, _ new: JSONValue) {
        guard let old else { return hooks.onEvent(.added(new)) }
        if old != new { hooks.onEvent(.changed(from: old, to: new)) }
    }

    private func replace(_ objects: [String: JSONValue]) {
        let (old, isFirst) = state.withLock { state in
            let old = state.cache.objects
            state.cache.replace(objects)
            return (old, !state.hasSynced)
        }
        for (key, object) in old where objects[key] == nil { hooks.onEvent(.deleted(object)) }
        for (key, object) in objects { tell(old[key], object) }
        guard isFirst else { return }
        let waiters = state.withLock { state in
            state.hasSynced = true
            defer { state.waiters = [:] }
            return state.waiters.values
        }
        hooks.onSync()
        for waiter in waiters { waiter.resume() }
    }
}
