import JSON
import Testing

@testable import Aggregator

struct AggregatedDocumentTests {
    private static func resource(_ name: String) -> JSONValue { ["resource": .string(name)] }

    private static let local: JSONValue = [
        "items": [
            [
                "metadata": ["name": "apps"],
                "versions": [["version": "v1", "resources": [resource("deployments")], "freshness": "Current"]],
            ],
            ["metadata": ["name": "apiregistration.k8s.io"], "versions": [["version": "v1", "freshness": "Current"]]],
            ["metadata": ["name": "unlisted.example.com"], "versions": [["version": "v1", "freshness": "Current"]]],
        ]
    ]

    private static func document(
        _ remote: [GroupVersion: DiscoveredVersion],
        _ services: [JSONValue]
    ) -> AggregatedDocument {
        AggregatedDocument(local: local, remote: remote, services: services.map { APIService($0) })
    }

    private static let services = [
        Samples.apiService("apps", "v1", groupPriority: 17_800),
        Samples.apiService("insect.example.com", "v1", service: Samples.remote, groupPriority: 20_000),
        Samples.apiService("insect.example.com", "v2", service: Samples.remote, versionPriority: 100),
    ]

    @Test
    func mergesGroupsInTheOrderOfPriorities() {
        let document = Self.document(
            [
                GroupVersion(group: "insect.example.com", version: "v1"): .stale,
                GroupVersion(group: "insect.example.com", version: "v2"): DiscoveredVersion(
                    freshness: .current,
                    resources: [Self.resource("bees")]
                ),
            ],
            Self.services
        )
        let groups = document.tree["items"]?.array ?? []
        #expect(
            groups.map { $0["metadata"]?["name"] } == [
                "apiregistration.k8s.io", "insect.example.com", "apps", "unlisted.example.com",
            ]
        )
        #expect(
            groups[1]["versions"] == [
                ["version": "v2", "resources": [Self.resource("bees")], "freshness": "Current"],
                ["version": "v1", "freshness": "Stale"],
            ]
        )
        #expect(document.tree["apiVersion"] == "apidiscovery.k8s.io/v2")
    }

    @Test
    func givesAGroupVersionToTheRemoteServer() {
        let document = Self.document(
            [GroupVersion(group: "apps", version: "v1"): .stale],
            [Samples.apiService("apps", "v1", service: Samples.remote, groupPriority: 17_800)]
        )
        let apps = document.tree["items"]?.array?.first { $0["metadata"]?["name"] == "apps" }
        #expect(apps?["versions"] == [["version": "v1", "freshness": "Stale"]])
    }

    @Test
    func hasATagOfItsContent() {
        let first = Self.document([:], Self.services)
        #expect(first.etag == Self.document([:], Self.services).etag)
        #expect(first.etag.utf8.count == 130)
        #expect(first.etag == first.etag.uppercased())
        let other = [GroupVersion(group: "insect.example.com", version: "v1"): DiscoveredVersion.stale]
        #expect(first.etag != Self.document(other, Self.services).etag)
    }
}
