import Project
import Templates
import Testing

@Suite struct ReferenceSiteTests {
    private func file(_ name: String, of reference: APIReference) throws -> String {
        try #require(ReferenceSite.files(reference).first { $0.name == name }).text
    }

    @Test func writesAWholeReference() throws {
        let files = ReferenceSite.files(.garden)
        try GoldenFolder("reference").expect(Dictionary(uniqueKeysWithValues: files.map { ($0.name, $0.text) }))
    }

    @Test func theSameReferenceMakesTheSameFiles() {
        #expect(ReferenceSite.files(.garden) == ReferenceSite.files(.garden))
    }

    @Test func anAPIWithoutKindsSaysSo() throws {
        let reference = APIReference(title: "empty", groups: [], commonTypes: [])
        #expect(try file("index.html", of: reference).contains("This API has no kind yet."))
    }

    @Test func identifiersAreUniqueAndEveryLinkLeadsToOne() throws {
        for name in ["index.html", "reference.md"] {
            let text = try file(name, of: .garden)
            let identifiers = text.matches(of: /\sid="([^"]*)"/).map { String($0.1) }
            #expect(Set(identifiers).count == identifiers.count, "\(name)")
            let links = text.matches(of: /(?:href="|\]\()#([^")]+)/).map { String($0.1) }
            #expect(links.count > 10, "\(name)")
            #expect(Set(links).subtracting(identifiers) == [], "\(name)")
            #expect(!identifiers.contains { $0.contains(where: \.isWhitespace) }, "\(name)")
        }
    }

    @Test func loadsNothingFromElsewhere() throws {
        let page = try file("index.html", of: .garden)
        let loaded = page.matches(of: /(?:<link[^>]*href|src)="([^"]*)"/).map { String($0.1) }
        #expect(loaded == ["data:,", "style.css", "script.js"])
        #expect(try !file("style.css", of: .garden).contains("url("))
    }

    @Test func nothingThatUsersWriteBecomesMarkup() throws {
        let evil = #"<img src=x onerror="alert('1')">&amp;</script>"#
        let page = try file("index.html", of: .saying(evil))
        #expect(!page.contains("<img"))
        #expect(!page.contains("onerror=\""))
        #expect(page.matches(of: /<script/).count == 1)
        #expect(page.contains("&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;amp;&lt;/script&gt;"))
        let markdown = try file("reference.md", of: .saying(evil))
        // Within code, Markdown takes nothing for a tag.
        let prose = markdown.replacing(/```yaml\n(?s:.*?)```/, with: "").replacing(/`[^`]*`/, with: "")
        #expect(!prose.contains("<img"))
    }

    @Test func codeCannotLeaveItsFenceOrItsCell() throws {
        let markdown = try file("reference.md", of: .saying("a ``` b | c ` d"))
        #expect(markdown.contains("````yaml\na ``` b | c ` d\n````"))
        #expect(markdown.contains(#"a ``` b \| c ` d"#))
    }

    @Test func everyFileCarriesItsSeal() {
        for file in ReferenceSite.files(.garden) {
            #expect(Seal.state(of: Array(file.text.utf8)) == .intact, "\(file.name)")
            #expect(Seal.state(of: Array((file.text + " ").utf8)) == .broken, "\(file.name)")
        }
    }
}

extension APIReference {
    /// One of everything.
    static let garden: APIReference = {
        var kind = Kind(
            id: "plant.example.com-v1-Garden",
            name: "Garden",
            apiVersion: "plant.example.com/v1",
            description: "A garden.\n\n- one\n- two\n\nMore of it: `code`, **strong**, https://example.com/a."
        )
        kind.notes = [Note("**Deprecated** since 1.3.", isWarning: true), Note("`status` is written elsewhere.")]
        kind.facts = [
            Fact("Scope", [Link("Namespaced", to: nil)], isCode: false),
            Fact("Short names", [Link("gd", to: nil), Link("gds", to: nil)], isCode: true),
        ]
        kind.operations = [Operation("list", "GET", "/apis/plant.example.com/v1/gardens")]
        kind.commands = ["kubectl get gardens.plant.example.com"]
        var soil = Field(
            id: kind.id + ".spec.soil",
            name: "soil",
            path: "spec.soil",
            type: TypeName("GardenSoil", to: "plant.example.com-v1-type-Garden.Soil", lead: "list of"),
            description: "What is in it:\n\n- loam\n  - of *clay*\n- sand\n\n```yaml\nsoil:\n  - <loam>\n```"
        )
        soil.defaultValue = #"["loam"]"#
        soil.rules = [Rule("at most 3 elements"), Rule("matches", code: "^[a-z]+|<$")]
        soil.values = [
            Value("loam", description: "Some of everything."), Value("sand", description: "Dry:\n\n1. one\n2. two"),
        ]
        var spec = Field(
            id: kind.id + ".spec",
            name: "spec",
            path: "spec",
            type: TypeName("GardenSpec", to: "plant.example.com-v1-type-Garden.Spec"),
            description: "What is asked for."
        )
        spec.isRequired = true
        spec.fields = [soil]
        var status = spec
        (status.id, status.name, status.path, status.isRequired) = (kind.id + ".status", "status", "status", false)
        status.fields = [
            Field(
                id: kind.id + ".status.seen",
                name: "seen",
                path: "status.seen",
                type: TypeName("Timestamp", to: "common-Timestamp"),
                description: ""
            )
        ]
        status.isFolded = true
        kind.fields = [spec, status]
        kind.columns = [
            Column(
                name: "Soil",
                type: "string",
                description: "In what | it grows",
                isWide: true,
                path: Link(".spec.soil", to: soil.id)
            )
        ]
        kind.examples = [Example(note: "A *small* one.", text: "# comment\nkind: Garden\nspec:\n  - soil: [loam]\n")]
        (soil.id, soil.path) = ("", "soil")
        let types = [
            NamedType(
                id: "plant.example.com-v1-type-Garden.Soil",
                name: "GardenSoil",
                description: "What plants stand in.",
                fields: [],
                values: soil.values,
                uses: [Link("Garden.spec.soil", to: kind.id + ".spec.soil")]
            ),
            NamedType(
                id: "plant.example.com-v1-type-Garden.Spec",
                name: "GardenSpec",
                description: "",
                fields: [soil],
                values: [],
                uses: [Link("Garden.spec", to: spec.id)]
            ),
        ]
        let version = Version(id: "plant.example.com-v1", name: "v1", stability: .stable, kinds: [kind], types: types)
        let introduction =
            "# Gardens\n\nSee [Garden](#plant.example.com-v1-Garden).\n\n1. Dig.\n2. Sow:\n\n```sh\nsow <seeds>\n```\n"
        return APIReference(
            title: "gardens",
            groups: [
                Group(
                    id: "plant.example.com",
                    name: "plant.example.com",
                    introduction: introduction,
                    versions: [version]
                )
            ],
            commonTypes: [
                CommonType(
                    id: "common-Timestamp",
                    name: "Timestamp",
                    description: "A point in time: `2026-01-02T03:04:05Z`."
                )
            ]
        )
    }()

    /// One in which users have written the same text wherever they may.
    static func saying(_ text: String) -> APIReference {
        var reference = garden
        reference.title = text
        reference.groups[0].introduction = text
        reference.commonTypes[0].description = text
        var kind = reference.groups[0].versions[0].kinds[0]
        kind.description = text
        kind.notes = [Note(text)]
        kind.facts = [
            Fact(text, [Link(text, to: nil)], isCode: true), Fact(text, [Link(text, to: nil)], isCode: false),
        ]
        kind.operations = [Operation(text, "GET", text)]
        kind.commands = [text]
        kind.columns = [Column(name: text, type: "string", description: text, isWide: false, path: Link(text, to: nil))]
        kind.examples = [Example(note: text, text: text)]
        var field = Field(
            id: "a",
            name: text,
            path: text,
            type: TypeName(text, lead: text, format: text),
            description: text
        )
        field.defaultValue = text
        field.rules = [Rule(text, code: text)]
        field.values = [Value(text, description: text)]
        field.fields = [Field(id: "b", name: text, path: text, type: TypeName(text), description: text)]
        kind.fields = [field]
        reference.groups[0].versions[0].kinds = [kind]
        let type = NamedType(
            id: "c",
            name: text,
            description: text,
            fields: [field],
            values: [],
            uses: [Link(text, to: nil)]
        )
        reference.groups[0].versions[0].types = [type]
        return reference
    }
}
