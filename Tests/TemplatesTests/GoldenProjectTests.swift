import Project
import Templates
import Testing

@Suite struct GoldenProjectTests {
    private func creatures(_ runtime: Project.Runtime = .vendored) -> Project {
        Project(cliVersion: "0.0.0", name: "creatures", domain: "example.com", package: "creatures", runtime: runtime)
    }

    private func files(_ project: Project) -> [String: String] {
        let context = TemplateContext(project)
        let plans = ProjectFiles.plans(context) + project.resources.flatMap { KindFiles.plans($0, context) }
        #expect(Set(plans.map(\.path)).count == plans.count)
        return Dictionary(uniqueKeysWithValues: plans.map { ($0.path, String(decoding: $0.contents, as: UTF8.self)) })
    }

    @Test func writesAnEmptyProject() throws {
        try GoldenFolder("empty").expect(files(creatures(.path("../runtime"))))
    }

    @Test func writesOneKind() throws {
        var project = creatures()
        let bee = Project.Resource(kind: "Bee", shortNames: ["be", "b"], categories: ["all"])
        try project.add(bee, to: "insect", version: "v1beta1")
        try GoldenFolder("bee").expect(files(project))
    }

    @Test func writesEveryHook() throws {
        var project = creatures()
        try project.add(Project.Resource(kind: "Bee"), to: "insect", version: "v1")
        let subject = HookSubject(
            try #require(project.resources.first),
            text: HookSubject.Field(path: "spec.summary", jsonPath: "spec.summary", type: "String"),
            number: HookSubject.Field(path: "spec.size", jsonPath: "spec.size", type: "Int")
        )
        let context = TemplateContext(project)
        try project.add(Project.Resource(kind: "Swarm"), to: "insect", version: "v1")
        try project.add(Project.Resource(kind: "Fit", isNamespaced: false), to: "insect", version: "v1")
        let plans =
            Hook.allCases.flatMap { HookFiles.plans($0, subject) }
            + KindFiles.plans(project.resources[1], context, form: .virtual)
            + KindFiles.plans(project.resources[2], context, form: .review)
            // Whoever formats the files does it by the project's own rules.
            + ProjectFiles.plans(context).filter { $0.path == ".swift-format" }
        #expect(Set(plans.map(\.path)).count == plans.count)
        let files = plans.map { ($0.path, String(decoding: $0.contents, as: UTF8.self)) }
        try GoldenFolder("hooks").expect(Dictionary(uniqueKeysWithValues: files))
    }

    @Test func writesClusterKindsSeveralGroupsAndVersions() throws {
        var project = creatures()
        let hive = Project.Resource(kind: "Hive", plural: "hives", singular: "beehive", isNamespaced: false)
        try project.add(hive, to: "insect", version: "v1beta1")
        try project.add(Project.Resource(kind: "Task"), to: "my-work", version: "v1")
        try project.add(hive, to: "insect", version: "v1")
        try GoldenFolder("several").expect(files(project))
    }

    /// What was typed is in PROJECT: the whole scaffold follows from it.
    @Test func repeatsItselfFromItsOwnFile() throws {
        var project = creatures()
        for (group, version, kind) in [("a", "v1", "Bee"), ("b", "v1", "Bee"), ("a", "v2", "Bee"), ("a", "v2", "Fly")] {
            try project.add(Project.Resource(kind: kind), to: group, version: version)
        }
        let replayed = try ProjectFile.parse(ProjectFile.bytes(of: project))
        #expect(files(replayed) == files(project))
    }

    @Test func quotesWhatStandsInSwift() throws {
        let text = try #require(files(creatures(.path("a \"b\" \\(c)")))["Package.swift"])
        #expect(text.contains(#".package(name: "apiserver-runtime", path: "a \"b\" \\(c)")"#))
    }
}
