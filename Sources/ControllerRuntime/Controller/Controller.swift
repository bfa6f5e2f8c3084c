internal import Telemetry

/// What a manager runs: a controller without its type.
protocol RunnableController: Sendable {
    var name: String { get }
    /// The resources that the controller follows, and who hears of their changes.
    var sources: [ControllerSource] { get }
    /// Works until its task is cancelled. The cache is complete by then.
    func run(with context: ReconcileContext) async
}

/// A resource that a controller follows.
struct ControllerSource: Sendable {
    let resource: GroupVersionResource
    let hears: @Sendable (Informer.Event) -> Void
}

/// A reconciler with its queue and workers.
final class Controller<R: Reconciler>: RunnableController {
    let name: String
    private let reconciler: R
    private let workers: Int
    private let clock: ControllerClock
    private let metrics: ReconcileMetrics
    private let queue: WorkQueue<NamespacedName>

    init(_ reconciler: R, workers: Int, clock: ControllerClock, registry: MetricsRegistry) {
        self.reconciler = reconciler
        self.workers = workers
        self.clock = clock
        name = reconciler.name
        metrics = ReconcileMetrics(registry, controller: reconciler.name, workers: workers)
        queue = WorkQueue(clock: clock, metrics: QueueMetrics(registry, name: reconciler.name))
    }

    // MARK: What calls for work

    var sources: [ControllerSource] {
        let (queue, mapping, predicate) = (queue, R.Object.mapping, reconciler.predicate)
        let own = ControllerSource(resource: mapping.resource) { event in
            if predicate.accepts(event) { queue.add(NamespacedName(object: event.object)) }
        }
        let others = reconciler.watches.map { watch in
            ControllerSource(resource: watch.resource) { event in
                guard watch.predicate.accepts(event) else { return }
                // Whoever lost an object is concerned as much as whoever has it now.
                for object in event.states {
                    for request in watch.requests(object, mapping) { queue.add(request) }
                }
            }
        }
        return [own] + others
    }

    // MARK: Working

    func run(with context: ReconcileContext) async {
        await withTaskCancellationHandler {
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<workers {
                    group.addTask {
                        while let name = await self.queue.next(), context.mayBegin() {
                            await self.work(on: name, context)
                            self.queue.done(name)
                        }
                    }
                }
            }
        } onCancel: {
            queue.shutDown()
        }
    }

    private func work(on name: NamespacedName, _ context: ReconcileContext) async {
        let context = ReconcileContext(
            client: context.client,
            cache: context.cache,
            events: context.events.by(self.name),
            log: context.log.with([("controller", self.name), ("object", "\(name)")]),
            mayBegin: context.mayBegin
        )
        let began = clock.now()
        metrics.began()
        do {
            let result = try await reconcile(name, context)
            queue.succeeded(name)
            switch result {
            case .done: metrics.ended(.success, after: clock.now() - began)
            case .requeue(let delay):
                metrics.ended(.requeueAfter, after: clock.now() - began)
                queue.add(name, after: delay)
            }
        } catch {
            failed(name, error, context.log, after: clock.now() - began)
        }
    }

    private func reconcile(_ name: NamespacedName, _ context: ReconcileContext) async throws -> ReconcileResult {
        guard let object = try context.cache.get(R.Object.self, name) else {
            try await reconciler.gone(name, in: context)
            return .done
        }
        return try await reconciler.reconcile(object, in: context)
    }

    private func failed(_ name: NamespacedName, _ error: any Error, _ log: Logger, after time: Duration) {
        let isTerminal = error is TerminalError || (error as? CacheError)?.isUnreadable == true
        metrics.ended(.error, isTerminal: isTerminal, after: time)
        guard !(error is CancellationError), !Task.isCancelled else { return }
        guard !isTerminal else {
            log.error("reconciling failed for good; the object is left alone until it changes", [("error", "\(error)")])
            return queue.succeeded(name)
        }
        // Somebody else was quicker: the cache will have what they wrote in a moment.
        let isConflict = (error as? KubeClientError)?.isConflict == true
        log.log(isConflict ? .debug : .warning, "reconciling failed; it is tried again", [("error", "\(error)")])
        queue.retry(name)
    }
}

extension CacheError {
    fileprivate var isUnreadable: Bool { if case .unreadable = self { true } else { false } }
}

extension Informer.Event {
    /// The object as it is, or was last.
    var object: JSONValue {
        switch self {
        case .added(let object), .changed(_, let object), .deleted(let object): object
        }
    }

    /// The object before and after, as far as there is one.
    fileprivate var states: [JSONValue] {
        if case .changed(let old, let new) = self { [old, new] } else { [object] }
    }
}
