import Project
import Testing

@Suite struct UserRoleTests {
    private static let resources = [
        ServedResource(
            group: "insect.example.com",
            name: "bees",
            hasStatus: true,
            hasScale: true,
            subresources: [.init("proxy", verbs: ["create", "get"]), .init("feed", verbs: ["create"])]
        ),
        ServedResource(group: "insect.example.com", name: "wasps"),
        ServedResource(group: "plant.example.com", name: "roses", hasStatus: true),
    ]

    /// What a role may do, as `verb resource.group/subresource`.
    private func rights(_ role: UserRole, _ resources: [ServedResource] = resources) -> Set<String> {
        Set(
            role.rules(resources).flatMap { rule in
                rule.verbs.flatMap { verb in rule.resources.map { "\(verb) \($0)" } }
            }
        )
    }

    @Test func viewReadsObjectsWithStatusAndScaleAndNoSubresourceOfTheProjectsOwn() {
        let names = ["bees", "bees/scale", "bees/status", "wasps", "roses", "roses/status"]
        #expect(rights(.view) == Set(names.flatMap { name in ["get", "list", "watch"].map { "\($0) \(name)" } }))
    }

    @Test func editWritesObjectsAndUsesTheSubresourcesAndLeavesStatusToControllers() {
        let edit = rights(.edit)
        #expect(edit.contains("patch bees") && edit.contains("patch bees/scale") && edit.contains("delete roses"))
        #expect(edit.contains("create bees/proxy") && edit.contains("get bees/proxy"))
        #expect(edit.filter { $0.hasSuffix("/feed") } == ["create bees/feed"])
        #expect(edit.allSatisfy { !$0.hasSuffix("/status") })
    }

    @Test func everythingIsNamed() {
        for role in UserRole.allCases {
            #expect(role.rules(Self.resources).allSatisfy { !$0.resources.contains("*") && $0.groups.count == 1 })
            #expect(role.rules([]).isEmpty)
        }
    }
}
