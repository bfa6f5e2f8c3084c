import Foundation
import Testing

/// What becomes of a project's types when hooks are written for them, and when they are not as PROJECT says.
@Suite(.timeLimit(.minutes(5))) struct HookTests {
    /// A project with one kind; its runtime is elsewhere, so that little has to be written.
    private func make(_ tool: BuiltTool) throws {
        try tool.write("../runtime/Package.swift", "")
        for line in [
            "init repo --domain example.com --runtime path:../runtime",
            "create resource --group insect --version v1beta1 --kind Bee",
        ] {
            let result = try tool.run(line)
            try #require(result.status == 0, "\(result.error)")
        }
    }

    /// Every hook that a stored kind can have, when the type is not as it was written.
    @Test func writesHooksForAChangedType() throws {
        let tool = try BuiltTool()
        defer { tool.remove() }
        try make(tool)
        let path = "Sources/APIs/Insect/V1beta1/Bee.swift"
        let changed = try #require(tool.text(path)).replacing("size: Int ", with: "weight: Int32 ")
            .replacing("path=.spec.size", with: "path=.spec.weight").replacing("summary", with: "words")
        try tool.write(path, changed)
        let place = "--group insect --version v1beta1 --kind Bee"
        let hooks = "defaulting,table,subresource,selectable,scale"
        #expect(try tool.run("create hook \(place) --hook \(hooks)").status == 0)
        #expect(tool.text("Sources/APIs/Insect/V1beta1/Bee+Defaulting.swift")?.contains("spec.weight") == true)
        #expect(tool.text("Sources/APIs/Insect/V1beta1/Bee+Resize.swift")?.contains("amount: Int32") == true)
        let text = try #require(tool.text(path))
        #expect(text.contains("+selectableField:path=.spec.words"))
        #expect(text.contains("public var replicas: Int32 = 1"))
        #expect(try tool.run("create hook \(place) --hook \(hooks)").output.contains("nothing to do"))
        #expect(tool.text(path) == text)
        #expect(try tool.run("build generated --check").status == 0)
    }

    /// What users may do follows from the types: `view` is told of no subresource of the project's own.
    @Test func rolesOfUsersNameTheKindsAndTheirSubresources() throws {
        let tool = try BuiltTool()
        defer { tool.remove() }
        try make(tool)
        let place = "--group insect --version v1beta1 --kind Bee"
        #expect(try tool.run("create hook \(place) --hook subresource,connector").status == 0)
        #expect(try tool.run("build config --image bees:v1").status == 0)
        let roles = try #require(tool.text("config/22-rbac-users.yaml")).split(separator: "---\n")
        try #require(roles.count == 3)
        #expect(roles.allSatisfy { $0.contains("\n  - bees\n") && !$0.contains("- '*'\n  verbs") })
        #expect(roles[1].contains("- bees/resize\n  verbs:\n  - create\n"))
        #expect(roles[1].contains("- bees/report\n  verbs:\n  - create\n  - delete\n  - get\n"))
        #expect(!roles[1].contains("bees/status"))
        #expect(roles[2].contains("- bees/status") && !roles[2].contains("resize") && !roles[2].contains("report"))
    }

    @Test func refusesHooksWhoseExampleHasNoField() throws {
        let tool = try BuiltTool()
        defer { tool.remove() }
        try make(tool)
        let bee = """
            import APIServer

            extension Insect.V1beta1 {
                public struct Bee: NamespacedResource {
                    public var metadata = ObjectMeta()
                    public var spec: Spec
                    public struct Spec: Sendable, Equatable { public var size: Int? }
                }
            }
            """
        try tool.write("Sources/APIs/Insect/V1beta1/Bee.swift", bee)
        let place = "--group insect --version v1beta1 --kind Bee"
        let refused = try tool.run("create hook \(place) --hook normalizing,table,scale")
        #expect(refused.status == 64)
        #expect(refused.error.contains("a field of the type String that is no optional, and Bee has none"))
        #expect(refused.error.contains("a field of an integer type that is no optional, and Bee has none"))
        #expect(refused.error.contains("Bee has no struct for its spec or its status"))
        #expect(tool.text("Sources/APIs/Insect/V1beta1/Bee.swift") == bee)
        #expect(try tool.run("create hook \(place) --hook delete-validating,admission-mutating").status == 0)
    }

    @Test func leavesAMainFileAloneThatItDoesNotUnderstand() throws {
        let tool = try BuiltTool()
        defer { tool.remove() }
        try make(tool)
        try tool.write("Sources/apiserver/main.swift", "start()\n")
        let before = tool.snapshot()
        let line = "create hook --group insect --version v1beta1 --kind Bee --hook admission-mutating"
        let refused = try tool.run(line)
        #expect(refused.error.contains("AB2021"))
        #expect(refused.error.contains("Insect.V1beta1.BeeOrigin"))
        #expect(tool.snapshot() == before)
    }

    @Test func tellsOfAKindWhoseTypeIsGone() throws {
        let tool = try BuiltTool()
        defer { tool.remove() }
        try make(tool)
        let path = "Sources/APIs/Insect/V1beta1/Bee.swift"
        let text = try #require(tool.text(path))
        try tool.write(path, text.replacing("struct Bee", with: "struct Wasp").replacing(".Bee:", with: ".Wasp:"))
        let renamed = try tool.run("build generated")
        #expect(renamed.status == 1)
        #expect(renamed.error.contains("AB4103"))
        #expect(renamed.error.contains("\(path) has Wasp, which PROJECT does not name"))
        #expect(renamed.error.contains("write kind: Wasp in PROJECT instead of Bee"))
        try tool.write(path, "import APIServer\n")
        let removed = try tool.run("build generated --check")
        #expect(removed.status == 1)
        #expect(removed.error.contains("there is no type Insect.V1beta1.Bee"))
        #expect(removed.error.contains("take the lines about Bee out of PROJECT"))
        try tool.write(path, text)
        #expect(try tool.run("build generated --check").status == 0)
    }
}
