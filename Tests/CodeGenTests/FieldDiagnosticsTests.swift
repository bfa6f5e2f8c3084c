import CodeGen
import Testing

/// One source with the one thing that is wrong with it.
struct DiagnosticCase: Sendable, CustomTestStringConvertible {
    var source: String
    /// Line, column, severity and message.
    var expected: String
    var fix: String?
    var testDescription: String { expected }

    init(_ source: String, _ expected: String, fix: String?) {
        self.source = source
        self.expected = expected
        self.fix = fix
    }

    /// Generates and compares; errors leave no files.
    func expect(in input: CodeGenInput) {
        let output = CodeGenerator.generate(input)
        let found = output.diagnostics.map { diagnostic in
            "\(diagnostic.line):\(diagnostic.column): \(diagnostic.severity.rawValue): \(diagnostic.message)"
        }
        #expect(found == [expected])
        #expect(output.diagnostics.map(\.fix) == [fix])
        #expect(output.diagnostics.allSatisfy { $0.file == input.files[0].path })
        #expect(output.files.isEmpty == output.hasErrors)
    }
}

/// What is said about a type that a field cannot have.
private let supportedTypes =
    "a field is a String, Bool, Int, Int32, Int64, Float, Double, Timestamp, MicroTime, Quantity, IntOrString, "
    + "OwnerReference, JSONValue, a struct or an enum of your own, an array, or a dictionary with String keys"

/// What is reported about the properties of a struct.
@Suite struct FieldDiagnosticsTests {
    typealias Case = DiagnosticCase

    @Test(arguments: [
        Case(
            "public let hive: String",
            "6:12: error: `hive` must be var",
            fix: "write public var hive"
        ),
        Case(
            "public lazy var hive = \"\"",
            "6:17: error: `hive` must not be lazy",
            fix: "write public var hive"
        ),
        Case(
            "@Wrapped public var hive: String",
            "6:21: error: `hive` must not have the wrapper @Wrapped",
            fix: "write public var hive"
        ),
        Case(
            "private var hive: String",
            "6:13: error: `hive` is private and has no value: an object that is read could not set it",
            fix: "make it public, or give it a default value"
        ),
        Case(
            "var hive: String",
            "6:5: warning: `hive` is not public: other modules cannot use it",
            fix: "write public var hive"
        ),
        Case(
            "public var json: Int",
            "6:12: error: the name `json` is taken by JSONCodable",
            fix: "choose another name and write +json:name=json above it"
        ),
        Case(
            "// +json:name=b\npublic var a: Int\npublic var b: Int",
            "8:12: error: `a` has the key b as well",
            fix: nil
        ),
        Case(
            "public var a: [Int",
            "6:19: error: expected ']' to end array type",
            fix: nil
        ),
        Case(
            "#if DEBUG\npublic var a: Int\n#endif",
            "6:1: warning: conditions are not evaluated: types and properties between #if and #endif are not part of the API",
            fix: nil
        ),
    ])
    func reportsProperties(_ example: Case) { example.expect(in: Samples.spec(example.source)) }

    /// A field that is left out because of its type is not called missing wherever else it is named.
    @Test func reportsAnUnknownTypeOnce() {
        let source = """
            extension Insect.V1beta1 {
            // +printcolumn:name=Size,path=.spec.size
            // +printcolumn:name=Phase,path=.status.phase
            // +selectableField:path=.spec.size
            // +subresource:status
            // +subresource:scale:specReplicasPath=.spec.size,statusReplicasPath=.status.count
            public struct Bee: NamespacedResource {
            public var metadata = ObjectMeta()
            public var spec: Spec
            public var status: Status?
            // +listType=map
            // +listMapKey=name
            public var beds: [Spec] = []
            public struct Spec: Sendable, Equatable {
            public var size: UInt8 = 1
            public var name: Nam
            }
            public struct Status: Sendable, Equatable {
            // +json:name=count
            public var number: UInt32
            public let phase: String
            }
            }
            }
            """
        let found = CodeGenerator.generate(Samples.input(source)).diagnostics
        #expect(found.map(\.line) == [15, 16, 20, 21])
        #expect(found.first?.message == "`UInt8` has no shape in an API")
        #expect(found.first?.fix == "write Int32; " + supportedTypes)
    }

