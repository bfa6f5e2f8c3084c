import JSON
import Project
import Testing

@testable import apiserver_boot

@Suite struct TargetChoiceTests {
    @Test(arguments: [
        ("prod", true), ("eu-production-2", true), ("gke_team_prod-eu", true), ("api.prd.example.com", true),
        ("LIVE", true), ("arn:aws:eks:eu:1:cluster/Prod", true), ("dev", false), ("product-dev", false),
        ("production2", false), ("reproduce", false), ("deliver", false), ("127.0.0.1", false), ("", false),
    ])
    func productionIsAWholeWord(_ name: String, _ isProduction: Bool) {
        #expect(TargetChoice.saysProduction(name) == isProduction)
    }

    /// A tunnel to production is on this machine.
    @Test(arguments: [
        (TargetChoice.Names(context: "prod", host: "127.0.0.1"), "the context 'prod'"),
        (TargetChoice.Names(context: "kind-prod", host: "localhost"), "the context 'kind-prod'"),
        (TargetChoice.Names(context: "eu", cluster: "eu-live", host: "10.0.0.1"), "its cluster 'eu-live'"),
        (TargetChoice.Names(context: "eu", cluster: "eu", host: "api.prod.test"), "its server api.prod.test"),
    ])
    func anyOfTheNamesMaySaySoWhereverTheServerIs(_ names: TargetChoice.Names, _ text: String) {
        #expect { try TargetChoice.confirm(names, nil, among: ["eu"]) } throws: { error in
            guard let problem = (error as? Problems)?.list.first else { return false }
            return problem.id == "AB6103" && problem.cause == text + " has a word of: prod, production, prd, live"
        }
    }

    @Test(arguments: [
        ("Prod", "names are compared letter by letter", "--confirm-context prod if that one is"),
        ("dev", "--confirm-context says which one is meant", "--context dev if that one is meant"),
        ("DEV", "there is no context 'DEV'; did you mean 'dev'?", "--context dev --confirm-context dev"),
        ("another", "there is no context 'another'", "--confirm-context prod if that one is"),
    ])
    func anotherContextThanTheOneThatIsMeantStopsIt(_ confirmed: String, _ cause: String, _ fix: String) {
        let names = TargetChoice.Names(context: "prod", host: "10.0.0.1")
        #expect { try TargetChoice.confirm(names, confirmed, among: ["prod", "dev"]) } throws: { error in
            guard let problem = (error as? Problems)?.list.first else { return false }
            return problem.id == "AB6102" && problem.cause == cause && problem.fix.hasPrefix(fix)
        }
    }

    @Test(arguments: [("prod", "prod"), ("dev", "dev"), ("dev", nil)])
    func goesOnOtherwise(_ context: String, _ confirmed: String?) throws {
        try TargetChoice.confirm(.init(context: context, host: "127.0.0.1"), confirmed, among: ["prod", "dev"])
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
