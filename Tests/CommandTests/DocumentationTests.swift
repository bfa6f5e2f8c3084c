import Foundation
import Testing

/// What `build docs` makes of the types of a project, and of what its user wrote besides.
@Suite(.timeLimit(.minutes(5))) struct DocumentationTests {
    let page = "docs/build/index.html"
    private let markdown = "docs/build/reference.md"

    /// A project with one kind in two versions and one of another group.
    func make(_ tool: BuiltTool) throws {
        try tool.write("../runtime/Package.swift", "")
        for line in [
            "init repo --domain example.com --runtime path:../runtime",
            "create resource --group insect --version v1beta1 --kind Bee --short-name be",
            "create resource --group insect --version v1 --kind Bee --short-name be",
            "create resource --group plant --version v1alpha1 --kind Garden --non-namespaced",
        ] {
            let result = try tool.run(line)
            try #require(result.status == 0, "\(result.error)")
        }
    }

    private func garden(_ fields: String, markers: String = "", types: String = "") -> String {
        """
        import APIServer

        extension Plant.V1alpha1 {
            /// Where bees go.
            \(markers)
            public struct Garden: ClusterResource {
                public var metadata = ObjectMeta()
                public var spec: Spec
                public struct Spec: Sendable, Equatable {
                    \(fields)
                }
                \(types)
            }
        }
        """
    }

    func built(_ source: String? = nil) throws -> (tool: BuiltTool, markdown: String) {
        let tool = try BuiltTool()
        try make(tool)
        if let source { try tool.write("Sources/APIs/Plant/V1alpha1/Garden.swift", source) }
        let result = try tool.run("build docs")
        try #require(result.status == 0, "\(result.error)")
        return (tool, try #require(tool.text(markdown)))
    }

    @Test func writesWhatItWroteBefore() throws {
        let (tool, _) = try built()
        defer { tool.remove() }
        let before = tool.snapshot()
        let again = try tool.run("build docs")
        #expect(again.output.contains("nothing to do (4 files up to date)"))
        #expect(tool.snapshot() == before)
        #expect(tool.text(".gitignore")?.contains("/docs/build/\n") == true)
        #expect(
            before[".apiserver-boot/manifest.json"].map { String(decoding: $0, as: UTF8.self).contains("docs/") }
                != true
        )
    }

    @Test func saysGroupsVersionsAndKinds() throws {
        let (tool, text) = try built()
        defer { tool.remove() }
        let stable = try #require(text.range(of: "### insect.example.com/v1 (stable)"))
        let beta = try #require(text.range(of: "### insect.example.com/v1beta1 (beta)"))
        #expect(stable.lowerBound < beta.lowerBound)
        #expect(text.contains("- Short names: `be`"))
        #expect(text.contains("- Other versions: [v1beta1](#insect.example.com-v1beta1-Bee)"))
        #expect(
            text.contains(
                "| get status | GET | `/apis/insect.example.com/v1/namespaces/{namespace}/bees/{name}/status` |"
            )
        )
        #expect(text.contains("| get | GET | `/apis/plant.example.com/v1alpha1/gardens/{name}` |"))
        #expect(!text.contains("/apis/plant.example.com/v1alpha1/namespaces"))
    }

    @Test(arguments: [
        (
            "// +k8s:minimum=1\n// +k8s:maximum=9\npublic var a: Int = 2", "`a` integer (int64), default `2`",
            "from 1 to 9"
        ),
        (
            "// +k8s:minimum=0\n// +k8s:exclusiveMinimum=true\npublic var a: Double",
            "`a` number (double), **required**",
            "more than 0"
        ),
        ("// +k8s:multipleOf=0.5\npublic var a: Float?", "`a` number (float)", "a multiple of 0.5"),
        ("// +k8s:minLength=1\n// +k8s:maxLength=63\npublic var a: String?", "`a` string", "1 to 63 characters"),
        ("// +k8s:pattern=^[a-z]+$\npublic var a: String?", "`a` string", "*matches* `^[a-z]+$`"),
        ("// +k8s:format=date-time\npublic var a: String?", "`a` string (date-time)", ""),
        ("// +k8s:maxItems=1\npublic var a: [String] = []", "`a` list of string", "at most 1 element"),
        ("// +listType=set\npublic var a: [String] = []", "`a` list of string", "a set: no element twice"),
        ("public var a: [String: [Int32]] = [:]", "`a` map of list of integer (int32)", ""),
        ("// +nullable\npublic var a: JSONValue?", "`a` any JSON", "may be null"),
        ("public var a: Timestamp?", "`a` [Timestamp](#common-Timestamp)", "A point in time"),
        (
            "// +json:name=x.y\npublic var a: Bool?",
            "id=\"plant.example.com-v1alpha1-Garden.spec.x.y\"></a>`x.y` boolean", ""
        ),
    ])
    func saysWhatAFieldIs(_ declaration: String, _ line: String, _ rule: String) throws {
        let (tool, text) = try built(garden(declaration))
        defer { tool.remove() }
        #expect(text.contains(line + "\n") || text.contains(line + "  \n"))
        #expect(rule.isEmpty || text.contains(rule))
    }

    @Test func describesNestedTypesAndEnums() throws {
        let types = """
            /// A bed.
            public struct Bed: Sendable, Equatable {
                /// What is in it.
                public var soil: Soil = .sand
            }
            /// What plants stand in.
            public enum Soil: String, Sendable {
                /// Dries out.
                case sand = "Sand"
                case clay = "Clay"
            }
            """
        let markers = """
            // +printcolumn:name=Soil,path=.spec.beds[0].soil,priority=1
            // +k8s:prerelease-lifecycle-gen:deprecated=1.3
            """
        let (tool, text) = try built(garden("public var beds: [Bed] = []", markers: markers, types: types))
        defer { tool.remove() }
        let garden = "plant.example.com-v1alpha1"
        #expect(text.contains("list of [GardenBed](#\(garden)-type-Garden.Bed)"))
        #expect(
            text.contains(
                "<a id=\"\(garden)-Garden.spec.beds.soil\"></a>`soil` [GardenSoil](#\(garden)-type-Garden.Soil), default `\"Sand\"`"
            )
        )
        #expect(text.contains("one of: `Sand`, `Clay`"))
        #expect(text.contains("- `Sand`: Dries out.\n- `Clay`"))
        #expect(text.contains("Used by: [`Garden.spec.beds`](#\(garden)-Garden.spec.beds)"))
        #expect(
            text.contains("| Soil (`-o wide`) | string | [`.spec.beds[0].soil`](#\(garden)-Garden.spec.beds.soil) |")
        )
        #expect(text.contains("> **Deprecated** since 1.3."))
    }

    /// From the comment to both outputs and to the schema that `kubectl explain` shows.
    @Test func keepsParagraphsListsAndCode() throws {
        let comment = """
            /// How to plant:
            /// - Dig a hole,
            ///   deep enough.
            ///   - Not in winter.
            /// - Sow `seeds`.
            ///
            /// ```yaml
            /// beds:
            ///   - <b>
            /// ```
            /// Wait.
            """
        let (tool, text) = try built(garden(comment + "\npublic var a: Int?\n/// Next.\npublic var b: Int?"))
        defer { tool.remove() }
        #expect(
            text.contains(
                """
                `a` integer (int64)

                    How to plant:

                    * Dig a hole, deep enough.
                      * Not in winter.
                    * Sow `seeds`.

                    ```yaml
                    beds:
                      - <b>
                    ```

                    Wait.
                  - <a id="plant.example.com-v1alpha1-Garden.spec.b"></a>`b`
                """
            )
        )
        #expect(
            tool.text(page)?.contains(
                """
                <p>How to plant:</p>
                <ul><li>Dig a hole, deep enough.
                <ul><li>Not in winter.</li></ul></li><li>Sow <code>seeds</code>.</li></ul>
                <pre><code>beds:
                  - &lt;b&gt;</code></pre>
                <p>Wait.</p>
                """
            ) == true
        )
        #expect(try tool.run("build generated").status == 0)
        let generated = tool.snapshot().filter { $0.key.contains("Generated/Plant") }.values.map {
            String(decoding: $0, as: UTF8.self)
        }
        let lines = [
            "How to plant:", "- Dig a hole, deep enough.", "  - Not in winter.", "- Sow `seeds`.", "", "```yaml",
            "beds:",
            "  - <b>", "```", "Wait.",
        ]
        // A literal of several lines stands further in.
        let margin = "\n" + String(repeating: " ", count: 24)
        #expect(generated.joined().replacing(margin, with: "\n").contains(lines.joined(separator: "\n") + "\n"))
    }

    /// A key with a dot in it may read like a path.
    @Test func identifiersAreUniqueAndEveryLinkLeadsToOne() throws {
        let types = "public struct X: Sendable, Equatable { public var y: Int? }"
        let (tool, text) = try built(garden("public var x: X?\n// +json:name=x.y\npublic var z: Int?", types: types))
        defer { tool.remove() }
        for text in [text, try #require(tool.text(page))] {
            let identifiers = text.matches(of: /\sid="([^"]*)"/).map { String($0.1) }
            #expect(Set(identifiers).count == identifiers.count)
            #expect(identifiers.contains("plant.example.com-v1alpha1-Garden.spec.x.y-2"))
            let links = text.matches(of: /(?:href="|\]\()#([^")]+)/).map { String($0.1) }
            #expect(Set(links).subtracting(identifiers) == [])
        }
    }

    @Test func answersOfOwnCodeAreListedAsFarAsTheyExist() throws {
        let (tool, _) = try built()
        defer { tool.remove() }
        #expect(try tool.run("create resource --group insect --version v1 --kind Swarm --hook virtual").status == 0)
        #expect(
            try tool.run("create hook --group insect --version v1 --kind Bee --hook subresource,connector").status == 0
        )
        #expect(try tool.run("build docs").status == 0)
        let text = try #require(tool.text(markdown))
        #expect(text.contains("| list | GET | `/apis/insect.example.com/v1/swarms` |"))
        #expect(!text.contains("| create | POST | `/apis/insect.example.com/v1/namespaces/{namespace}/swarms` |"))
        #expect(text.contains("> The server keeps no objects of this kind: its own code answers."))
        #expect(
            text.contains(
                "| create resize | POST | `/apis/insect.example.com/v1/namespaces/{namespace}/bees/{name}/resize` |"
            )
        )
        #expect(text.contains("| connect "))
    }

    @Test func showsExamplesAndIntroductions() throws {
        let (tool, text) = try built()
        defer { tool.remove() }
        #expect(text.contains("```yaml\n" + (try #require(tool.text("sample/bee.yaml"))) + "```"))
        try tool.write("docs/static_includes/_insect.md", "# Insects\n\nThey *fly*.\n")
        let sample = "  apiVersion: insect.example.com/v1\n  kind: Bee\n  metadata: {name: maja}\n"
        try tool.write("docs/examples/bee/b.yaml", "note: A bee of <v1>.\nsample: |\n\(sample)")
        try tool.write("docs/examples/bee/a.yaml", "sample:\n  kind: Bee\n  metadata: {name: any}\n")
        #expect(try tool.run("build docs").status == 0)
        let changed = try #require(tool.text(markdown))
        #expect(changed.contains("**Insects**\n\nThey *fly*."))
        #expect(changed.contains("A bee of &lt;v1&gt;.\n\n```yaml\napiVersion: insect.example.com/v1\n"))
        #expect(changed.components(separatedBy: "name: any").count == 3, "an example without a version belongs to all")
        #expect(!changed.contains("bee-sample"))
    }

    @Test func saysWhatItCannotShow() throws {
        let (tool, _) = try built()
        defer { tool.remove() }
        try tool.write("docs/static_includes/_wasps.md", "")
        try tool.write("docs/examples/wasp/a.yaml", "sample: {}")
        try tool.write("docs/examples/README.md", "")
        try tool.write("docs/static_includes/picture.svg", "")
        try tool.write("docs/examples/bee/a.yaml", "request: GET /")
        try tool.write("docs/examples/bee/b.yaml", "sample: {apiVersion: insect.example.com/v7, kind: Bee}")
        let warned = try tool.run("build docs")
        #expect(warned.status == 0)
        #expect(!warned.error.contains("README.md") && !warned.error.contains("picture.svg"))
        for part in [
            "docs/static_includes/_wasps.md introduces no group of this API",
            "docs/examples/wasp is named after no kind",
            "docs/examples/bee/a.yaml has no field 'sample'",
            "shows Bee of insect.example.com/v7, which this API does not have",
        ] { #expect(warned.error.contains(part)) }
        try tool.write("docs/examples/bee/c.yaml", "sample: [")
        let refused = try tool.run("build docs")
        #expect(refused.status == 1)
        #expect(refused.error.contains("docs/examples/bee/c.yaml cannot be read"))
        #expect(refused.error.contains("line"))
    }

    @Test func errorsInTypesLeaveWhatIsThere() throws {
        let (tool, _) = try built()
        defer { tool.remove() }
        let before = tool.text(page)
        try tool.write("Sources/APIs/Plant/V1alpha1/Garden.swift", garden("public var a: Date?"))
        let refused = try tool.run("build docs")
        #expect(refused.status == 1)
        #expect(refused.error.contains("Garden.swift"))
        #expect(tool.text(page) == before)
    }
}
