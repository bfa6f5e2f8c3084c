internal import APIServer
internal import EventLoop
internal import Transport

/// What the parts of an aggregator share, before there is a server.
struct AggregatorParts: Sendable {
    let metrics: AggregatorMetrics
    let client: HTTPClient
    let registry: Registry
    let index = ServiceIndex()
    let proxy: Proxy
    let api: LocalAPI
    let discovery: DiscoveryBook
    let openAPI: OpenAPIBook

    init(_ configuration: Aggregator.Configuration) {
        let loopback = configuration.loopback
        metrics = AggregatorMetrics(registry: configuration.server.registry)
        client = HTTPClient(group: configuration.loops)
        registry = Registry(transports: Transports(certificate: configuration.proxyCertificate))
        proxy = Proxy(
            client: client,
            resolver: ServiceResolver(
                routing: configuration.routing,
                directory: index,
                loopback: { loopback().map { ServiceAddress(host: $0.host, port: $0.port) } }
            ),
            metrics: metrics,
            rejectsRedirects: configuration.rejectsRedirects,
            requestTimeout: configuration.server.requestTimeout
        )
        api = LocalAPI(loop: configuration.loops.next())
        discovery = DiscoveryBook(metrics: metrics)
        openAPI = OpenAPIBook(metrics: metrics)
    }
}