    @Test(arguments: [
        Case(
            "public var hive: Date",
            "6:12: error: `Date` has no shape in an API",
            fix: "write Timestamp; " + supportedTypes
        ),
        Case(
            "public var hive: Strin",
            "6:12: error: `Strin` has no shape in an API",
            fix: "write String; " + supportedTypes
        ),
        Case(
            "public var hive: Set<String>",
            "6:12: error: `Set<String>` has no shape in an API",
            fix: "write [String] with the marker +listType=set"
        ),
        Case(
            "public var a: any Sendable",
            "6:12: error: `any Sendable` has no shape in an API",
            fix: "write JSONValue"
        ),
        Case(
            "public var a: (Int, Int)",
            "6:12: error: `(Int, Int)` has no shape in an API",
            fix: supportedTypes
        ),
        Case(
            "public var a: A<Int>\npublic struct A<T>: Sendable, Equatable {}",
            "6:12: error: `A<Int>` has no shape in an API",
            fix: supportedTypes
        ),
        Case(
            "public var hive: [Int: String]",
            "6:12: error: keys of a map are strings",
            fix: "write [String: String]"
        ),
        Case(
            "public var hive: [String?]",
            "6:12: error: an optional stands only around the whole type of a property",
            fix: nil
        ),
        Case(
            "public var hive = []",
            "6:12: error: the type of `hive` is not written down",
            fix: "write public var hive: …"
        ),
        Case(
            "public var spec: Spec?",
            "6:12: error: a type must not contain itself: Insect.V1beta1.Bee.Spec → Insect.V1beta1.Bee.Spec",
            fix: "write JSONValue where the circle should end"
        ),
        Case(
            "public var a: A?\npublic struct A: Sendable, Equatable {\npublic var b: [B]\npublic struct B: Sendable, Equatable {\npublic var a: A?\n}\n}",
            "10:12: error: a type must not contain itself: Insect.V1beta1.Bee.Spec.A → Insect.V1beta1.Bee.Spec.A.B → Insect.V1beta1.Bee.Spec.A",
            fix: "write JSONValue where the circle should end"
        ),
        Case(
            "public var a: A\npublic struct A { public var x: Int }",
            "7:15: error: Insect.V1beta1.Bee.Spec.A is used in an API and must be Sendable and Equatable",
            fix: "add Sendable, Equatable behind the name"
        ),
        Case(
            "public var a: A\npublic enum A: Sendable { case b }",
            "7:13: error: Insect.V1beta1.Bee.Spec.A has no text in JSON",
            fix: "write enum A: String, Sendable"
        ),
        Case(
            "public var a: Schema\npublic struct Schema: Sendable, Equatable {}",
            "7:15: error: the name `Schema` is taken by generated code",
            fix: "choose another name"
        ),
        Case(
            "public var a: A\npublic class A {}",
            "6:12: error: Insect.V1beta1.Bee.Spec.A is a class; API types are structs",
            fix: nil
        ),
        Case(
            "public var a: ObjectMeta",
            "6:12: error: ObjectMeta belongs to a kind itself",
            fix: nil
        ),
    ])
    func reportsTypes(_ example: Case) { example.expect(in: Samples.spec(example.source)) }

    @Test(arguments: [
        Case(
            "public var a: Int = compute()",
            "6:21: error: the default of `a` cannot be read, expected a literal of an integer",
            fix: "write a literal, or set the value in setDefaults() of the protocol Defaulting"
        ),
        Case(
            "public var a: S = S(x: 1)\npublic struct S: Sendable, Equatable { public var x: Int }",
            "6:19: error: the default of `a` cannot be read, expected S()",
            fix: "write a literal, or set the value in setDefaults() of the protocol Defaulting"
        ),
        Case(
            "// +k8s:minimum=20\npublic var a: Int = 10",
            "7:21: error: the default 10 is not allowed: the minimum is 20",
            fix: nil
        ),
        Case(
            "// +k8s:maxLength=1\npublic var a = \"xy\"",
            "7:16: error: the default \"xy\" is not allowed: the greatest length is 1",
            fix: nil
        ),
        Case(
            "// +k8s:optional\npublic var a: Int",
            "6:4: error: `a` may be absent but has no value then",
            fix: "make its type an optional, or give it a default value"
        ),
        Case(
            "// +k8s:required\npublic var a: Int = 5",
            "6:4: error: a field with the default 5 is never missing",
            fix: nil
        ),
        Case(
            "// +default={a}\npublic var a: Int?",
            "6:4: error: marker +default: `{a}` is not JSON",
            fix: "write +default=\"text\" or +default=5"
        ),
        Case(
            "// +default=\"x\"\npublic var a: Int?",
            "6:4: error: a string is no default for an integer",
            fix: nil
        ),
        Case(
            "// +default=6\npublic var a: Int = 5",
            "6:4: error: the property has another default, 5",
            fix: "remove the marker"
        ),
        Case(
            "// +nullable\npublic var a: Int",
            "7:12: error: a field that may be null is an optional",
            fix: "write Int?"
        ),
    ])
    func reportsDefaults(_ example: Case) { example.expect(in: Samples.spec(example.source)) }

