import APIServer
import JSON
import Testing

struct DiscoveryDocumentsTests {
    private let documents = DiscoveryDocuments(resources: RecordedWardle.definitions.map { ServedResource($0) })
    private let verbs: JSONValue = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"]
    private let versions: JSONValue = [
        ["groupVersion": "wardle.example.com/v1beta1", "version": "v1beta1"],
        ["groupVersion": "wardle.example.com/v1alpha1", "version": "v1alpha1"],
    ]

    @Test
    func listsGroupsWithTheAddressOfTheServer() {
        let expected: JSONValue = [
            "kind": "APIGroupList",
            "groups": [
                [
                    "name": "wardle.example.com", "versions": versions,
                    "preferredVersion": ["groupVersion": "wardle.example.com/v1beta1", "version": "v1beta1"],
                    "serverAddressByClientCIDRs": [["clientCIDR": "0.0.0.0/0", "serverAddress": "10.0.0.1:443"]],
                ]
            ],
        ]
        #expect(documents.groupList(serverAddress: "10.0.0.1:443") == expected)
    }

    @Test
    func describesAGroup() {
        let expected: JSONValue = [
            "kind": "APIGroup", "apiVersion": "v1", "name": "wardle.example.com", "versions": versions,
            "preferredVersion": ["groupVersion": "wardle.example.com/v1beta1", "version": "v1beta1"],
        ]
        #expect(documents.group("wardle.example.com") == expected)
        #expect(documents.group("other.example.com") == nil)
    }

    @Test
    func listsResourcesByNameWithTheHashOfTheirStorageVersion() {
        let flunders: JSONValue = [
            "name": "flunders", "singularName": "flunder", "namespaced": true, "kind": "Flunder", "verbs": verbs,
            "storageVersionHash": "UHqNx5H3K7A=",
        ]
        let fischers: JSONValue = [
            "name": "fischers", "singularName": "fischer", "namespaced": false, "kind": "Fischer", "verbs": verbs,
            "storageVersionHash": "YS5qRiSxzNM=",
        ]
        let alpha = documents.resourceList(group: "wardle.example.com", version: "v1alpha1")
        #expect(alpha?["resources"] == [fischers, flunders])
        let beta: JSONValue = [
            "kind": "APIResourceList", "apiVersion": "v1", "groupVersion": "wardle.example.com/v1beta1",
            "resources": [flunders],
        ]
        #expect(documents.resourceList(group: "wardle.example.com", version: "v1beta1") == beta)
        #expect(documents.resourceList(group: "wardle.example.com", version: "v1") == nil)
    }

    @Test
    func tellsSubresourcesShortNamesAndCategories() {
        var definition = RecordedWardle.definitions[0]
        definition.shortNames = ["fl"]
        definition.categories = ["all"]
        let scale = ServedResource.ObjectKind(group: "autoscaling", version: "v1", kind: "Scale")
        let served = ServedResource(
            definition,
            subresources: [.status, .init(name: "scale", kind: scale, verbs: ["update", "get"])]
        )
        let documents = DiscoveryDocuments(resources: [served])
        let resources = documents.resourceList(group: "wardle.example.com", version: "v1alpha1")?["resources"]
        #expect(resources?[0]?["shortNames"] == ["fl"])
        #expect(resources?[0]?["categories"] == ["all"])
        let expected: JSONValue = [
            "name": "flunders/scale", "singularName": "", "namespaced": true, "group": "autoscaling", "version": "v1",
            "kind": "Scale", "verbs": ["get", "update"],
        ]
        #expect(resources?[1] == expected)
        #expect(resources?[2]?["name"] == "flunders/status")
        #expect(resources?[2]?["kind"] == "Flunder")
        let aggregated = documents.aggregated().at("items")?[0]?["versions"]?[0]?["resources"]?[0]
        #expect(aggregated?["subresources"]?[1]?["responseKind"]?["kind"] == "Flunder")
        #expect(aggregated?["shortNames"] == ["fl"])
    }

    @Test(arguments: ["v2", "v2beta1"])
    func aggregatesAllGroups(_ version: String) {
        let document = documents.aggregated(version: version)
        #expect(document["kind"] == "APIGroupDiscoveryList")
        #expect(document["apiVersion"]?.string == "apidiscovery.k8s.io/" + version)
        let group = document["items"]?[0]
        #expect(group?["metadata"] == ["name": "wardle.example.com"])
        let expected: JSONValue = [
            "version": "v1beta1",
            "resources": [
                [
                    "resource": "flunders", "scope": "Namespaced", "singularResource": "flunder", "verbs": verbs,
                    "responseKind": ["group": "wardle.example.com", "version": "v1beta1", "kind": "Flunder"],
                ]
            ],
            "freshness": "Current",
        ]
        #expect(group?["versions"]?[0] == expected)
        #expect(group?["versions"]?[1]?["resources"]?[0]?["scope"] == "Cluster")
    }

    @Test
    func knowsItsPaths() {
        let prefix = "/apis/wardle.example.com"
        #expect(documents.paths == ["/apis", prefix, prefix + "/v1alpha1", prefix + "/v1beta1"])
    }
}
