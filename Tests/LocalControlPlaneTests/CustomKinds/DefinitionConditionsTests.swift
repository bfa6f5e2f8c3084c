import JSON
import Testing

@testable import LocalControlPlane

/// Names that definitions get, and what is said of them.
struct DefinitionConditionsTests {
    private func definition(
        _ name: String,
        names: JSONValue,
        accepted: JSONValue? = nil,
        group: String = "a.com"
    ) -> CustomDefinition {
        var tree: JSONValue = ["metadata": ["name": .string(name)], "spec": ["group": .string(group), "names": names]]
        if let accepted { tree["status"] = ["acceptedNames": accepted] }
        return CustomDefinition(tree)
    }

    private let foo: JSONValue = [
        "plural": "foos", "singular": "foo", "kind": "Foo", "listKind": "FooList", "shortNames": ["f"],
    ]

    @Test(
        arguments: [
            ("plural", "foo", "PluralConflict", "\"foo\" is already in use"),
            ("singular", "f", "SingularConflict", "\"f\" is already in use"),
            ("kind", "FooList", "KindConflict", "\"FooList\" is already in use"),
            ("listKind", "Foo", "ListKindConflict", "\"Foo\" is already in use"),
            ("shortNames", ["b", "foos"], "ShortNamesConflict", "\"foos\" is already in use"),
        ] as [(String, JSONValue, String, String)]
    )
    func refusesWhatAnotherHas(_ key: String, _ value: JSONValue, _ reason: String, _ message: String) {
        var names: JSONValue = ["plural": "bars", "singular": "bar", "kind": "Bar", "listKind": "BarList"]
        names[key] = value
        let first = definition("foos.a.com", names: foo, accepted: foo)
        let second = definition("bars.a.com", names: names)
        let (accepted, condition) = DefinitionConditions.names(of: second, .init(second, among: [first, second]))
        #expect(condition.isTrue == false)
        #expect(condition.reason == reason)
        #expect(condition.message == message)
        #expect(accepted.tree[key] != value)
    }

    @Test func otherGroupsAndOnesOwnNamesDoNotCount() {
        let first = definition("foos.b.com", names: foo, accepted: foo, group: "b.com")
        let own = definition("foos.a.com", names: foo, accepted: foo)
        let (accepted, condition) = DefinitionConditions.names(of: own, .init(own, among: [first, own]))
        #expect(condition.isTrue)
        #expect(condition.reason == "NoConflicts")
        #expect(accepted == own.names)
    }

    @Test func keepsANameUntilTheNewOneIsFree() {
        let first = definition("foos.a.com", names: foo, accepted: foo)
        let before: JSONValue = ["plural": "bars", "singular": "bar", "kind": "Bar", "listKind": "BarList"]
        var wanted = before
        wanted["singular"] = "foo"
        let second = definition("bars.a.com", names: wanted, accepted: before)
        let (accepted, condition) = DefinitionConditions.names(of: second, .init(second, among: [first, second]))
        #expect(accepted.singular == "bar")
        #expect(!condition.isTrue)
    }

    @Test func aConditionTellsWhenItLastChanged() {
        var tree: JSONValue = [:]
        DefinitionConditions.set(&tree, DefinitionConditions.installing, now: "1")
        DefinitionConditions.set(&tree, DefinitionConditions.notAccepted, now: "2")
        #expect(CustomDefinition(tree).condition("Established")?["lastTransitionTime"] == "1")
        #expect(CustomDefinition(tree).condition("Established")?["reason"] == "NotAccepted")
        DefinitionConditions.set(&tree, DefinitionConditions.established, now: "3")
        #expect(CustomDefinition(tree).condition("Established")?["lastTransitionTime"] == "3")
        #expect(CustomDefinition(tree).isTrue("Established"))
        #expect(tree["status"]?["conditions"]?.array?.count == 1)
    }
}
