import CodeGen
import Testing

/// The markers `+subresource:status` and `+subresource:scale`.
@Suite struct SubresourceTests {
    typealias Case = DiagnosticCase

    private static func hive(_ marker: String, status: String = "Status?", extra: String = "") -> String {
        """
        extension Insect.V1beta1 {
        // +\(marker)
        public struct Hive: NamespacedResource {
        public var metadata = ObjectMeta()
        public var spec: Spec
        public var status: \(status)
        public struct Spec: Sendable, Equatable { public var size: Int32 = 1; public var name: String?; public var sizes: [Int] = [] }
        public struct Status: Sendable, Equatable { public var size: Int32?; public var selector: String?; \(extra) }
        }
        }
        """
    }

    private static func scale(_ spec: String, _ status: String = ".status.size", _ selector: String? = nil) -> String {
        let paths = "subresource:scale:specReplicasPath=\(spec),statusReplicasPath=\(status)"
        return hive(selector.map { paths + ",labelSelectorPath=" + $0 } ?? paths)
    }

    @Test func theDefinitionTellsOfThem() throws {
        let source = Self.hive(
            "subresource:scale:specReplicasPath=.spec.size,statusReplicasPath=.status.size,"
                + "labelSelectorPath=.status.selector\n// +subresource:status"
        )
        let (model, diagnostics) = CodeGenerator.inspect(Samples.input(source))
        #expect(diagnostics == [])
        let hive = try #require(model.kinds.first)
        #expect(hive.hasStatusSubresource)
        #expect(hive.scale?.specReplicasPath == ".spec.size")
        #expect(hive.scale?.statusReplicasPath == ".status.size")
        #expect(hive.scale?.labelSelectorPath == ".status.selector")
    }

    @Test func nobodyHasThemUnasked() throws {
        let (model, _) = CodeGenerator.inspect(Samples.input(Self.hive("resource:path=hives")))
        let hive = try #require(model.kinds.first)
        #expect(hive.hasStatus)
        #expect(!hive.hasStatusSubresource)
        #expect(hive.scale == nil)
    }

    private static let scaleFix =
        "write +subresource:scale:specReplicasPath=.spec.replicas,statusReplicasPath=.status.replicas"

    @Test(arguments: [
        Case(
            "extension Insect.V1beta1 {\n// +subresource:status\npublic struct Bee: NamespacedResource {\npublic var metadata = ObjectMeta()\n}\n}",
            "2:4: error: Bee has no field `status`",
            fix: "add public var status: Status? or remove the marker"
        ),
        Case(
            hive("subresource:status", status: "Status"),
            "6:12: error: `status` is required, but an object is made without its status",
            fix: "write public var status: Status?"
        ),
        Case(
            hive("subresource:status", status: "String?"),
            "6:12: error: `status` is a string, but a status that is a subresource is a struct",
            fix: "write public var status: Status?"
        ),
        Case(
            hive("subresource:status=true"),
            "2:4: error: marker +subresource:status: takes no value",
            fix: "write +subresource:status"
        ),
        Case(
            hive("subresource:scale"),
            "2:4: error: marker +subresource:scale: specReplicasPath is missing",
            fix: scaleFix
        ),
        Case(
            hive("subresource:scale:specReplicasPath=.spec.size"),
            "2:4: error: marker +subresource:scale: statusReplicasPath is missing",
            fix: scaleFix
        ),
        Case(
            hive("subresource:scale:specpath=.spec.size"),
            "2:4: error: marker +subresource:scale: unknown key `specpath`, allowed are specReplicasPath, "
                + "statusReplicasPath, labelSelectorPath",
            fix: scaleFix
        ),
        Case(
            scale(".spec.sise"),
            "2:4: error: Insect.V1beta1.Hive.Spec has no field `sise`",
            fix: "write size"
        ),
        Case(
            scale(".spec.name"),
            "2:4: error: specReplicasPath `.spec.name` is a string, not an integer",
            fix: "write the number as an Int32"
        ),
        Case(
            scale(".spec.size", ".status.size", ".status.size"),
            "2:4: error: labelSelectorPath `.status.size` is an integer, not a string",
            fix: "write the selector as a String"
        ),
        Case(
            scale(".status.size"),
            "2:4: error: specReplicasPath `.status.size` is where something is seen, not where it is asked for",
            fix: "write a path below .spec"
        ),
        Case(
            scale("spec.size"),
            "2:4: error: specReplicasPath `spec.size` is no path of fields",
            fix: "write .spec.size"
        ),
        Case(
            scale(".spec.sizes[0]"),
            "2:4: error: specReplicasPath `.spec.sizes[0]` is no path of fields",
            fix: "write .spec.replicas"
        ),
        Case(
            scale(".spec.size", ".metadata.generation"),
            "2:4: error: statusReplicasPath `.metadata.generation` is no field of the kind's own",
            fix: nil
        ),
        Case(
            hive("subresource:log"),
            "2:4: error: Hive has no type `Log`, which would serve the subresource `log`",
            fix: "write extension Insect.V1beta1.Hive { enum Log: GettableSubresource { … } }"
        ),
        Case(
            hive("kubebuilder:subresource:status"),
            "2:4: warning: marker +kubebuilder:subresource:status has no effect",
            fix: "write +subresource:status"
        ),
    ])
    func reports(_ example: Case) { example.expect(in: Samples.input(example.source)) }
}
