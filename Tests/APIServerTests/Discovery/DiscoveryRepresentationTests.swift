import APIServer
import Testing

struct DiscoveryRepresentationTests {
    private static let v2 = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"
    private static let v2beta1 = "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList"

    @Test(
        arguments: [
            (nil, .plain(.json)),
            ("", .plain(.json)),
            ("*/*", .plain(.json)),
            ("application/*", .plain(.json)),
            ("application/yaml", .plain(.yaml)),
            ("application/vnd.kubernetes.protobuf, */*", .plain(.protobuf)),
            ("text/html,application/yaml;q=0.5, application/json;q=0.9", .plain(.json)),
            ("*/*, application/yaml", .plain(.yaml)),
            ("application/json; charset=utf-8", .plain(.json)),
            ("\(v2),\(v2beta1),application/json", .aggregated(.json, version: "v2")),
            ("\(v2beta1),application/json", .plain(.json)),
            ("application/json;as=Table;v=v1;g=meta.k8s.io,application/yaml", .plain(.yaml)),
        ] as [(String?, DiscoveryRepresentation)]
    )
    func choosesWhatIsLikedBest(_ accept: String?, _ expected: DiscoveryRepresentation) {
        #expect(DiscoveryRepresentation(accept: accept, aggregatedVersions: ["v2"]) == expected)
    }

    @Test(arguments: ["text/csv", v2, "application/json;q=0", "json"])
    func findsNothing(_ accept: String) {
        #expect(DiscoveryRepresentation(accept: accept) == nil)
    }

    @Test
    func offersTheBetaIfAsked() {
        let chosen = DiscoveryRepresentation(accept: Self.v2beta1, aggregatedVersions: ["v2", "v2beta1"])
        #expect(chosen?.contentType == Self.v2beta1)
    }

    @Test
    func ordersVersionsAsClientsPreferThem() {
        let names = [
            "foo1", "v1alpha1", "v2", "foo10", "v11beta2", "v10", "v12alpha1", "v3beta1", "v10beta3", "v11alpha2",
        ]
        let expected = [
            "v10", "v2", "v11beta2", "v10beta3", "v3beta1", "v12alpha1", "v11alpha2", "v1alpha1", "foo1", "foo10",
        ]
        #expect(VersionPriority.sorted(names) == expected)
    }
}
