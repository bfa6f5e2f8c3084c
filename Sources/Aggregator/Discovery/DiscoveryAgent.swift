internal import JSON
internal import Synchronization
internal import Transport

/// Keeps what is known of the resources of one remote APIService.
///
/// Source: kube-aggregator `handler_discovery.go`.
final class DiscoveryAgent: Sendable {
    let name: String
    let repeater: Repeater
    private let world: AgentWorld
    private let known = Mutex(Known())

    private struct Known {
        var groups: DiscoveredGroups?
        var etag: String?
        var reference: APIService.ServiceReference?
        var failures = 0
    }

    private static let timeout = Duration.seconds(5)
    private static let refresh = Duration.seconds(60)

    init(name: String, world: AgentWorld) {
        self.name = name
        self.world = world
        repeater = Repeater(clock: world.clock)
    }

    func run() async { await repeater.run { await self.turn() } }

    private func turn() async -> Duration {
        guard let target = world.registry.target(named: name) else { return Repeater.forever }
        let discovered = await discover(target)
        guard !repeater.isStopped, !Task.isCancelled else { return .zero }
        world.discovery.set(discovered ?? .stale, for: target.service.groupVersion)
        let failures = known.withLock { known in
            known.failures = discovered == nil ? known.failures + 1 : 0
            return known.failures
        }
        return discovered == nil ? Backoff.discovery.delay(afterFailures: failures) : Self.refresh
    }

    /// What the server says of the group version; nil if it says nothing.
    private func discover(_ target: RemoteTarget) async -> DiscoveredVersion? {
        let before = known.withLock { known in
            if known.reference != target.reference { known = Known(reference: target.reference) }
            return known
        }
        let answer = await world.caller.get(
            "/apis",
            from: target,
            as: .prober,
            accept: DiscoveryAnswer.accept,
            etag: before.groups == nil ? nil : before.etag,
            timeout: Self.timeout
        )
        guard case .response(let response) = answer else { return nil }
        let meaning = DiscoveryAnswer(
            status: response.status,
            contentType: response.headers["content-type"],
            etag: response.headers["etag"],
            body: response.body
        )
        let groupVersion = target.service.groupVersion
        switch meaning {
        case .unchanged: return before.groups.map { $0.versions[groupVersion] ?? .empty }
        case .failed: return nil
        case .groups(let groups, let etag):
            known.withLock { known in
                known.groups = groups
                known.etag = etag
            }
            return groups.versions[groupVersion] ?? .empty
        case .fallBack: return await legacy(target, groupVersion)
        }
    }

    private func legacy(_ target: RemoteTarget, _ groupVersion: GroupVersion) async -> DiscoveredVersion? {
        let answer = await world.caller.get(
            groupVersion.path,
            from: target,
            as: .reader,
            accept: "application/json",
            timeout: Self.timeout
        )
        guard case .response(let response) = answer, response.status == 200,
            let tree = try? JSONReader.parse(response.body),
            let resources = LegacyResources.resources(tree, of: groupVersion)
        else { return nil }
        return DiscoveredVersion(freshness: .current, resources: resources)
    }
}
