import JSON
import Testing

@testable import Aggregator

struct LegacyResourcesTests {
    private let groupVersion = GroupVersion(group: "insect.example.com", version: "v1")

    @Test
    func becomeEntriesOfTheAggregatedDocument() {
        let list: JSONValue = [
            "kind": "APIResourceList",
            "resources": [
                [
                    "name": "bees", "singularName": "bee", "namespaced": true, "kind": "Bee", "verbs": ["get"],
                    "shortNames": ["be"],
                ],
                [
                    "name": "bees/scale", "namespaced": true, "group": "autoscaling", "version": "v1", "kind": "Scale",
                    "verbs": ["get"],
                ],
                ["name": "hives/status", "namespaced": false, "kind": "Hive", "verbs": ["patch"]],
            ],
        ]
        #expect(
            LegacyResources.resources(list, of: groupVersion) == [
                [
                    "resource": "bees", "scope": "Namespaced", "singularResource": "bee", "verbs": ["get"],
                    "responseKind": ["group": "insect.example.com", "version": "v1", "kind": "Bee"],
                    "shortNames": ["be"],
                    "subresources": [
                        [
                            "subresource": "scale", "verbs": ["get"],
                            "responseKind": ["group": "autoscaling", "version": "v1", "kind": "Scale"],
                        ]
                    ],
                ],
                [
                    "resource": "hives", "scope": "Cluster", "singularResource": "",
                    "responseKind": ["group": "", "version": "", "kind": ""],
                    "subresources": [
                        [
                            "subresource": "status", "verbs": ["patch"],
                            "responseKind": ["group": "insect.example.com", "version": "v1", "kind": "Hive"],
                        ]
                    ],
                ],
            ]
        )
    }

    @Test
    func areNothingElse() {
        #expect(LegacyResources.resources(["kind": "Status"], of: groupVersion) == nil)
    }
}
