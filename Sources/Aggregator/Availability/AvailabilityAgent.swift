internal import JSON
internal import Synchronization
internal import Transport

/// Looks after the availability of one remote APIService.
///
/// Source: kube-aggregator `remote_available_controller.go`.
final class AvailabilityAgent: Sendable {
    let name: String
    let repeater: Repeater
    private let world: AgentWorld
    private let failures = Mutex(0)

    /// How many questions are asked at a time; one good answer is enough.
    private static let probes = 5
    private static let probeTimeout = Duration.seconds(5)
    private static let resync = Duration.seconds(30)

    init(name: String, world: AgentWorld) {
        self.name = name
        self.world = world
        repeater = Repeater(clock: world.clock)
    }

    func run() async {
        await repeater.run { await self.turn() }
        world.metrics.removed(name)
    }

    private func turn() async -> Duration {
        guard let target = world.registry.target(named: name) else { return Repeater.forever }
        let condition = await check(target)
        guard !repeater.isStopped, !Task.isCancelled else { return .zero }
        world.metrics.checked(name, before: target.service.availability, after: condition)
        let isWritten = await world.conditions.write(condition, to: name)
        let hasFailed = condition.reason == "FailedDiscoveryCheck" || !isWritten
        let count = failures.withLock { failures in
            failures = hasFailed ? failures + 1 : 0
            return failures
        }
        return hasFailed ? min(world.recovery.delay(afterFailures: count), Self.resync) : Self.resync
    }

    /// What there is to say of the server now.
    private func check(_ target: RemoteTarget) async -> APIServiceCondition {
        let reference = target.reference
        let lookup = world.directory.service(namespace: reference.namespace, name: reference.name)
        switch AvailabilityCheck.finding(reference, lookup) {
        case .unavailable(let condition): return condition
        case .probe: return AvailabilityCheck.condition(probeFailure: await probe(target))
        }
    }

    /// Asks several times at once; nil as soon as one answer is good, otherwise what the last one said.
    private func probe(_ target: RemoteTarget) async -> String? {
        let path = target.service.groupVersion.path
        let caller = world.caller
        if let obstacle = caller.obstacle(to: target) { return obstacle }
        return await withTaskGroup(of: String?.self) { group in
            for _ in 0..<Self.probes {
                group.addTask {
                    let answer = await caller.get(path, from: target, as: .prober, timeout: Self.probeTimeout)
                    return Self.outcome(answer).failure(url: caller.url(path, of: target))
                }
            }
            var last: String?
            for await failure in group {
                guard let failure else {
                    group.cancelAll()
                    return nil
                }
                last = failure
            }
            return last
        }
    }

    private static func outcome(_ answer: RemoteCaller.Answer) -> ProbeOutcome {
        switch answer {
        case .response(let response): .status(response.status)
        case .failed(let cause): .failed(cause)
        case .timedOut: .timedOut
        }
    }
}

/// Writes conditions of APIServices into the store, when they say something new.
struct ConditionWriter: Sendable {
    let api: LocalAPI
    /// Finds an APIService as it is stored.
    let find: @Sendable (_ name: String) -> JSONValue?
    /// The time in the form of RFC 3339.
    let now: @Sendable () -> String

    /// Whether the object says so now.
    func write(_ condition: APIServiceCondition, to name: String) async -> Bool {
        guard let object = find(name) else { return true }
        guard let changed = condition.set(in: object, now: now()) else { return true }
        let answer = await api.send("PUT", "\(APIServiceDefinition.path)/\(name)/status", changed)
        return answer.status == 200 || answer.status == 404
    }
}
