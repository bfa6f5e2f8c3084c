internal import APIServer
internal import Synchronization

/// Follows the APIServices of the store and keeps the routing table for them.
///
/// Any thread.
final class Registry: Sendable {
    private let state = Mutex<RoutingTable?>(nil)
    private let transports: Transports

    init(transports: Transports) { self.transports = transports }

    /// Who answers for what; nil before all APIServices have been seen.
    var table: RoutingTable? { state.withLock { $0 } }
    var isSynced: Bool { table != nil }

    /// Takes over the APIServices as they are now.
    func update(_ services: [APIService]) {
        var remote: [GroupVersion: RemoteTarget] = [:]
        var used: Set<Transports.Key> = []
        for service in services {
            guard let reference = service.service else { continue }
            let key = Transports.Key(service, reference)
            used.insert(key)
            remote[service.groupVersion] = RemoteTarget(
                service: service,
                reference: reference,
                transport: transports.identity(key)
            )
        }
        transports.keep(only: used)
        let table = RoutingTable(services: services, remote: remote)
        state.withLock { $0 = table }
    }

    /// Keeps the table until cancelled, and tells of each new one.
    func run(_ objects: LocalObjects, changed: @Sendable () -> Void) async throws {
        try await objects.waitUntilReady()
        reload(objects, changed)
        try await objects.follow { _ in reload(objects, changed) }
    }

    private func reload(_ objects: LocalObjects, _ changed: @Sendable () -> Void) {
        update(objects.list().map { APIService($0) })
        changed()
    }
}
