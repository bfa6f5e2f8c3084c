internal import APIMachinery
internal import JSON

/// Forgets events an hour after they were written last, as a kube-apiserver's `--event-ttl` does.
///
/// Without it every run of a controller would leave its events in the control plane's file for good.
struct EventExpiry: Sendable {
    let client: any PlaneClient
    /// Tells the time, in seconds since 1970.
    let now: @Sendable () -> Int64

    /// How long they are kept, in seconds.
    static let lifetime: Int64 = 3600
    static let interval = Duration.seconds(300)
    private static let collections = ["/api/v1/events", "/apis/events.k8s.io/v1/events"]

    func pass() async throws(PlaneFailure) -> Bool {
        let oldest = now() - Self.lifetime
        for collection in Self.collections {
            let events = try await client.get(collection)?["items"]?.array ?? []
            for event in events where Self.lastWritten(event) < oldest { await delete(event, of: collection) }
        }
        return false
    }

    /// When the event was made, or came again, whichever is later.
    private static func lastWritten(_ event: JSONValue) -> Int64 {
        let moments = [
            event["metadata"]?["creationTimestamp"], event["lastTimestamp"], event["deprecatedLastTimestamp"],
            event["eventTime"], event["series"]?["lastObservedTime"],
        ]
        return moments.compactMap { $0?.string.flatMap { Timestamp($0)?.secondsSince1970 } }.max() ?? .max
    }

    private func delete(_ event: JSONValue, of collection: String) async {
        let path = collection.dropLast("events".count) + "namespaces/\(event.namespace)/events/\(event.name)"
        let revision = event["metadata"]?["resourceVersion"]?.string ?? ""
        let options: JSONValue = [
            "kind": "DeleteOptions", "apiVersion": "v1",
            "preconditions": ["uid": .string(event.uid), "resourceVersion": .string(revision)],
        ]
        // One that has come again meanwhile stays.
        _ = await client.send(PlaneRequest(method: "DELETE", target: String(path), body: options))
    }
}
