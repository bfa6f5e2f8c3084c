import JSON
import Testing

@testable import Aggregator

struct GroupOrderTests {
    private func entry(
        _ group: String,
        _ version: String,
        _ groupPriority: Int,
        _ versionPriority: Int = 15
    )
        -> GroupOrder.Entry
    {
        GroupOrder.Entry(
            groupVersion: GroupVersion(group: group, version: version),
            groupPriority: groupPriority,
            versionPriority: versionPriority
        )
    }

    @Test
    func putsGroupsByTheHighestPriorityOfAnyVersion() {
        let entries = [
            entry("low", "v1", 1), entry("mixed", "v1", 1), entry("mixed", "v2", 300), entry("mid", "v1", 200),
        ]
        #expect(GroupOrder.groups(entries, tie: .groupName).map(\.name) == ["mixed", "mid", "low"])
    }

    @Test
    func putsItsOwnGroupBeforeTheHighestPriority() {
        let groups = GroupOrder.groups([entry("top", "v1", 20_000), .own], tie: .groupName)
        #expect(groups.map(\.name) == ["apiregistration.k8s.io", "top"])
    }

    @Test
    func breaksTiesByNameOfServiceOrGroup() {
        let entries = [entry("bbb", "v1", 5), entry("aaa", "v2", 5)]
        #expect(GroupOrder.groups(entries, tie: .groupName).map(\.name) == ["aaa", "bbb"])
        #expect(GroupOrder.groups(entries, tie: .serviceName).map(\.name) == ["bbb", "aaa"])
    }

    @Test
    func ordersVersionsByPriorityFirst() {
        let entries = [entry("a", "v1", 5, 1), entry("a", "v1alpha1", 5, 3), entry("a", "v2", 5, 2)]
        #expect(GroupOrder.versions(entries) == ["v1alpha1", "v2", "v1"])
    }

    @Test
    func ordersEqualVersionsAsKubernetesDoes() {
        let ordered = [
            "v10", "v2", "v1", "v11beta2", "v10beta3", "v3beta1", "v12alpha1", "v11alpha2", "foo1", "foo10",
        ]
        #expect(GroupOrder.versions(ordered.sorted().map { entry("a", $0, 5) }) == ordered)
    }
}
