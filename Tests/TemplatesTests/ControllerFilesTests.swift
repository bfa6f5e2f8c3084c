import Project
import Testing

@testable import Templates

@Suite struct ControllerFilesTests {
    private func placed(_ kind: String) throws -> PlacedResource {
        var project = Project(cliVersion: "", name: "a", domain: "example.com", package: "a")
        try project.add(Project.Resource(kind: kind, hasController: true), to: "insect", version: "v1")
        return try #require(project.resources.first)
    }

    private var list: String {
        get throws {
            let plan = try #require(ControllerFiles.project().first { $0.path == ControllerFiles.listPath })
            return String(decoding: plan.contents, as: UTF8.self)
        }
    }

    @Test func eachControllerStandsOnALineOfItsOwn() throws {
        let one = try #require(ControllerFiles.adding(placed("Bee"), to: list))
        let two = try #require(ControllerFiles.adding(placed("Hive"), to: one))
        #expect(two.contains(" writes.\n        BeeController(),\n        HiveController(),\n    ]\n"))
        #expect(ControllerFiles.adding(try placed("Bee"), to: two) == two)
    }

    @Test func aListThatIsMadeElsewhereHasNoPlace() throws {
        #expect(ControllerFiles.adding(try placed("Bee"), to: "let all = others()") == nil)
    }

    @Test(arguments: [("Bee", "bee"), ("Class", "object"), ("HTTPRoute", "object"), ("Status", "object")])
    func variablesAreNoWordsOfTheLanguage(kind: String, variable: String) {
        #expect(SwiftText.variable(kind) == variable)
    }
}
