internal import Synchronization
internal import Telemetry

/// The subscriptions of one store and how commits reach them.
///
/// The store calls `deliver` and `add` one at a time, in revision order; `cancel` of a subscription may come from
/// anywhere at any time, also from within a delivery.
package final class SubscriptionTable: Sendable {
    /// Called with each signal of a subscription.
    package typealias Deliver = @Sendable (StorageSignal) -> Void

    private let subscribers = Locked<[Subscriber]>([])

    /// Makes a table without subscriptions.
    package init() {}

    /// Tells a new subscriber the backlog, then adds it.
    ///
    /// - Parameters:
    ///   - prefix: which keys it wants to hear of.
    ///   - backlog: what changed below the prefix since the revision that it asked for.
    ///   - current: the revision that the store has reached.
    ///   - deliver: what to call with each signal.
    /// - Returns: the subscription.
    package func add(
        prefix: String,
        backlog: [StorageEvent],
        current: UInt64,
        _ deliver: @escaping Deliver
    ) -> StorageSubscription {
        let subscriber = Subscriber(prefix: StoreKey(prefix), deliver: deliver)
        subscriber.tell(backlog[...], upTo: current)
        subscribers.withLock { $0.append(subscriber) }
        return StorageSubscription { [subscribers] in
            subscriber.cancel()
            subscribers.withLock { $0.removeAll { $0 === subscriber } }
        }
    }

    /// Whether somebody wants to hear of a key.
    package func wants(_ key: StoreKey) -> Bool {
        subscribers.withLock { $0.contains { key.hasPrefix($0.prefix) } }
    }

    /// Tells everybody what was committed: each its own changes, then how far the store is.
    package func deliver(_ events: [StorageEvent], upTo current: UInt64) {
        for subscriber in subscribers.withLock({ $0 }) { subscriber.tell(events[...], upTo: current) }
    }

    /// Ends all subscriptions with an error.
    package func breakAll(_ error: StorageError) {
        let all = subscribers.withLock { subscribers in
            defer { subscribers = [] }
            return subscribers
        }
        for subscriber in all { subscriber.tell(.broken(error)) }
    }
}

/// One subscription.
private final class Subscriber: Sendable {
    let prefix: StoreKey
    private let deliver: SubscriptionTable.Deliver
    private let isCancelled = Atomic(false)

    init(prefix: StoreKey, deliver: @escaping SubscriptionTable.Deliver) {
        self.prefix = prefix
        self.deliver = deliver
    }

    func cancel() { isCancelled.store(true, ordering: .releasing) }

    func tell(_ signal: StorageSignal) {
        if !isCancelled.load(ordering: .acquiring) { deliver(signal) }
    }

    /// Tells the events below the prefix, and the revision unless the last event said it.
    func tell(_ events: ArraySlice<StorageEvent>, upTo current: UInt64) {
        var told: UInt64 = 0
        for event in events where StoreKey(event.object.key).hasPrefix(prefix) {
            tell(.event(event))
            told = event.revision
        }
        if told < current { tell(.progress(current)) }
    }
}
