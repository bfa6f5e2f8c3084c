public import Telemetry

/// Runs controllers: follows what they need, waits until it is complete, lets them work while this copy of the program leads.
///
/// A value of its own with everything it needs; several can live in one process. Stop it by cancelling the task of ``run()``.
public final class ControllerManager: Sendable {
    /// What a manager is made of.
    public struct Configuration: Sendable {
        /// Asks the server.
        public var client: KubeClient
        /// The controllers.
        public var reconcilers: [any Reconciler]
        /// How many objects of one kind are worked on at a time; 1 by default.
        public var concurrency = 1
        /// The only namespace to look at; nil for all.
        public var namespace: String?
        /// Set if only one of several copies is to work.
        public var leaderElection: LeaderElectionConfiguration?
        /// What this copy is called in events.
        public var identity = ""
        /// Where it counts.
        public var registry = MetricsRegistry()
        /// Where it logs.
        public var log: Logger
        /// The time.
        public var clock: ControllerClock
        /// Hears that the leadership is lost, while work still goes on: end the process.
        ///
        /// Does nothing by default.
        public var onLeadershipLost: @Sendable (LeadershipLost) -> Void = { _ in }

        /// Makes a configuration without leader election.
        public init(client: KubeClient, reconcilers: [any Reconciler], log: Logger, clock: ControllerClock) {
            self.client = client
            self.reconcilers = reconcilers
            self.log = log
            self.clock = clock
        }
    }

    private let configuration: Configuration
    private let controllers: [any RunnableController]
    private let informers: [GroupVersionResource: Informer]

    /// Puts a manager together.
    ///
    /// Nothing runs yet.
    ///
    /// - Throws: ``ManagerError`` if two controllers have one name.
    public init(_ configuration: Configuration) throws(ManagerError) {
        self.configuration = configuration
        controllers = configuration.reconcilers.map { Self.controller($0, configuration) }
        let names = controllers.map(\.name)
        if let twice = names.first(where: { name in names.count(where: { $0 == name }) > 1 }) {
            throw .sameName(twice)
        }
        informers = Self.informers(controllers, configuration)
    }

    /// Whether everything that the controllers follow is complete.
    public var hasSynced: Bool { informers.values.allSatisfy(\.hasSynced) }

    /// Waits until everything that the controllers follow is complete; ``run()`` must be running.
    public func waitForSync() async { for informer in informers.values { await informer.waitForSync() } }

    /// The objects that the controllers follow.
    public var cache: ObjectCache { ObjectCache(informers: informers) }

    /// Works until the task is cancelled.
    ///
    /// - Throws: ``LeadershipLost``.
    public func run() async throws {
        let election = election()
        let term = election?.term
        let client = term.map { term in configuration.client.writing { term.loss()?.description } }
        let sink = EventSink(
            client: client ?? configuration.client,
            instance: configuration.identity,
            clock: configuration.clock,
            log: configuration.log
        )
        let context = ReconcileContext(
            client: client ?? configuration.client,
            cache: cache,
            events: EventRecorder(controller: configuration.identity, sink: sink),
            log: configuration.log,
            mayBegin: { term?.loss() == nil }
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            for informer in informers.values { group.addTask { await informer.run() } }
            group.addTask { await sink.run() }
            await waitForSync()
            try Task.checkCancellation()
            configuration.log.info("everything that controllers follow is known")
            if let election {
                try await election.run { await self.work(context) }
            } else {
                await work(context)
            }
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    private func election() -> LeaderElection? {
        configuration.leaderElection.map { election in
            LeaderElection(
                election,
                client: configuration.client,
                clock: configuration.clock,
                registry: configuration.registry,
                log: configuration.log,
                onLoss: configuration.onLeadershipLost
            )
        }
    }

    private func work(_ context: ReconcileContext) async {
        await withTaskGroup(of: Void.self) { group in
            for controller in controllers {
                configuration.log.info("controller starts", [("controller", controller.name)])
                group.addTask { await controller.run(with: context) }
            }
        }
    }

    // MARK: Putting together

    private static func controller<R: Reconciler>(
        _ reconciler: R,
        _ configuration: Configuration
    ) -> any RunnableController {
        Controller(
            reconciler,
            workers: configuration.concurrency,
            clock: configuration.clock,
            registry: configuration.registry
        )
    }

    /// One informer for each resource, however many controllers follow it.
    private static func informers(
        _ controllers: [any RunnableController],
        _ configuration: Configuration
    ) -> [GroupVersionResource: Informer] {
        let sources = Dictionary(grouping: controllers.flatMap(\.sources), by: \.resource)
        return sources.mapValues { sources in
            var hooks = Informer.Hooks()
            hooks.now = configuration.clock.now
            hooks.sleep = configuration.clock.sleep
            hooks.chance = configuration.clock.chance
            hooks.onEvent = { event in for source in sources { source.hears(event) } }
            return Informer(
                configuration.client,
                sources[0].resource,
                namespace: configuration.namespace,
                indexes: [ObjectCache.ownerIndex: ObjectCache.owners],
                hooks: hooks,
                log: configuration.log
            )
        }
    }
}

/// Why a manager cannot be put together.
public enum ManagerError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Two controllers have one name.
    case sameName(String)

    /// What is wrong, and what to do.
    public var description: String {
        switch self {
        case .sameName(let name): "two controllers are called \(name): give one of them another `name`"
        }
    }
}
