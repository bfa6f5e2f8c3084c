import CodeGen
import Testing

/// Generated conversion between the versions of a kind.
@Suite struct ConversionTests {
    private static func input(
        _ old: String,
        _ new: String,
        conversion: String = "extension Insect.V2.Bee: Convertible {}"
    ) -> CodeGenInput {
        func kind(_ version: String, _ body: String) -> CodeGenInput.SourceFile {
            Samples.file(
                "Insect/\(version)/Bee+\(version).swift",
                "extension Insect.\(version) { public struct Bee: NamespacedResource {\n"
                    + "public var metadata = ObjectMeta()\n\(body)\n} }"
            )
        }
        let versions = ["v1", "v2"].map { CodeGenInput.Version(name: $0, typeName: $0.uppercased()) }
        let group = CodeGenInput.Group(
            name: "insect",
            fullName: "insect.example.com",
            typeName: "Insect",
            versions: versions
        )
        let files = [kind("V1", old), kind("V2", new), Samples.file("Insect/Bee+V2+Conversion.swift", conversion)]
        return CodeGenInput(domain: "example.com", groups: [group], files: files)
    }

    private func conversion(_ input: CodeGenInput) -> String? {
        let output = CodeGenerator.generate(input)
        #expect(output.diagnostics == [])
        return output.files.first { $0.path.hasSuffix("+Conversion.swift") }?.text
    }

    @Test func aFieldThatIsAddedToBothVersionsIsConverted() throws {
        let field = "public var hive: String = \"\""
        let text = try #require(conversion(Self.input(field, field)))
        #expect(text.contains("self.hive = other.hive"))
        let more = field + "\npublic var grams: Int = 1"
        let longer = try #require(conversion(Self.input(more, more)))
        #expect(longer.contains("self.grams = other.grams"))
    }

    @Test(arguments: [
        ("a: Int32 = 1", "a: Int = 1", "self.a = .init(other.a)"),
        ("a: Int?", "a: Int = 1", "self.a = other.a ?? self.a"),
        ("a: Int = 1", "a: Int?", "self.a = other.a"),
        ("a: Int?", "a: Int", "self.a = other.a ?? 0"),
        ("a: [Int32] = []", "a: [Int64] = []", "self.a = other.a.map { .init($0) }"),
    ])
    func convertsWhatFits(_ old: String, _ new: String, _ expected: String) throws {
        let text = try #require(conversion(Self.input("public var " + old, "public var " + new)))
        let part = text.split(separator: "extension Insect.V2.Bee").last ?? ""
        #expect(part.contains(expected), "\(part)")
    }

    @Test(arguments: [("a: String = \"\"", "a: Int = 1"), ("a: Int = 1", "a: Int32 = 1"), ("a: Int = 1", "b: Int = 1")])
    func leavesToTheUserWhatDoesNot(_ old: String, _ new: String) throws {
        let text = try #require(conversion(Self.input("public var " + old, "public var " + new)))
        let part = text.split(separator: "extension Insect.V2.Bee").last ?? ""
        #expect(!part.contains("other.a"))
    }

    @Test func writesNothingThatTheUserWrote() throws {
        let both = """
            extension Insect.V2.Bee: Convertible {
                public init(hub: Insect.V1.Bee) { metadata = hub.metadata }
                public var hub: Insect.V1.Bee { Insect.V1.Bee() }
            }
            """
        #expect(conversion(Self.input("", "", conversion: both)) == nil)
        let one = """
            extension Insect.V2.Bee: Convertible {
                public init(hub: Insect.V1.Bee) { metadata = hub.metadata }
            }
            extension Insect.V1.Bee { init(converting other: Insect.V2.Bee) {} }
            """
        let text = try #require(conversion(Self.input("", "", conversion: one)))
        #expect(text.contains("public var hub: Insect.V1.Bee"))
        #expect(!text.contains("init("))
    }

    @Test func reportsAFieldThatNobodyCanMakeUp() {
        let output = CodeGenerator.generate(Self.input("", "public var owner: OwnerReference"))
        #expect(
            output.diagnostics.map(\.message) == [
                "`owner` must have a value in Insect.V2.Bee, and Insect.V1.Bee has no such field"
            ]
        )
    }
}
