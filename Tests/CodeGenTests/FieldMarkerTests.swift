import CodeGen
import Testing

/// Markers above a field that say something about the kind: `+printcolumn` and `+selectableField`.
@Suite struct FieldMarkerTests {
    typealias Case = DiagnosticCase

    private static func source(_ properties: String, above kind: String = "") -> String {
        """
        extension Insect.V1beta1 {
        \(kind.isEmpty ? "//" : "// +" + kind)
        public struct Bee: NamespacedResource {
        public var metadata = ObjectMeta()
        public var spec: Spec
        public struct Spec: Sendable, Equatable {
        \(properties)
        }
        public struct Wing: Sendable, Equatable {
        // +printcolumn
        public var length: Int = 1
        }
        }
        }
        """
    }

    private func bee(_ properties: String, above kind: String = "") throws -> APIKind {
        let (model, diagnostics) = CodeGenerator.inspect(Samples.input(Self.source(properties, above: kind)))
        #expect(diagnostics == [])
        return try #require(model.kinds.first)
    }

    @Test func aColumnFollowsFromItsField() throws {
        let kind = try bee(
            """
            /// Honey a day.
            // +printcolumn
            public var gramsPerDay: Int = 1
            // +printcolumn:name=Seen,priority=1,format=date-time,description="When"
            // +json:name=last-seen
            public var lastSeenAt: Timestamp?
            """,
            above: "printcolumn:name=Age,path=.metadata.creationTimestamp"
        )
        #expect(kind.columns.map(\.name) == ["Age", "Grams Per Day", "Seen"])
        #expect(kind.columns.map(\.path) == [".metadata.creationTimestamp", ".spec.gramsPerDay", ".spec.last-seen"])
        #expect(kind.columns.map(\.type) == ["date", "integer", "date"])
        #expect(kind.columns.map(\.description) == ["", "Honey a day.", "When"])
        #expect(kind.columns.map(\.priority) == [0, 0, 1])
        #expect(kind.columns.map(\.format) == ["", "", "date-time"])
    }

    @Test func aStructInTwoPlacesHasAColumnInBoth() throws {
        let source = Self.source("public var left = Wing()\npublic var all: [Wing] = []")
        let (model, diagnostics) = CodeGenerator.inspect(Samples.input(source))
        #expect(diagnostics == [])
        #expect(model.kinds.first?.columns.map(\.path) == [".spec.left.length"])
    }

    @Test func fieldsAreSelectableByAMarkerOfTheirOwnOrOfTheKind() throws {
        let kind = try bee(
            "// +selectableField\npublic var isOld: Bool = false\npublic var hive: String = \"\"",
            above: "selectableField:path=.spec.hive"
        )
        #expect(kind.selectableFields == [".spec.hive", ".spec.isOld"])
    }

    @Test(arguments: [
        Case(
            source("public var left = Wing()\npublic var right = Wing()"),
            "11:4: error: two columns are called `Length`",
            fix: "give one of them another name=…"
        ),
        Case(
            source("public var all: [Wing] = []"),
            "10:4: error: `length` is within a list or a map of Bee: it has no path of its own",
            fix: "remove the marker"
        ),
        Case(
            source("// +printcolumn:path=.spec.a\npublic var a: Int = 1"),
            "7:4: error: marker +printcolumn: above a field the path is known",
            fix: "leave path=… out, or move the marker above the kind"
        ),
        Case(
            source("// +printcolumn:priority=low\npublic var a: Int = 1"),
            "7:4: error: priority is not a whole number",
            fix: "write priority=1"
        ),
        Case(
            source("// +printcolumn\npublic var a: Int = 1", above: "printcolumn:name=A,path=.spec.a"),
            "7:4: error: two columns are called `A`",
            fix: "give one of them another name=…"
        ),
        Case(
            source("// +selectableField\npublic var a: [String] = []"),
            "7:4: error: `.spec.a` is an array: objects are selected by strings, booleans and integers",
            fix: nil
        ),
        Case(
            source("// +selectableField\npublic var a: Int = 1", above: "selectableField:path=.spec.a"),
            "7:4: error: `.spec.a` is selectable twice",
            fix: "remove one of the markers"
        ),
        Case(
            source("public var a: Int = 1", above: "selectableField"),
            "2:4: error: marker +selectableField: path is missing",
            fix: "write +selectableField:path=.spec.hive"
        ),
        Case(
            source("public var a: Int = 1", above: "selectableField:path=.metadata.name"),
            "2:4: error: `.metadata.name` is no field of the kind's own",
            fix: "remove the marker: metadata.name and metadata.namespace are always selectable"
        ),
        Case(
            source("public var a: [Int] = []", above: "selectableField:path=.spec.a[0]"),
            "2:4: error: `.spec.a[0]` is no path of fields",
            fix: "write .spec.hive"
        ),
        Case(
            source((1...9).map { "// +selectableField\npublic var a\($0): Int = 1" }.joined(separator: "\n")),
            "23:4: error: Bee has 9 selectable fields, at most 8 are allowed",
            fix: nil
        ),
        Case(
            source("public var a: Int = 1", above: "kubebuilder:selectablefield:JSONPath=`.spec.a`"),
            "2:4: warning: marker +kubebuilder:selectablefield:JSONPath has no effect",
            fix: "write +selectableField above the field, or +selectableField:path=… above the kind"
        ),
    ])
    func reports(_ example: Case) {
        example.expect(in: Samples.input(example.source))
    }
}
