internal import Storage
internal import Synchronization
internal import Telemetry

/// Shows how many objects there are of each kind; what is no longer served is no longer shown.
enum ObjectCounts {
    /// Counts whenever metrics are asked for.
    static func show(
        in registry: MetricsRegistry,
        _ metrics: ServerMetrics,
        stores: @escaping @Sendable () -> [ObjectStore]
    ) {
        let help = "Number of stored objects at the time of last check split by kind."
        let byGroup = registry.gauge("apiserver_resource_objects", help: help, labels: ["group", "resource"])
        let byName = registry.gauge("apiserver_storage_objects", help: help, labels: ["resource"])
        let shown = Shown()
        metrics.beforeShowing {
            var kinds: Set<Kind> = []
            for store in stores() {
                let kind = Kind(group: store.kind.group, plural: store.kind.plural, name: "\(store.kind.groupResource)")
                let count = Double(store.cache.count)
                byGroup.labels([kind.group, kind.plural]).set(count)
                byName.labels([kind.name]).set(count)
                kinds.insert(kind)
            }
            for kind in shown.gone(now: kinds) {
                byGroup.remove([kind.group, kind.plural])
                byName.remove([kind.name])
            }
        }
    }

    private struct Kind: Hashable {
        let group: String
        let plural: String
        let name: String
    }

    private final class Shown: Sendable {
        private let kinds = Mutex<Set<Kind>>([])

        /// Those that were shown the last time and are not now.
        func gone(now: Set<Kind>) -> Set<Kind> {
            kinds.withLock { kinds in
                let gone = kinds.subtracting(now)
                kinds = now
                return gone
            }
        }
    }
}