    @Test(arguments: [
        Case(
            "// +k8s:minimum=0\npublic var a: String",
            "6:4: error: marker +k8s:minimum needs a number, `a` is a string",
            fix: nil
        ),
        Case(
            "// +k8s:minimum=low\npublic var a: Int",
            "6:4: error: marker +k8s:minimum: `low` is not a number",
            fix: "write +k8s:minimum=0"
        ),
        Case(
            "// +k8s:minLength=-1\npublic var a: String",
            "6:4: error: marker +k8s:minLength: `-1` is not a whole number from 0 on",
            fix: "write +k8s:minLength=1"
        ),
        Case(
            "// +k8s:minLength\npublic var a: String",
            "6:4: error: marker +k8s:minLength: a value is missing",
            fix: "write +k8s:minLength=1"
        ),
        Case(
            "// +listType=lst\npublic var a: [Int]",
            "6:4: error: marker +listType: `lst` is none of atomic, set, map",
            fix: "write +listType=map"
        ),
        Case(
            "// +listMapKey=name\npublic var a: [Int]",
            "6:4: error: keys belong to a list of type map",
            fix: "add +listType=map"
        ),
        Case(
            "// +listType=map\n// +listMapKey=nam\npublic var a: [A]\npublic struct A: Sendable, Equatable { public var name: String }",
            "7:4: error: Insect.V1beta1.Bee.Spec.A has no field `nam`",
            fix: "write +listMapKey=name"
        ),
        Case(
            "// +k8s:enum\npublic var a: String",
            "6:4: error: marker +k8s:enum needs an enum with String raw values, `a` is a string",
            fix: "write a Swift enum: String"
        ),
        Case(
            "// +resource:path=x\npublic var a: Int",
            "6:4: error: marker +resource belongs to a kind",
            fix: nil
        ),
        Case(
            "// +json:nam=x\npublic var a: Int",
            "6:4: error: marker +json: unknown key `nam`, allowed are name",
            fix: "write +json:name=foo-bar"
        ),
        Case(
            "// +k8s:maximum=5\n// +k8s:maximum=6\npublic var a: Int",
            "7:4: error: marker +k8s:maximum is given twice",
            fix: nil
        ),
        Case(
            "// +k8s:minimum=0\n\npublic var a: Int",
            "6:4: warning: marker +k8s:minimum has no effect: it does not stand directly above a declaration",
            fix: "write it on the line above, without an empty line between"
        ),
        Case(
            "public var a: Int // +k8s:minimum=0\npublic var b: Int",
            "6:22: warning: marker +k8s:minimum has no effect: it does not stand directly above a declaration",
            fix: "write it on the line above, without an empty line between"
        ),
        Case(
            "// +k8s:minimun=0\npublic var a: Int",
            "6:4: error: unknown marker +k8s:minimun",
            fix: "write +k8s:minimum=0"
        ),
        Case(
            "// +k8s:frobnicate\npublic var a: Int",
            "6:4: warning: unknown marker +k8s:frobnicate",
            fix: nil
        ),
        Case(
            "// +kubebuilder:validation:Minimum=0\npublic var a: Int",
            "6:4: warning: marker +kubebuilder:validation:Minimum has no effect",
            fix: "write +k8s:minimum=0"
        ),
        Case(
            "// +kubebuilder:validation:Enum=a;b\npublic var a: String",
            "6:4: warning: marker +kubebuilder:validation:Enum has no effect",
            fix: "write a Swift enum with String raw values"
        ),
        Case(
            "// +k8s:item(type: \"x\")=+k8s:minimum=0\npublic var a: [Int]",
            "6:4: warning: marker +k8s:item(type: \"x\") has no effect",
            fix: "write func validate(in:) of the protocol Validating"
        ),
        Case(
            "// +genclient\npublic var a: Int",
            "6:4: warning: marker +genclient has no effect",
            fix: "remove it: the client is generic"
        ),
    ])
    func reportsMarkers(_ example: Case) { example.expect(in: Samples.spec(example.source)) }

    @Test(arguments: ["+todo: later", "+apiserver-boot:scaffold:kinds", "+ 1 more", "+"])
    func leavesOtherCommentsAlone(_ comment: String) {
        #expect(CodeGenerator.inspect(Samples.spec("// \(comment)\npublic var a: Int")).diagnostics == [])
    }
}
