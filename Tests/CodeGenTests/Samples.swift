import CodeGen
import Testing

/// Sources that several suites share.
enum Samples {
    /// A whole project.
    struct Project: Sendable, CustomTestStringConvertible {
        var name: String
        var input: CodeGenInput
        var testDescription: String { name }
    }

    /// Everything that golden files are kept of.
    static let projects = [
        Project(name: "bees", input: input(bee)),
        Project(name: "wardle", input: wardle),
        Project(name: "garden", input: garden),
        Project(name: "orchard", input: orchard),
    ]

    static let insects = CodeGenInput.Group(
        name: "insect",
        fullName: "insect.example.com",
        typeName: "Insect",
        versions: [CodeGenInput.Version(name: "v1beta1", typeName: "V1beta1")]
    )

    /// An input with the group of insects and the given file.
    static func input(_ text: String, groups: [CodeGenInput.Group] = [insects]) -> CodeGenInput {
        CodeGenInput(domain: "example.com", groups: groups, files: [file("Insect/V1beta1/Bee.swift", text)])
    }

    /// A kind `Bee` whose spec has the given properties.
    static func spec(_ properties: String) -> CodeGenInput {
        input(
            """
            extension Insect.V1beta1 {
                public struct Bee: NamespacedResource {
                    public var metadata = ObjectMeta()
                    public var spec: Spec
                    public struct Spec: Sendable, Equatable {
            \(properties)
                    }
                }
            }
            """
        )
    }

    static func file(_ path: String, _ text: String) -> CodeGenInput.SourceFile {
        CodeGenInput.SourceFile(path: "Sources/APIs/" + path, text: text)
    }

    /// The kind that the documentation shows.
    static let bee = """
        public import APIServer

        extension Insect.V1beta1 {
            /// A bee that works for a hive.
            // +resource:path=bees,shortName=be,categories=all
            // +printcolumn:name=Hive,path=.spec.hive
            // +subresource:status
            public struct Bee: NamespacedResource {
                public var metadata = ObjectMeta()
                /// What its keeper asks of it.
                public var spec: Spec
                /// What its controller has seen.
                public var status: Status?

                public struct Spec: Sendable, Equatable {
                    /// The hive that it flies for.
                    // +k8s:minLength=1
                    public var hive: String
                    /// Honey that it should bring, in grams a day.
                    // +k8s:minimum=0
                    public var gramsPerDay: Int = 10
                }
                public struct Status: Sendable, Equatable { public var conditions: [Condition]? }
            }
        }
        """
}
