import JSON
import Project
import Testing

@testable import apiserver_boot

@Suite struct TargetChoiceTests {
    @Test(arguments: [
        ("prod", "10.0.0.1", true), ("eu-production-2", "10.0.0.1", true), ("gke_team_prod-eu", "10.0.0.1", true),
        ("home", "api.prod.example.com", true), ("LIVE", "10.0.0.1", true), ("dev", "10.0.0.1", false),
        ("reproduce", "10.0.0.1", false), ("deliver", "10.0.0.1", false), ("prod", "127.0.0.1", false),
        ("prod", "localhost", false), ("kind-prod", "172.18.0.2", false), ("minikube", "192.168.49.2", false),
    ])
    func knowsProductionByItsName(_ context: String, _ host: String, _ isProduction: Bool) {
        #expect(TargetChoice.looksLikeProduction(context, host: host) == isProduction)
    }

    @Test(arguments: [("prod", nil, "AB6103"), ("prod", "dev", "AB6102"), ("dev", "prod", "AB6102")])
    func stopsBeforeAClusterThatIsNotMeant(_ context: String, _ confirmed: String?, _ id: String) {
        #expect { try TargetChoice.confirm(context, host: "10.0.0.1", confirmed) } throws: { error in
            (error as? Problems)?.list.map(\.id) == [id]
        }
    }

    @Test(arguments: [("prod", "prod"), ("dev", "dev"), ("dev", nil)])
    func goesOnOtherwise(_ context: String, _ confirmed: String?) throws {
        try TargetChoice.confirm(context, host: "10.0.0.1", confirmed)
    }

    @Test func namespacesAreStuckThatWaitForOneOfOurGroups() {
        func namespace(_ name: String, _ message: String, isEnding: Bool = true) -> JSONValue {
            var namespace: JSONValue = [
                "metadata": ["name": .string(name)],
                "status": ["conditions": [["status": "True", "message": .string(message)]]],
            ]
            if isEnding { namespace["metadata"]?["deletionTimestamp"] = "2026-11-28T00:00:00Z" }
            return namespace
        }
        let all = [
            namespace("a", "unable to retrieve insect.example.com/v1"), namespace("b", "unable to retrieve other/v1"),
            namespace("c", "unable to retrieve insect.example.com/v1", isEnding: false),
        ]
        #expect(
            Removal.stuck(all, groups: ["insect.example.com"])
                == ["namespace/a: unable to retrieve insect.example.com/v1"]
        )
    }
}
