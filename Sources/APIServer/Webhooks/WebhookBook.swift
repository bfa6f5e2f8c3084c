internal import JSON
internal import KubeClient
internal import Telemetry

/// The webhooks of one kind of configuration, followed in the cluster.
final class WebhookBook: Sendable {
    private struct State {
        var webhooks: [Webhook] = []
        /// Grows with every change of a configuration.
        var generation: UInt64 = 0
        /// What `webhooks` were made of.
        var read: UInt64 = 0
    }

    private let state: Locked<State>
    private let informer: Informer
    private let log: Logger

    init(_ client: KubeClient, resource: String, log: Logger) {
        let state = Locked(State())
        var hooks = Informer.Hooks()
        hooks.onEvent = { _ in state.withLock { $0.generation += 1 } }
        let name = GroupVersionResource(group: "admissionregistration.k8s.io", version: "v1", resource: resource)
        informer = Informer(client, name, hooks: hooks, log: log)
        self.state = state
        self.log = log
    }

    /// The webhooks in the order in which they are asked.
    var webhooks: [Webhook] {
        let (known, generation) = state.withLock { state in
            (state.read == state.generation ? state.webhooks : nil, state.generation)
        }
        if let known { return known }
        // Whoever comes meanwhile reads them, too: nobody is to see fewer than there are.
        let webhooks = Webhook.ordered(informer.objects)
        let isNew = state.withLock { state in
            guard generation > state.read else { return false }
            (state.webhooks, state.read) = (webhooks, generation)
            return true
        }
        guard isNew else { return webhooks }
        for webhook in webhooks where webhook.hasConditions {
            log.warning(
                "a webhook has matchConditions, which cannot be evaluated here",
                [
                    ("webhook", webhook.name), ("configuration", webhook.configuration),
                    ("effect", webhook.ignoresFailures ? "it is not asked" : "what it matches is forbidden"),
                ]
            )
        }
        return webhooks
    }

    /// Whether every configuration that there was has been heard of; waits a while for it.
    var isReady: Bool {
        get async { await informer.hasSynced(within: ClusterAdmission.patience) }
    }

    var hasSynced: Bool { informer.hasSynced }

    /// Follows the cluster until the task is cancelled.
    func run() async { await informer.run() }
}

extension Informer {
    /// Whether a complete state has been held; waits for it no longer than that.
    func hasSynced(within limit: Duration) async -> Bool {
        if hasSynced { return true }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.waitForSync() }
            group.addTask { try? await Task.sleep(for: limit) }
            await group.next()
            group.cancelAll()
        }
        return hasSynced
    }
}
