internal import Synchronization
internal import Telemetry

/// Starts those who look after a remote APIService when it comes, and ends them when it goes.
///
/// Any thread.
final class AgentSupervisor: Sendable {
    /// Those who look after one APIService.
    private final class Agents: Sendable {
        let availability: AvailabilityAgent
        let discovery: DiscoveryAgent
        let openAPI: OpenAPIAgent

        init(name: String, world: AgentWorld) {
            availability = AvailabilityAgent(name: name, world: world)
            discovery = DiscoveryAgent(name: name, world: world)
            openAPI = OpenAPIAgent(name: name, world: world)
        }

        var repeaters: [Repeater] { [availability.repeater, discovery.repeater, openAPI.repeater] }

        func run() async {
            async let availability: Void = availability.run()
            async let discovery: Void = discovery.run()
            await openAPI.run()
            _ = await (availability, discovery)
        }
    }

    private struct Entry {
        let agents: Agents
        var service: APIService
    }

    private let world: AgentWorld
    private let bell = Bell()
    private let entries = Mutex<[String: Entry]>([:])

    init(world: AgentWorld) {
        self.world = world
    }

    /// The routing table is a new one.
    func tableChanged() { bell.ring() }

    /// A Service or its endpoints are different.
    func serviceChanged(namespace: String, name: String) {
        let concerned = entries.withLock { entries in
            entries.values.filter { entry in
                entry.service.service?.namespace == namespace && entry.service.service?.name == name
            }
        }
        for entry in concerned { entry.agents.availability.repeater.poke() }
    }

    /// Runs until cancelled.
    func run() async {
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled {
                for agents in newcomers() { group.addTask { await agents.run() } }
                await bell.wait()
            }
            let all = entries.withLock { $0.values.flatMap(\.agents.repeaters) }
            for repeater in all { repeater.stop() }
        }
    }

    /// Compares with the table; what is to be started is the caller's.
    private func newcomers() -> [Agents] {
        let services = (world.registry.table?.remote.values.map(\.service) ?? []).map { ($0.name, $0) }
        let wanted = Dictionary(services) { first, _ in first }
        var started: [Agents] = []
        var poked: [Repeater] = []
        var stopped: [Repeater] = []
        entries.withLock { entries in
            for (name, entry) in entries where wanted[name]?.uid != entry.service.uid {
                stopped += entry.agents.repeaters
                entries[name] = nil
            }
            for (name, service) in wanted {
                guard let entry = entries[name] else {
                    let agents = Agents(name: name, world: world)
                    entries[name] = Entry(agents: agents, service: service)
                    started.append(agents)
                    continue
                }
                poked += Self.concerned(entry, by: service)
                entries[name]?.service = service
            }
        }
        for repeater in stopped { repeater.stop() }
        for repeater in poked { repeater.poke() }
        return started
    }

    /// Whom a change of an APIService concerns.
    private static func concerned(_ entry: Entry, by service: APIService) -> [Repeater] {
        guard entry.service.resourceVersion != service.resourceVersion else { return [] }
        var before = entry.service
        before.conditions = service.conditions
        before.resourceVersion = service.resourceVersion
        guard before == service else { return entry.agents.repeaters }
        guard entry.service.isAvailable != service.isAvailable else { return [] }
        return [entry.agents.discovery.repeater, entry.agents.openAPI.repeater]
    }
}
