import JSON
import Testing

@testable import Aggregator

struct ServiceResolverTests {
    private struct Directory: ServiceDirectory {
        var lookup: ServiceLookup
        func service(namespace: String, name: String) -> ServiceLookup { lookup }
    }

    private let reference = APIService.ServiceReference(namespace: "garden", name: "bees", port: 7443)

    private func resolve(
        _ routing: ServiceRouting,
        _ service: ServiceRecord?,
        _ slices: [EndpointSliceRecord] = []
    ) throws(ServiceResolutionError) -> String {
        let lookup = service.map { ServiceLookup.found($0, slices: slices) } ?? .missing
        var resolver = ServiceResolver(routing: routing, directory: Directory(lookup: lookup))
        resolver.choose = { $0 - 1 }
        return try resolver.resolve(reference).authority
    }

    @Test
    func routesToTheClusterIP() throws {
        #expect(try resolve(.clusterIP, Samples.service()) == "10.0.0.7:7443")
        #expect(
            try resolve(.clusterIP, Samples.service(["type": "NodePort", "clusterIP": "fd00::7"])) == "[fd00::7]:7443"
        )
    }

    @Test(arguments: [ServiceRouting.clusterIP, .local])
    func routesToAnExternalNameWithThePortOfTheAPIService(_ routing: ServiceRouting) throws {
        let service = Samples.service(["type": "ExternalName", "externalName": "127.0.0.1", "ports": []])
        #expect(try resolve(routing, service) == "127.0.0.1:7443")
    }

    @Test(arguments: [ServiceRouting.endpoints, .local])
    func routesToAReadyEndpoint(_ routing: ServiceRouting) throws {
        let slices = [
            Samples.slice(["10.1.0.1"], ready: false), Samples.slice(["10.1.0.2", "10.1.0.3"], ready: true),
        ]
        #expect(try resolve(routing, Samples.service(), slices) == "10.1.0.3:443")
        #expect(try resolve(routing, Samples.service(["clusterIP": "None"]), slices) == "10.1.0.3:443")
    }

    @Test
    func prefersTheFirstFamilyOfTheService() throws {
        let slices = [Samples.slice(["10.1.0.1"]), Samples.slice(["fd00::1"], family: "IPv6")]
        let service = Samples.service(["ipFamilies": ["IPv6", "IPv4"]])
        #expect(try resolve(.endpoints, service, slices) == "[fd00::1]:443")
        #expect(try resolve(.endpoints, service, [slices[0]]) == "10.1.0.1:443")
    }

    @Test(
        arguments: [
            (.clusterIP, nil, "service \"bees\" not found"),
            (.clusterIP, Samples.service(["clusterIP": "None"]), "cannot route to service with ClusterIP \"None\""),
            (.clusterIP, Samples.service(["type": "Odd"]), "unsupported service type \"Odd\""),
            (.endpoints, Samples.service(["type": "ExternalName"]), "unsupported service type \"ExternalName\""),
            (
                .clusterIP, Samples.service(["ports": [["port": 1]]]),
                "no service port 7443 found for service \"bees\""
            ),
            (.endpoints, Samples.service(), "no endpoints available for service \"bees\""),
        ] as [(ServiceRouting, ServiceRecord?, String)]
    )
    func saysWhyItLeadsNowhere(_ routing: ServiceRouting, _ service: ServiceRecord?, _ text: String) {
        #expect(throws: ServiceResolutionError(description: text)) { try resolve(routing, service) }
    }

    @Test
    func knowsTheWayToTheServerItself() throws {
        var resolver = ServiceResolver(routing: .clusterIP, directory: Directory(lookup: .missing))
        resolver.loopback = { ServiceAddress(host: "127.0.0.1", port: 6443) }
        let own = APIService.ServiceReference(namespace: "default", name: "kubernetes", port: 443)
        #expect(try resolver.resolve(own).authority == "127.0.0.1:6443")
    }
}
