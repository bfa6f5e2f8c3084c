import CodeGen
import Testing

/// What is reported about kinds.
@Suite struct KindDiagnosticsTests {
    typealias Case = DiagnosticCase

    @Test(arguments: [
        Case(
            "extension Insect.V1beta1 {\n// +resource:path=Bees\npublic struct Bee: NamespacedResource {\npublic var metadata = ObjectMeta()\n}\n}",
            "2:4: error: `Bees` is no name for a resource: lower-case letters, digits and `-`, a letter first",
            fix: nil
        ),
        Case(
            "extension Insect.V1beta1 {\n// +resource:pth=bees\npublic struct Bee: NamespacedResource {\npublic var metadata = ObjectMeta()\n}\n}",
            "2:4: error: marker +resource: unknown key `pth`, allowed are path, shortName, categories, singular",
            fix: "write +resource:path=bees,shortName=be,categories=all"
        ),
        Case(
            "extension Insect.V1beta1 {\n// +resource=bees\npublic struct Bee: NamespacedResource {\npublic var metadata = ObjectMeta()\n}\n}",
            "2:4: error: marker +resource: a colon is missing behind the name",
            fix: "write +resource:path=bees,shortName=be,categories=all"
        ),
        Case(
            "extension Insect.V1beta1 {\n// +printcolumn:name=A\npublic struct Bee: NamespacedResource {\npublic var metadata = ObjectMeta()\n}\n}",
            "2:4: error: marker +printcolumn: path is missing",
            fix: "write +printcolumn:name=Ready,path=.status.ready"
        ),
        Case(
            "extension Insect.V1beta1 {\n// +printcolumn:name=A,path=spec.a\npublic struct Bee: NamespacedResource {\npublic var metadata = ObjectMeta()\n}\n}",
            "2:4: error: `spec.a` is no path",
            fix: "write .spec.a"
        ),
        Case(
            "extension Insect.V1beta1 {\n// +printcolumn:name=A,path=.spec.hve\npublic struct Bee: NamespacedResource {\npublic var metadata = ObjectMeta()\npublic var spec: S\npublic struct S: Sendable, Equatable { public var hive: String }\n}\n}",
            "2:4: error: Insect.V1beta1.Bee.S has no field `hve`",
            fix: "write hive"
        ),
        Case(
            "extension Insect.V1beta1 {\n// +printcolumn:name=A,path=.metadata.name,type=text\npublic struct Bee: NamespacedResource {\npublic var metadata = ObjectMeta()\n}\n}",
            "2:4: error: `text` is no type of a column",
            fix: "write one of string, integer, number, boolean, date"
        ),
        Case(
            "extension Insect.V1beta1 {\n// +printcolumn:name=A,path=.metadata.name,priority=high\npublic struct Bee: NamespacedResource {\npublic var metadata = ObjectMeta()\n}\n}",
            "2:4: error: priority is not a whole number",
            fix: "write priority=1"
        ),
        Case(
            "extension Insect.V1beta1 {\n// +k8s:prerelease-lifecycle-gen:removed=1.10\npublic struct Bee: NamespacedResource {\npublic var metadata = ObjectMeta()\n}\n}",
            "2:4: error: a version that is removed is deprecated before",
            fix: "add +k8s:prerelease-lifecycle-gen:deprecated=… or +k8s:prerelease-lifecycle-gen:introduced=…"
        ),
        Case(
            "extension Insect.V1beta1 {\n// +k8s:prerelease-lifecycle-gen:deprecated=soon\npublic struct Bee: NamespacedResource {\npublic var metadata = ObjectMeta()\n}\n}",
            "2:4: error: marker +k8s:prerelease-lifecycle-gen:deprecated: `soon` is not a release",
            fix: "write +k8s:prerelease-lifecycle-gen:deprecated=1.3"
        ),
        Case(
            "extension Insect.V1beta1 {\n// +storageversion=yes\npublic struct Bee: NamespacedResource {\npublic var metadata = ObjectMeta()\n}\n}",
            "2:4: error: marker +storageversion: takes no value",
            fix: "write +storageversion"
        ),
        Case(
            "extension Insect.V1beta1 {\n\npublic struct Bee: Resource {\npublic var metadata = ObjectMeta()\n}\n}",
            "3:15: error: Insect.V1beta1.Bee does not say where its objects live",
            fix: "conform to NamespacedResource or to ClusterResource"
        ),
        Case(
            "extension Insect.V1beta1 {\n// +resource:path=bees\npublic struct Bee: Sendable {\npublic var metadata = ObjectMeta()\n}\n}",
            "3:15: error: Insect.V1beta1.Bee does not say where its objects live",
            fix: "conform to NamespacedResource or to ClusterResource"
        ),
        Case(
            "extension Insect.V1beta1 {\n\npublic struct Bee: NamespacedResource {\npublic var spec: Int\n}\n}",
            "3:15: error: kind Insect.V1beta1.Bee needs metadata",
            fix: "write public var metadata = ObjectMeta()"
        ),
        Case(
            "extension Insect.V1beta1 {\n\npublic struct Bee: NamespacedResource {\npublic var metadata: ObjectMeta\n}\n}",
            "4:12: error: kind Insect.V1beta1.Bee needs metadata",
            fix: "write public var metadata = ObjectMeta()"
        ),
        Case(
            "extension Insect.V1beta1 {\n\npublic struct Bee: NamespacedResource {\npublic var metadata = ObjectMeta()\npublic var kind: String\n}\n}",
            "5:12: error: `kind` is written by generated code",
            fix: "remove it"
        ),
        Case(
            "extension Insect.V2 {\n\npublic struct Bee: NamespacedResource {\npublic var metadata = ObjectMeta()\n}\n}",
            "3:15: error: kind Bee stands in Insect.V2, which is no version of a group of this project",
            fix: "write extension Insect.V1beta1 { … }"
        ),
        Case(
            "public struct Bee: NamespacedResource { public var metadata = ObjectMeta() }",
            "1:15: error: kind Bee stands at the top of a file, which is no version of a group of this project",
            fix: "write extension Insect.V1beta1 { … }"
        ),
        Case(
            "extension Insect.V1beta1 {\n\npublic struct Bee: NamespacedResource, Convertible {\npublic var metadata = ObjectMeta()\n}\n}",
            "3:15: error: Bee is Convertible but has only one version",
            fix: "remove the conformance of one version"
        ),
        Case(
            "public enum Insect {}",
            "1:13: error: Insect is generated and must not be declared",
            fix: "write extension Insect { … }"
        ),
        Case(
            "extension Insect.V1beta1 { struct Bee: NamespacedResource { public var metadata = ObjectMeta() } }",
            "1:35: error: kind Insect.V1beta1.Bee is not public",
            fix: "write public struct"
        ),
        Case(
            "extension Insect.V1beta1 { public class Bee: NamespacedResource { public var metadata = ObjectMeta() } }",
            "1:41: error: a kind is a struct without generic parameters",
            fix: nil
        ),
        Case(
            "extension Insect.V1beta1 {\n// +kubebuilder:resource:scope=Cluster\npublic struct Bee: NamespacedResource {\npublic var metadata = ObjectMeta()\n}\n}",
            "2:4: warning: marker +kubebuilder:resource:scope has no effect",
            fix: "write +resource:path=…,shortName=…; the scope is said by NamespacedResource or ClusterResource"
        ),
        Case(
            "extension Insect.V1beta1 {\npublic struct Bee: NamespacedResource { public var metadata = ObjectMeta() }\n// +resource:path=bees\npublic struct Wasp: NamespacedResource { public var metadata = ObjectMeta() }\n}",
            "4:15: error: Wasp and Bee both have the path `bees`",
            fix: nil
        ),
        Case(
            "extension Insect.V1beta1 {\n\npublic struct Bee: NamespacedResource {\npublic var metadata = ObjectMeta()\n}\n}\nextension Insect {\npublic struct Soil: Sendable, Equatable {}\n}\nextension Insect.V1beta1 {\npublic struct Wasp: NamespacedResource {\npublic var metadata = ObjectMeta()\npublic var soil: Soil\n}\n}",
            "13:12: error: `Soil` has no shape in an API",
            fix: "write Insect.Soil"
        ),
    ])
    func reportsKinds(_ example: Case) { example.expect(in: Samples.input(example.source)) }

    @Test func reportsEverythingAtOnce() {
        let output = CodeGenerator.generate(Samples.spec("public let a: Int\npublic let b: Int"))
        #expect(output.diagnostics.map(\.line) == [6, 7])
    }

    @Test func readsAsCompilersWriteIt() {
        let output = CodeGenerator.generate(Samples.spec("public let a: Int"))
        let text = "Sources/APIs/Insect/V1beta1/Bee.swift:6:12: error: `a` must be var\nhelp: write public var a"
        #expect(output.diagnostics.map(\.description) == [text])
    }

    @Test func filesOfAModuleHaveDifferentNames() {
        var input = Samples.input("")
        input.files.append(Samples.file("Insect/V1/Bee.swift", ""))
        let output = CodeGenerator.generate(input)
        #expect(output.diagnostics.map(\.file) == ["Sources/APIs/Insect/V1beta1/Bee.swift"])
        #expect(output.diagnostics[0].message.contains("cannot both be called Bee.swift"))
    }
}
