import JSON
import Testing

@testable import LocalControlPlane

struct OwnerGraphTests {
    private static let bees = Discovery.Resource(
        group: "insect.example.com",
        version: "v1",
        plural: "bees",
        kind: "Bee",
        isNamespaced: true,
        verbs: ["delete", "get", "list"]
    )

    private func owner(_ uid: String, blocks: Bool = false) -> JSONValue {
        var owner: JSONValue = ["apiVersion": "v1", "kind": "Hive", "name": .string(uid), "uid": .string(uid)]
        if blocks { owner["blockOwnerDeletion"] = true }
        return owner
    }

    private func node(
        _ uid: String,
        owners: [JSONValue] = [],
        finalizers: JSONValue = [],
        isTerminating: Bool = false
    ) -> OwnerGraph.Node {
        var metadata: JSONValue = [
            "name": .string(uid), "namespace": "hive", "uid": .string(uid), "resourceVersion": "1",
            "ownerReferences": .array(owners), "finalizers": finalizers,
        ]
        if isTerminating { metadata["deletionTimestamp"] = "2026-01-01T00:00:00Z" }
        return OwnerGraph.Node(["metadata": metadata], Self.bees)
    }

    @Test func deletesWhatNobodyOwnsAnyMore() {
        let orphaned = node("child", owners: [owner("gone")])
        let graph = OwnerGraph([orphaned, node("free")])
        #expect(graph.unknownOwners.map { $0["uid"]?.string } == ["gone"])
        #expect(graph.actions(absent: ["gone"]) == [.delete(orphaned, policy: "Background")])
    }

    @Test func leavesAloneWhatMayStillBeOwned() {
        let graph = OwnerGraph([node("child", owners: [owner("unreachable")]), node("other", owners: [owner("child")])])
        #expect(graph.actions(absent: []) == [])
    }

    @Test func dropsReferencesToOwnersThatAreGone() {
        let child = node("child", owners: [owner("gone"), owner("here")])
        let graph = OwnerGraph([child, node("here")])
        #expect(graph.actions(absent: ["gone"]) == [.keepOwners(child, [owner("here")])])
    }

    @Test func foregroundDeletionTakesDependentsFirst() {
        let parent = node("parent", finalizers: ["foregroundDeletion"], isTerminating: true)
        let child = node("child", owners: [owner("parent", blocks: true)])
        #expect(OwnerGraph([parent, child]).actions(absent: []) == [.delete(child, policy: "Background")])
        #expect(OwnerGraph([parent]).actions(absent: []) == [.dropFinalizer(parent, "foregroundDeletion")])
    }

    @Test func foregroundDeletionGoesDownTheTree() {
        let parent = node("a", finalizers: ["foregroundDeletion"], isTerminating: true)
        let child = node("b", owners: [owner("a", blocks: true)])
        let grandchild = node("c", owners: [owner("b", blocks: true)])
        #expect(OwnerGraph([parent, child, grandchild]).actions(absent: []) == [.delete(child, policy: "Foreground")])
    }

    @Test func waitsForBlockingDependentsThatEnd() {
        let parent = node("parent", finalizers: ["foregroundDeletion"], isTerminating: true)
        let child = node("x", owners: [owner("parent", blocks: true)], finalizers: ["mine"], isTerminating: true)
        #expect(OwnerGraph([parent, child]).actions(absent: []) == [])
    }

    @Test func orphansLoseTheirOwnerBeforeItGoes() {
        let parent = node("parent", finalizers: ["orphan"], isTerminating: true)
        let child = node("child", owners: [owner("parent"), owner("other")])
        let other = node("other")
        #expect(OwnerGraph([parent, child, other]).actions(absent: []) == [.keepOwners(child, [owner("other")])])
        #expect(OwnerGraph([parent]).actions(absent: []) == [.dropFinalizer(parent, "orphan")])
    }
}
