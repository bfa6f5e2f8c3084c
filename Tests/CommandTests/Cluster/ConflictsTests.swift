import JSON
import Project
import Testing

@testable import apiserver_boot

@Suite struct ConflictsTests {
    private static func object(
        _ kind: String = "ClusterRole",
        managedBy: String? = nil,
        partOf: String? = nil,
        run: String? = nil,
        managers: [String] = []
    ) -> JSONValue {
        var labels: JSONValue = [:]
        if let managedBy { labels["app.kubernetes.io/managed-by"] = .string(managedBy) }
        if let partOf { labels["app.kubernetes.io/part-of"] = .string(partOf) }
        var metadata: JSONValue = [
            "name": "bees-view", "labels": labels,
            "managedFields": .array(managers.map { ["manager": .string($0)] }),
        ]
        if let run { metadata["annotations"] = ["apiserver-boot/run": .string(run)] }
        return ["apiVersion": "rbac.authorization.k8s.io/v1", "kind": .string(kind), "metadata": metadata]
    }

    @Test(
        arguments: [
            (object(managedBy: "apiserver-boot", partOf: "bees"), .project("bees")),
            (object(managedBy: "apiserver-boot", run: "a1 eva@north:/bees"), .runLocal("eva@north:/bees")),
            (object(managedBy: "apiserver-boot-run-local", run: "a1 eva@north:/bees"), .runLocal("eva@north:/bees")),
            // The last word has who says where it runs.
            (object(managedBy: "apiserver-boot", partOf: "bees", run: "a1 eva@n:/b"), .runLocal("eva@n:/b")),
            (object(managedBy: "apiserver-boot"), .runLocal("")), (object(managedBy: "Helm"), .others([])),
            (object(managers: ["kubectl", "helm", "kubectl"]), .others(["helm", "kubectl"])),
        ] as [(JSONValue, ObjectOwner)]
    )
    func anObjectSaysWhoseItIs(_ present: JSONValue, _ owner: ObjectOwner) {
        #expect(ObjectOwner(of: present) == owner)
    }

    @Test(
        arguments: [
            (object(managedBy: "apiserver-boot", partOf: "bees"), nil),
            (object("Namespace", managers: ["kubectl-create"]), nil),
            (object(managers: ["kubectl-create"]), "it belongs to somebody else (kubectl-create)"),
            (
                object(managedBy: "apiserver-boot", partOf: "wasps", managers: ["eva"]),
                "it belongs to the project wasps; set by: eva"
            ),
            (object("Namespace", managedBy: "apiserver-boot", partOf: "wasps"), "it belongs to the project wasps"),
        ] as [(JSONValue, String?)]
    )
    func whatIsNotOursIsInTheWayUntilForce(_ present: JSONValue, _ cause: String?) {
        let object = ClusterObject(present)
        let found = Conflicts(project: "bees", kubectl: "kubectl", isForced: false).problem(object, present)
        #expect(found?.cause == cause)
        #expect(found.map { $0.status == .conflict && $0.fix.contains("--force") } ?? true)
        #expect(Conflicts(project: "bees", kubectl: "kubectl", isForced: true).problem(object, present) == nil)
    }

    @Test func saysWhereAnAPIServiceOfThatNameLeads() {
        var present = Self.object("APIService", managers: ["kubectl"])
        present["spec"] = ["service": ["namespace": "other", "name": "server"]]
        let problem = Conflicts(project: "bees", kubectl: "kubectl --context dev", isForced: false)
            .problem(ClusterObject(present), present)
        #expect(problem?.summary == "apiservice/bees-view is there already and leads elsewhere")
        #expect(problem?.cause == "it belongs to somebody else (kubectl); it leads to the Service other/server")
        #expect(problem?.fix.contains("kubectl --context dev delete apiservice bees-view") == true)
    }

    @Test func oneProblemNamesAllThatARunLocalHasMade() {
        #expect(Conflicts.runLocal([], "undeploy") == nil)
        let problem = Conflicts.runLocal([("clusterrole/a", ""), ("clusterrole/b", "eva@north:/bees")], "undeploy")
        #expect(problem?.summary == "clusterrole/a and 1 more belong to a run local: eva@north:/bees")
        #expect(problem?.cause.contains("undeploy would break it") == true)
        #expect(problem?.status == .conflict)
    }

    @Test func aDryRunMayMissWhatWouldBeMadeBeforeIt() {
        func answer(_ status: Int, _ name: String?) -> TargetCluster.Answer {
            .init(status: status, json: name.map { ["details": ["name": .string($0)]] } ?? [:])
        }
        #expect(ClusterApply.waits(answer(404, "bees-system"), for: ["bees-system"]))
        #expect(!ClusterApply.waits(answer(404, "other"), for: ["bees-system"]))
        #expect(!ClusterApply.waits(answer(404, nil), for: ["bees-system"]))
        #expect(!ClusterApply.waits(answer(403, "bees-system"), for: ["bees-system"]))
    }

    @Test(arguments: [("bees-system", nil), ("old", "AB6117")] as [(String, String?)])
    func aProjectIsInOneNamespaceAtATime(_ place: String, _ id: String?) {
        func service(_ namespace: String) -> JSONValue {
            var object = Self.object("APIService", managedBy: "apiserver-boot", partOf: "bees")
            object["spec"] = ["service": ["namespace": .string(namespace), "name": "bees-apiserver"]]
            return object
        }
        let object = ClusterObject(service("bees-system"))
        let found = Conflicts(project: "bees", kubectl: "kubectl", isForced: false).problem(object, service(place))
        #expect(found?.id == id)
        #expect(found.map { $0.status == .conflict && $0.fix.contains("--namespace old") } ?? true)
        #expect(Conflicts(project: "bees", kubectl: "kubectl", isForced: true).problem(object, service(place)) == nil)
    }
}
