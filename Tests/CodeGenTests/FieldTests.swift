import CodeGen
import Foundation
import Testing

/// What one property of a struct becomes: its shape, how it is read and how it is written.
@Suite struct FieldTests {
    struct Snippet: Sendable, CustomTestStringConvertible {
        var source: String
        var shape: String
        var reading: String
        var writing: String
        var testDescription: String { source }

        init(_ source: String, shape: String, reading: String, writing: String) {
            self.source = source
            self.shape = shape
            self.reading = reading
            self.writing = writing
        }

        /// A field `a` that has to be there.
        static func required(_ source: String, _ shape: String) -> Snippet {
            Snippet(
                source,
                shape: #"Schema.Field("a", \#(shape), isRequired: true)"#,
                reading: #"self.a = try fields.required("a")"#,
                writing: #"object.set("a", self.a)"#
            )
        }

        /// A field `a` that may be absent.
        static func optional(_ source: String, _ shape: String) -> Snippet {
            Snippet(
                source,
                shape: #"Schema.Field("a", \#(shape))"#,
                reading: #"self.a = try fields.optional("a")"#,
                writing: #"object.setIfPresent("a", self.a)"#
            )
        }

        /// A field `a` with a default.
        static func defaulted(_ source: String, _ shape: String) -> Snippet {
            Snippet(
                source,
                shape: #"Schema.Field("a", \#(shape))"#,
                reading: #"self.a = try fields.value("a", default: self.a)"#,
                writing: #"object.set("a", self.a)"#
            )
        }

        /// A field `a` that is left out when it is empty.
        static func omitted(_ source: String, _ shape: String) -> Snippet {
            Snippet(
                source,
                shape: #"Schema.Field("a", \#(shape), omitsEmpty: true)"#,
                reading: #"self.a = try fields.value("a", default: self.a)"#,
                writing: #"object.setIfNotEmpty("a", self.a)"#
            )
        }
    }

    @Test(arguments: [
        Snippet.required("public var a: String", "Schema(.string)"),
        .required("public var a: Bool", "Schema(.boolean)"),
        .required("public var a: Int", "Schema(.integer(.int64))"),
        .required("public var a: Int64", "Schema(.integer(.int64))"),
        .required("public var a: Int32", "Schema(.integer(.int32))"),
        .required("public var a: Double", "Schema(.number(.double))"),
        .required("public var a: Float", "Schema(.number(.float))"),
        .required("public var a: [String]", "Schema(.array(Schema(.string)))"),
        .required("public var a: Array<Bool>", "Schema(.array(Schema(.boolean)))"),
        .required("public var a: [String: Int]", "Schema(.map(Schema(.integer(.int64))))"),
        .required("public var a: Swift.Int", "Schema(.integer(.int64))"),
        .required("public var a: JSONValue", "Schema(.any)"),
        .required("public var a: IntOrString", "Schema(.intOrString)"),
        .required("public var a: Timestamp", "Schema.timestamp"),
        .required("public var a: MicroTime", "Schema.microTime"),
        .required("public var a: [Timestamp]", "Schema(.array(Schema.timestamp))"),
        .required("public var a: E\npublic enum E: String, Sendable { case x }", "E.schema"),
        .required("public var a: S\npublic struct S: Sendable, Equatable {}", "S.schema"),
        .required("public var a: [S]\npublic struct S: Sendable, Equatable {}", "Schema(.array(S.schema))"),
        .required("public typealias T = [String]\npublic var a: T", "Schema(.array(Schema(.string)))"),
    ])
    func translatesTypes(_ snippet: Snippet) throws { try expect(snippet) }

