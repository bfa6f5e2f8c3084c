internal import APIServer
internal import JSON
internal import Synchronization

/// Services and their endpoints as the control plane's store has them, ready to be asked on every request.
///
/// Any thread.
final class ServiceIndex: ServiceDirectory {
    private struct Key: Hashable {
        var namespace: String
        var name: String
    }

    private struct State {
        var services: [Key: ServiceRecord] = [:]
        /// By the Service that they belong to, and then by their own name.
        var slices: [Key: [String: EndpointSliceRecord]] = [:]
        /// What is answered, as long as nothing changes: every proxied request asks.
        var answers: [Key: ServiceLookup] = [:]

        mutating func lookUp(_ key: Key) -> ServiceLookup {
            if let answer = answers[key] { return answer }
            guard let service = services[key] else { return .missing }
            let answer = ServiceLookup.found(service, slices: Array((slices[key] ?? [:]).values))
            answers[key] = answer
            return answer
        }
    }

    private let state = Mutex(State())

    func service(namespace: String, name: String) -> ServiceLookup {
        let key = Key(namespace: namespace, name: name)
        return state.withLock { $0.lookUp(key) }
    }

    /// Follows both kinds until cancelled, and tells which Service changed.
    func run(
        services: LocalObjects?,
        slices: LocalObjects?,
        changed: @escaping @Sendable (_ namespace: String, _ name: String) -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            if let services {
                group.addTask {
                    try await services.follow { changes in
                        for change in changes { self.take(service: change, changed) }
                    }
                }
            }
            if let slices {
                group.addTask {
                    try await slices.follow { changes in
                        for change in changes { self.take(slice: change, changed) }
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// Fills the index with what is there.
    func load(services: LocalObjects?, slices: LocalObjects?) async throws {
        try await services?.waitUntilReady()
        try await slices?.waitUntilReady()
        for object in services?.list() ?? [] {
            take(service: LocalObjects.Change(object: object, isDeletion: false)) { _, _ in }
        }
        for object in slices?.list() ?? [] {
            take(slice: LocalObjects.Change(object: object, isDeletion: false)) { _, _ in }
        }
    }

    private func take(service change: LocalObjects.Change, _ changed: (String, String) -> Void) {
        let key = Self.key(change.object, name: change.object["metadata"]?["name"]?.string)
        let record = change.isDeletion ? nil : ServiceRecord(change.object)
        state.withLock { state in
            state.services[key] = record
            state.answers = [:]
        }
        changed(key.namespace, key.name)
    }

    private func take(slice change: LocalObjects.Change, _ changed: (String, String) -> Void) {
        let label = change.object["metadata"]?["labels"]?[EndpointSliceRecord.serviceLabel]?.string
        let name = change.object["metadata"]?["name"]?.string ?? ""
        let key = Self.key(change.object, name: label)
        let record = change.isDeletion ? nil : EndpointSliceRecord(change.object)
        let losers = state.withLock { state in
            // A slice that went over to another Service.
            let losers = state.slices.keys.filter { old in
                old != key && old.namespace == key.namespace && state.slices[old]?[name] != nil
            }
            for loser in losers { state.slices[loser]?[name] = nil }
            state.slices[key, default: [:]][name] = record
            state.answers = [:]
            return losers
        }
        for loser in losers { changed(loser.namespace, loser.name) }
        changed(key.namespace, key.name)
    }

    private static func key(_ object: JSONValue, name: String?) -> Key {
        Key(namespace: object["metadata"]?["namespace"]?.string ?? "", name: name ?? "")
    }
}
