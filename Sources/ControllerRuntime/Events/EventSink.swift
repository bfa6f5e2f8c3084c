internal import Telemetry

/// Writes events in the background, one after the other.
final class EventSink: Sendable {
    private static let resource = GroupVersionResource(group: "", version: "v1", resource: "events")

    private let client: KubeClient
    private let instance: String
    private let clock: ControllerClock
    private let log: Logger
    private let events: AsyncStream<RecordedEvent>
    private let continuation: AsyncStream<RecordedEvent>.Continuation

    /// Makes a sink.
    ///
    /// - Parameters:
    ///   - client: writes.
    ///   - instance: what this copy of the program is called.
    ///   - clock: tells when events are alike.
    ///   - log: hears of failures.
    init(client: KubeClient, instance: String, clock: ControllerClock, log: Logger) {
        self.client = client
        self.instance = instance
        self.clock = clock
        self.log = log
        (events, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1000))
    }

    /// Takes an event; drops it if a thousand wait.
    func add(_ event: RecordedEvent) { continuation.yield(event) }

    /// Writes until the task is cancelled.
    func run() async {
        var series = EventSeries()
        for await event in events {
            let step = series.happened(event.key, now: clock.now()) {
                "\(event.name.name.prefix(236)).\(String(UInt64.random(in: 0 ... .max), radix: 16))"
            }
            do throws(KubeClientError) {
                try await write(event, step)
            } catch {
                guard !Task.isCancelled else { return }
                log.warning("an event was not written", [("error", "\(error)")])
            }
        }
    }

    private func write(_ event: RecordedEvent, _ step: EventSeries.Step) async throws(KubeClientError) {
        let namespace = event.name.namespace.isEmpty ? "default" : event.name.namespace
        let now = MicroTime.now.timestamp.json
        switch step {
        case .skip: break
        case .create(let name):
            let key = event.key
            let object: JSONValue = [
                "apiVersion": "v1", "kind": "Event",
                "metadata": ["name": .string(name), "namespace": .string(namespace)],
                "action": .string(key.action),
                "count": 1,
                "firstTimestamp": now,
                "involvedObject": event.regarding,
                "lastTimestamp": now,
                "message": .string(key.note),
                "reason": .string(key.reason),
                "reportingComponent": .string(key.controller),
                "reportingInstance": .string(String(instance.prefix(128))),
                "source": ["component": .string(key.controller)],
                "type": .string(key.type),
            ]
            _ = try await client.create(object, Self.resource, namespace: namespace)
        case .count(let name, let count):
            let patch: JSONValue = ["count": .integer(Int64(count)), "lastTimestamp": now]
            do throws(KubeClientError) {
                _ = try await client.patch(patch, .merge, Self.resource, namespace: namespace, name: name)
            } catch {
                // It has been cleaned up: events live for an hour.
                guard error.isNotFound else { throw error }
                try await write(event, .create(name: name))
            }
        }
    }
}
