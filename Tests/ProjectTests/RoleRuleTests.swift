import Testing

@testable import Project

@Suite struct RoleRuleTests {
    private func read(_ text: String) throws -> [RoleRule] { try RoleRule.read(text, path: "Bee.swift") }

    @Test func readsMarkersInTheirOrder() throws {
        let rules = try read(
            """
            import APIs

            /// A controller.
            // +rbac:groups=apps;batch,resources=deployments;jobs/status,verbs=get;list
            //+rbac:groups="",resources=secrets,resourceNames=one;two,verbs=get
            /// +rbac:urls=/metrics,verbs=get
            struct A {}  // +rbac:groups=no,resources=no,verbs=no
            """
        )
        #expect(
            rules == [
                RoleRule(
                    groups: ["apps", "batch"],
                    resources: ["deployments", "jobs/status"],
                    verbs: ["get", "list"]
                ),
                RoleRule(groups: [""], resources: ["secrets"], resourceNames: ["one", "two"], verbs: ["get"]),
                RoleRule(urls: ["/metrics"], verbs: ["get"]),
            ]
        )
    }

    @Test func namesWhatIsWrongAndWhere() {
        for (marker, cause) in [
            ("groups=apps,resources=deployments", "it has no verbs"),
            ("groups=apps,resources=deployments,verb=get", "there is no 'verb'"),
            ("resources=deployments,verbs=get", "resources belong to groups"),
            ("groups=apps,verbs=get", "resources or about urls"),
            ("groups=apps,resources,verbs=get", "'resources' is no name=value"),
        ] {
            let problems = #expect(throws: Problems.self) { try read("\n// +rbac:\(marker)\n") }
            #expect(problems?.list.first?.summary == "Bee.swift:2: the marker +rbac cannot be read")
            #expect(problems?.list.first?.cause.contains(cause) == true, "\(marker)")
        }
    }
}
