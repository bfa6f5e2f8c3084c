import JSON
import Testing

@testable import LocalControlPlane

struct NamespaceConditionsTests {
    @Test func saysWhatRemains() throws {
        var found = NamespaceConditions()
        found.remaining = ["bees.insect.example.com": 2]
        found.finalizers = ["example.com/hold": 2]
        let conditions = try #require(found.set(in: [], now: "t1"))
        let messages = Dictionary(uniqueKeysWithValues: conditions.map { ($0["type"]?.string ?? "", $0) })
        #expect(messages.count == 5)
        #expect(messages["NamespaceContentRemaining"]?["status"] == "True")
        #expect(
            messages["NamespaceContentRemaining"]?["message"]
                == "Some resources are remaining: bees.insect.example.com has 2 resource instances"
        )
        #expect(
            messages["NamespaceFinalizersRemaining"]?["message"]
                == "Some content in the namespace has finalizers remaining: example.com/hold in 2 resource instances"
        )
        #expect(messages["NamespaceDeletionDiscoveryFailure"]?["reason"] == "ResourcesDiscovered")
    }

    @Test func changesTimesWithTheStatusAlone() throws {
        var found = NamespaceConditions(undiscovered: ["a.example.com/v1"])
        let first = try #require(found.set(in: [], now: "t1"))
        #expect(found.set(in: first, now: "t2") == nil)
        found.undiscovered = []
        let second = try #require(found.set(in: first, now: "t2"))
        #expect(second[0]["lastTransitionTime"] == "t2")
        #expect(second[1]["lastTransitionTime"] == "t1")
    }
}