    @Test(arguments: [
        Snippet.optional("public var a: String?", "Schema(.string)"),
        .optional("public var a: Optional<String>", "Schema(.string)"),
        .optional("public var a: String? = nil", "Schema(.string)"),
        .defaulted("public var a: Int = 10", "Schema(.integer(.int64), defaultValue: 10)"),
        .defaulted("public var a = -5", "Schema(.integer(.int64), defaultValue: -5)"),
        .defaulted("public var a = 0xFF", "Schema(.integer(.int64), defaultValue: 255)"),
        .defaulted("public var a = 1.5", "Schema(.number(.double), defaultValue: 1.5)"),
        .defaulted("public var a: Double = 2", "Schema(.number(.double), defaultValue: 2.0)"),
        .defaulted("public var a = true", "Schema(.boolean, defaultValue: true)"),
        .defaulted(#"public var a = "x \"y\"""#, #"Schema(.string, defaultValue: "x \"y\"")"#),
        .defaulted(#"public var a: [String] = ["x"]"#, #"Schema(.array(Schema(.string)), defaultValue: ["x"])"#),
        .defaulted(
            "public var a: E = .y\npublic enum E: String, Sendable { case x, y = \"why\" }",
            #"E.schema.asField(defaultValue: "why")"#
        ),
        .defaulted(
            "public var a = E.y\npublic enum E: String, Sendable { case y }",
            #"E.schema.asField(defaultValue: "y")"#
        ),
        .defaulted(
            "public var a = S()\npublic struct S: Sendable, Equatable {}",
            "S.schema.asField(defaultValue: [:])"
        ),
        .defaulted(
            "public var a: S = .init()\npublic struct S: Sendable, Equatable {}",
            "S.schema.asField(defaultValue: [:])"
        ),
        .omitted("public var a = 0", "Schema(.integer(.int64))"),
        .omitted("public var a = 0.0", "Schema(.number(.double))"),
        .omitted("public var a = false", "Schema(.boolean)"),
        .omitted(#"public var a = """#, "Schema(.string)"),
        .omitted("public var a: [Int] = []", "Schema(.array(Schema(.integer(.int64))))"),
        .omitted("public var a: [String: Int] = [:]", "Schema(.map(Schema(.integer(.int64))))"),
        Snippet(
            "public var a: Int? = 3",
            shape: #"Schema.Field("a", Schema(.integer(.int64), defaultValue: 3))"#,
            reading: #"self.a = try fields.optional("a") ?? self.a"#,
            writing: #"object.setIfPresent("a", self.a)"#
        ),
    ])
    func translatesPresence(_ snippet: Snippet) throws { try expect(snippet) }

    @Test(arguments: [
        Snippet.required(
            "// +k8s:minimum=-1.5\npublic var a: Double",
            "Schema(.number(.double), limits: Schema.Limits(minimum: -1.5))"
        ),
        .required(
            "// +k8s:validation:maximum=5\npublic var a: Int",
            "Schema(.integer(.int64), limits: Schema.Limits(maximum: 5))"
        ),
        .required(
            "// +k8s:maxItems=2\npublic var a: [Int]",
            "Schema(.array(Schema(.integer(.int64))), limits: Schema.Limits(maxItems: 2))"
        ),
        .required(
            "// +k8s:pattern=\"^a=b$\"\npublic var a: String",
            #"Schema(.string, limits: Schema.Limits(pattern: "^a=b$"))"#
        ),
        .required("// +k8s:format=k8s-ip\npublic var a: String", #"Schema(.string, format: "k8s-ip")"#),
        .required("// +k8s:listType=set\npublic var a: [String]", "Schema(.array(Schema(.string)), listType: .set)"),
        .required("/// +listType=atomic\npublic var a: [String]", "Schema(.array(Schema(.string)))"),
        .required(
            "// +mapType=atomic\npublic var a: [String: String]",
            "Schema(.map(Schema(.string)), isAtomic: true)"
        ),
        .optional("// +nullable\npublic var a: Int?", "Schema(.integer(.int64), isNullable: true)"),
        .optional("// +default=7\npublic var a: Int?", "Schema(.integer(.int64), defaultValue: 7)"),
        .optional("// +optional\npublic var a: Int?", "Schema(.integer(.int64))"),
        .optional(
            "/// What it is,\n/// in words.\npublic var a: Int?",
            #"Schema(.integer(.int64), description: "What it is, in words.")"#
        ),
        Snippet(
            "// +k8s:required\npublic var a: Int?",
            shape: #"Schema.Field("a", Schema(.integer(.int64)), isRequired: true)"#,
            reading: #"self.a = try fields.optional("a")"#,
            writing: #"object.setIfPresent("a", self.a)"#
        ),
        Snippet(
            "// +json:name=a-b\npublic var `init`: String",
            shape: #"Schema.Field("a-b", Schema(.string), isRequired: true)"#,
            reading: #"self.`init` = try fields.required("a-b")"#,
            writing: #"object.set("a-b", self.`init`)"#
        ),
    ])
    func translatesMarkers(_ snippet: Snippet) throws { try expect(snippet) }

    @Test(arguments: [
        "public static let a = 1", "private var a = 1", "public var a: Int { 1 }", "public var a: Int { get { 1 } }",
        "public func a() {}",
    ])
    func leavesOutWhatIsNotStored(_ source: String) {
        let model = CodeGenerator.inspect(Samples.spec(source))
        #expect(model.diagnostics == [])
        #expect(model.model.types["Insect.V1beta1.Bee.Spec"]?.fields == [])
    }

    @Test func observedPropertiesAreStored() {
        let model = CodeGenerator.inspect(Samples.spec("public var a: Int = 1 { didSet {} }")).model
        #expect(model.types["Insect.V1beta1.Bee.Spec"]?.fields.map(\.name) == ["a"])
    }

    private func expect(_ snippet: Snippet) throws {
        let output = CodeGenerator.generate(Samples.spec(snippet.source))
        #expect(output.diagnostics == [])
        let file = try #require(output.files.first { $0.path.hasSuffix("Insect.V1beta1.Bee+Generated.swift") })
        let all = file.text.split(separator: "\n").map { $0.drop { $0 == " " } }.joined(separator: "\n")
        // From the spec on, with all that was broken into lines joined again.
        let start = try #require(all.range(of: "Bee.Spec: JSONCodable {"))
        let text = String(all[start.upperBound...])
        let joined = text.replacing("(\n", with: "(").replacing("\n)", with: ")").replacing(",\n", with: ", ")
        #expect(joined.contains(snippet.shape))
        #expect(text.contains(snippet.reading + "\n"))
        #expect(text.contains(snippet.writing + "\n"))
    }
}
