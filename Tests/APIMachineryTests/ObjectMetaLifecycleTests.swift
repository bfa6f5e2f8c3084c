import APIMachinery
import JSON
import Testing

struct ObjectMetaLifecycleTests {
    @Test
    func takesWhatOnlyTheServerMaySet() {
        let metadata = ObjectMetaLifecycle.preparedForCreate([
            "name": "m", "uid": "x", "creationTimestamp": "2001-02-03T04:05:06Z", "generation": 7, "selfLink": "/x",
            "deletionTimestamp": "2001-02-03T04:05:06Z", "deletionGracePeriodSeconds": 9,
        ])
        #expect(metadata == ["name": "m", "generation": 7])
    }

    @Test
    func fillsInWhatAnUpdateLeavesOut() {
        let old: JSONValue = [
            "name": "m", "uid": "u", "generation": 7, "creationTimestamp": "2001-02-03T04:05:06Z",
            "deletionTimestamp": "2002-02-03T04:05:06Z", "deletionGracePeriodSeconds": 0,
        ]
        let new = ObjectMetaLifecycle.preparedForUpdate(
            ["name": "m", "labels": ["a": "b"], "generation": 30, "creationTimestamp": "2009-02-03T04:05:06Z"],
            old: old
        )
        #expect(
            new.object?.keys == [
                "name", "uid", "generation", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds",
                "labels",
            ]
        )
        var expected = old
        expected["labels"] = ["a": "b"]
        #expect(new == expected)
        #expect(ObjectMetaLifecycle.preparedForUpdate(["uid": "v"], old: old)["uid"] == "v")
    }

    @Test
    func completesNames() {
        var generator = SystemRandomNumberGenerator()
        let name = ObjectMetaLifecycle.generatedName(base: String(repeating: "a", count: 80), using: &generator)
        #expect(name.count == 63 && name.hasPrefix(String(repeating: "a", count: 58)))
        #expect(NameRule.dns1123Label.problems(with: name) == [])
    }

    @Test
    func removesEqualOwners() {
        let one: JSONValue = ["uid": "1", "name": "a"]
        let other: JSONValue = ["uid": "1", "name": "a", "controller": false]
        let (metadata, warning) = ObjectMetaLifecycle.withoutDuplicateOwners(["ownerReferences": [one, other, one]])
        #expect(metadata == ["ownerReferences": [one, other]])
        #expect(warning?.hasSuffix("duplicate UID(s) observed: 1") == true)
        #expect(ObjectMetaLifecycle.withoutDuplicateOwners(["ownerReferences": [one, other]]).warning == nil)
    }
}
