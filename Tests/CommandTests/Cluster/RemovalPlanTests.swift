import JSON
import Testing

@testable import apiserver_boot

@Suite struct RemovalPlanTests {
    private static func object(_ labels: JSONValue) -> JSONValue { ["metadata": ["name": "a", "labels": labels]] }

    private static let ours = object([
        "app.kubernetes.io/managed-by": "apiserver-boot", "app.kubernetes.io/part-of": "bees",
    ])

    @Test func tellsOfEachObjectWhatBecomesOfIt() {
        var plan = RemovalPlan()
        plan.add("service/a", Self.ours, of: "bees")
        plan.add("service/b", nil, of: "bees")
        plan.add("service/c", Self.object([:]), of: "bees")
        plan.add("service/d", Self.ours, of: "wasps")
        plan.add("service/e", Self.ours, of: "bees", keeps: "it is full")
        #expect(
            plan.steps.map(\.text) == [
                "would delete service/a", "not there    service/b",
                "would keep   service/c  (it belongs to somebody else)",
                "would keep   service/d  (it belongs to the project bees)", "would keep   service/e  (it is full)",
            ]
        )
        #expect(plan.ofRunLocal.isEmpty)
    }

    @Test func remembersWhatARunLocalHasMade() {
        var plan = RemovalPlan()
        plan.add("service/a", Self.object(["app.kubernetes.io/managed-by": "apiserver-boot"]), of: "bees")
        #expect(plan.ofRunLocal.map(\.title) == ["service/a"])
    }
}
