import CodeGen
import Testing

/// What other rooms read from the model: names, descriptions, samples.
@Suite struct APIModelTests {
    @Test func describesTheKind() throws {
        let (model, _) = CodeGenerator.inspect(Samples.input(Samples.bee))
        let bee = try #require(model.kinds.first)
        #expect(bee.definitionName == "com.example.insect.v1beta1.Bee")
        #expect(bee.apiVersion == "insect.example.com/v1beta1")
        #expect(bee.description == "A bee that works for a hive.")
        #expect(bee.scope == .namespaced)
        #expect(bee.shortNames == ["be"])
        #expect(bee.hasStatus)
        #expect(bee.hasStatusSubresource)
        #expect(bee.scale == nil)
        #expect(bee.location.line == 8)
        #expect(bee.columns.map(\.path) == [".spec.hive"])
        #expect(
            model.types(within: bee.path).map(\.definitionName) == [
                "com.example.insect.v1beta1.BeeSpec", "com.example.insect.v1beta1.BeeStatus",
            ]
        )
        let spec = try #require(model.types["Insect.V1beta1.Bee.Spec"])
        #expect(spec.fields.map(\.name) == ["hive", "gramsPerDay"])
        #expect(spec.fields.map(\.presence) == [.required, .defaulted(.integer(10))])
        #expect(spec.fields[0].limits.minLength == 1)
        #expect(spec.fields[0].description == "The hive that it flies for.")
    }

    @Test func hooksMayStandInExtensions() {
        let source =
            Samples.bee + "\nextension Insect.V1beta1.Bee: Validating {}\nextension Insect.V1beta1.Bee: Defaulting {}"
        let (model, diagnostics) = CodeGenerator.inspect(Samples.input(source))
        #expect(diagnostics == [])
        #expect(model.kinds.map(\.hooks) == [["Validating", "Defaulting"]])
    }

    @Test(arguments: [
        ("Bee", "bees"), ("Policy", "policies"), ("Gateway", "gateways"), ("Class", "classes"), ("Box", "boxes"),
        ("Patch", "patches"), ("Leaf", "leaves"), ("Endpoints", "endpoints"), ("Person", "people"), ("Path", "paths"),
    ])
    func aPathThatNobodyGaveIsThePlural(_ kind: String, _ plural: String) {
        let source =
            "extension Insect.V1beta1 { public struct \(kind): ClusterResource { public var metadata = ObjectMeta() } }"
        let model = CodeGenerator.inspect(Samples.input(source)).model
        #expect(model.kinds.map(\.plural) == [plural])
        #expect(model.kinds.map(\.singular) == [kind.lowercased()])
    }

    @Test(arguments: [
        ("/// One.\n/// Two.", "One. Two."), ("/// One.\n///\n/// Two.", "One.\n\nTwo."),
        ("/// List:\n/// - a\n/// - b", "List:\n- a\n- b"), ("/// One.\n/// +k8s:minimum=0\n/// Two.", "One. Two."),
        ("/// One.\n/// ---\n/// For us.", "One."), ("/** One.\n    Two. */", "One. Two."),
        ("/// Not this.\n\n/// One.", "One."), ("// Not this.", ""),
        (
            "/// One:\n/// ```yaml\n/// spec:\n///   a: 1\n///\n/// +k8s:minimum=0\n/// ---\n/// ```\n/// Two.\n/// Three.",
            "One:\n```yaml\nspec:\n  a: 1\n\n+k8s:minimum=0\n---\n```\nTwo. Three."
        ),
        (
            "/// - a\n///   more\n///   - b\n///     more\n/// - c\n///\n///   of c\n/// d",
            "- a more\n  - b more\n- c\n\n  of c d"
        ),
        ("/// 1. a\n/// 2. b\n///\n/// 2026 was long.\n/// # Title\n/// x", "1. a\n2. b\n\n2026 was long.\n# Title\nx"),
        ("/// As in\n///     a: 1\n///       b: 2\n/// there.", "As in\n    a: 1\n      b: 2\nthere."),
        ("/// As in\n///\n///     a: 1\n///\n///     b: 2", "As in\n\n    a: 1\n\n    b: 2"),
        ("/**\n     One:\n\n     ```\n     a:\n       b\n     ```\n     */", "One:\n\n```\na:\n  b\n```"),
        ("/**\n     * One:\n     *\n     * - a\n     *   - b\n     */", "One:\n\n- a\n  - b"),
        ("/**\n     One:\n     * a\n     * b\n     */", "One:\n* a\n* b"),
    ])
    func readsDocComments(_ comment: String, _ description: String) {
        let model = CodeGenerator.inspect(Samples.spec(comment + "\npublic var a: Int")).model
        #expect(model.types["Insect.V1beta1.Bee.Spec"]?.fields.map(\.description) == [description])
    }

    @Test(arguments: [
        ("public var a: String", #""a""#), ("public var gramsPerDay: String", #""grams-per-day""#),
        ("public var a: Int = 10", "10"), ("public var a: Int", "1"), ("// +k8s:minimum=5\npublic var a: Int", "5"),
        ("// +k8s:minimum=5\n// +k8s:multipleOf=4\npublic var a: Int", "8"),
        ("// +k8s:maximum=0\npublic var a: Int", "0"),
        ("public var a: E\npublic enum E: String, Sendable { case x, y }", #""x""#), ("public var a: Bool", "true"),
        ("// +k8s:minLength=3\npublic var a: String", #""axx""#),
        ("// +k8s:maxLength=2\npublic var abc: String", #""ab""#),
        ("public var a: [Int]", "[1]"), ("// +k8s:minItems=2\npublic var a: [Int]", "[1, 1]"),
        ("public var a: [String: Bool]", #"{"key": true}"#), ("public var a: Timestamp", #""2026-01-02T03:04:05Z""#),
        (
            "public var a: S\npublic struct S: Sendable, Equatable { public var x: Int; public var y: Int? }",
            #"{"x": 1}"#
        ),
        ("// +k8s:format=ipv4\npublic var a: String", #""192.0.2.1""#),
    ])
    func makesSampleValues(_ source: String, _ expected: String) throws {
        let model = CodeGenerator.inspect(Samples.spec(source)).model
        let field = try #require(model.types["Insect.V1beta1.Bee.Spec"]?.fields.first)
        #expect(SampleValue(model: model).value(of: field).description == expected)
    }

    @Test func makesASampleObject() throws {
        let (model, _) = CodeGenerator.inspect(Samples.input(Samples.bee))
        let bee = try #require(model.kinds.first)
        let text = """
            {"apiVersion": "insect.example.com/v1beta1", "kind": "Bee", \
            "metadata": {"name": "bee-sample", "namespace": "default"}, \
            "spec": {"hive": "hive", "gramsPerDay": 10}}
            """
        #expect(SampleValue(model: model).object(of: bee, name: "bee-sample").description == text)
    }
}
