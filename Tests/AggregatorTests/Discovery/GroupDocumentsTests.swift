import JSON
import Testing

@testable import Aggregator

struct GroupDocumentsTests {
    private let documents = GroupDocuments(
        [
            Samples.apiService("", "v1", groupPriority: 18_000),
            Samples.apiService("insect.example.com", "v1beta1", service: Samples.remote, versionPriority: 9),
            Samples.apiService("insect.example.com", "v1", service: Samples.remote),
        ].map { APIService($0) }
    )
    private let insect: JSONValue = [
        "name": "insect.example.com",
        "versions": [
            ["groupVersion": "insect.example.com/v1", "version": "v1"],
            ["groupVersion": "insect.example.com/v1beta1", "version": "v1beta1"],
        ],
        "preferredVersion": ["groupVersion": "insect.example.com/v1", "version": "v1"],
    ]

    @Test
    func listAllGroupsButTheCore() {
        #expect(documents.list["kind"] == "APIGroupList")
        #expect(
            documents.list["groups"]?.array?.map { $0["name"] } == ["apiregistration.k8s.io", "insect.example.com"]
        )
        #expect(documents.list["groups"]?[1] == insect)
    }

    @Test
    func describeAGroup() {
        var expected = insect
        expected["kind"] = "APIGroup"
        expected["apiVersion"] = "v1"
        #expect(documents.groups["insect.example.com"] == expected)
        #expect(documents.groups["other"] == nil)
        #expect(documents.groups[""] == nil)
    }
}
