/// What those who look after an APIService have in common.
struct AgentWorld: Sendable {
    let registry: Registry
    let directory: any ServiceDirectory
    let caller: RemoteCaller
    let conditions: ConditionWriter
    let discovery: DiscoveryBook
    let openAPI: OpenAPIBook
    let metrics: AggregatorMetrics
    let clock: any Clock<Duration>
    /// How long to wait before a server that is not available is looked at again.
    let recovery: Backoff
}

extension Registry {
    /// The remote APIService of that name.
    func target(named name: String) -> RemoteTarget? { table?.remote.values.first { $0.service.name == name } }
}
