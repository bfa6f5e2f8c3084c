import Foundation
import Testing

@Suite(.timeLimit(.minutes(5))) struct BehaviourTests {
    private static let session = [
        "init repo --domain example.com",
        "create group version resource --group insect --version v1beta1 --kind Bee --short-name be",
        "create group version --group plant --version v1alpha1",
        "build generated",
    ]

    @Test func doesNothingTwice() throws {
        let tool = try BuiltTool()
        defer { tool.remove() }
        for line in Self.session {
            #expect(try tool.run(line).status == 0)
            let before = tool.snapshot()
            let again = try tool.run(line)
            #expect(again.status == 0)
            #expect(again.output.contains("nothing to do"))
            #expect(tool.snapshot() == before)
        }
    }

    @Test(arguments: session.indices)
    func dryRunsTouchNothing(_ index: Int) throws {
        let tool = try BuiltTool()
        defer { tool.remove() }
        for line in Self.session[..<index] { _ = try tool.run(line) }
        let before = tool.snapshot()
        #expect(try tool.run(Self.session[index] + " --dry-run").status == 0)
        #expect(tool.snapshot() == before)
    }

    @Test func worksFromBelowTheRoot() throws {
        let tool = try BuiltTool()
        defer { tool.remove() }
        _ = try tool.run("init repo --domain example.com")
        let result = try tool.run("-C Sources/apiserver create resource --group insect --version v1 --kind Bee")
        #expect(result.status == 0)
        #expect(tool.text("Sources/APIs/Insect/V1/Bee.swift") != nil)
    }

    /// What comes next where there is no kind is to make one, not to look at an empty page.
    @Test func proposesTheFirstKind() throws {
        let tool = try BuiltTool()
        defer { tool.remove() }
        let create = "Next: apiserver-boot create group version resource --group"
        #expect(try tool.run("init repo --domain example.com").output.contains(create))
        #expect(try tool.run("build docs").output.contains(create))
        #expect(tool.text("docs/build/reference.md")?.contains("This API has no kind yet.") == true)
    }

    @Test(arguments: [
        ("--secure-port 0", "would run a control plane on a free port"),
        ("--secure-port 9999", "would run a control plane on port 9999"),
        ("--secure-port 0 --no-aggregator", "would run bin/apiserver with --storage sqlite on a free port"),
    ])
    func saysWhichPortItWouldTake(_ flags: String, _ line: String) throws {
        let tool = try BuiltTool()
        defer { tool.remove() }
        _ = try tool.run("init repo --domain example.com")
        #expect(try tool.run("run local --dry-run \(flags)").output.contains(line))
    }

    @Test func makesTheFolderOfANewProject() throws {
        let tool = try BuiltTool()
        defer { tool.remove() }
        #expect(try tool.run("-C new/project init repo --domain example.com").status == 0)
        #expect(tool.text("new/project/PROJECT")?.contains("name: project") == true)
    }

    @Test func keepsWhatTheUserWrote() throws {
        let tool = try BuiltTool()
        defer { tool.remove() }
        for line in Self.session { _ = try tool.run(line) }
        for name in ["Sources/apiserver/main.swift", "sample/bee.yaml", "Package.swift"] {
            try tool.write(name, "// mine")
        }
        _ = try tool.run(Self.session[0] + " --force")
        _ = try tool.run(Self.session[1] + " --force")
        let texts = ["Sources/apiserver/main.swift", "sample/bee.yaml", "Package.swift"].map { tool.text($0) }
        #expect(texts == ["// mine", "// mine", "// mine"])
    }

    @Test func reportsEditedGeneratedFilesAndReplacesThemWhenForced() throws {
        let tool = try BuiltTool()
        defer { tool.remove() }
        for line in Self.session { _ = try tool.run(line) }
        let name = "Sources/APIs/Generated/Registration.swift"
        let before = try #require(tool.text(name))
        try tool.write(name, "// edited")
        let refused = try tool.run("build generated")
        #expect(refused.status == 3)
        #expect(refused.error.contains("AB4005"))
        #expect(tool.text(name) == "// edited")
        #expect(try tool.run("build generated --check").status == 2)
        #expect(try tool.run("build generated --force").status == 0)
        #expect(tool.text(name) == before)
    }

    @Test func generatesAgainAfterATypeChanged() throws {
        let tool = try BuiltTool()
        defer { tool.remove() }
        for line in Self.session { _ = try tool.run(line) }
        let name = "Sources/APIs/Insect/V1beta1/Bee.swift"
        try tool.write(name, try #require(tool.text(name)).replacing("size: Int = 1", with: "size: Int = 2"))
        #expect(try tool.run("build generated --check").status == 2)
        #expect(try tool.run("build generated").status == 0)
        #expect(try tool.run("build generated --check").status == 0)
    }

    @Test func saysWhereATypeIsWrong() throws {
        let tool = try BuiltTool()
        defer { tool.remove() }
        for line in Self.session { _ = try tool.run(line) }
        let name = "Sources/APIs/Insect/V1beta1/Bee.swift"
        try tool.write(name, try #require(tool.text(name)).replacing("+k8s:minimum=1", with: "+k8s:minimum=one"))
        let before = tool.snapshot()
        let result = try tool.run("build generated")
        #expect(result.status == 1)
        #expect(result.error.contains(name + ":"))
        #expect(tool.snapshot() == before)
    }

    @Test(
        arguments: [
            (["--color", "always"], [:], true), (["--color", "never"], ["CLICOLOR_FORCE": "1"], false),
            ([], [:], false),
            ([], ["CLICOLOR_FORCE": "1"], true), ([], ["CLICOLOR_FORCE": "1", "NO_COLOR": "1"], false),
        ] as [([String], [String: String], Bool)]
    )
    func colorsWhenAsked(_ options: [String], _ environment: [String: String], _ isColored: Bool) throws {
        let tool = try BuiltTool()
        defer { tool.remove() }
        let result = try tool.run(["init", "repo", "--domain", "example.com"] + options, environment: environment)
        #expect(result.output.contains("\u{1b}[") == isColored)
    }

    /// What was typed is in PROJECT: the rest can be made again from it.
    @Test func makesTheSameTreeFromProjectAlone() throws {
        let tool = try BuiltTool()
        defer { tool.remove() }
        for line in Self.session { _ = try tool.run(line) }
        _ = try tool.run("create resource --group insect --version v1 --kind Bee --short-name be")
        _ = try tool.run("create resource --group plant --version v1alpha1 --kind Bee --non-namespaced --category all")
        let project = try #require(tool.text("PROJECT"))
        let copy = try BuiltTool()
        defer { copy.remove() }
        try copy.write("PROJECT", project)
        #expect(try copy.run("init repo --domain example.com").status == 0)
        #expect(copy.snapshot() == tool.snapshot())
    }

    @Test func copiesAChangedTypeToItsNextVersion() throws {
        let tool = try BuiltTool()
        defer { tool.remove() }
        for line in Self.session { _ = try tool.run(line) }
        try tool.write("Sources/APIs/Insect/V1beta1/Bee.swift", Self.richType)
        let result = try tool.run("create resource --group insect --version v1 --kind Bee --short-name be")
        #expect(result.status == 0)
        let copy = try #require(tool.text("Sources/APIs/Insect/V1/Bee+V1.swift"))
        #expect(copy.contains("extension Insect.V1 {"))
        #expect(copy.contains("Insect.V1beta10"))
        #expect(!copy.contains("storageversion"))
        let conversion = try #require(tool.text("Sources/APIs/Insect/Bee+V1+Conversion.swift"))
        #expect(conversion.contains("extension Insect.V1.Bee: Convertible {"))
        #expect(!conversion.contains("hives"))
        let folder = "Sources/APIs/Generated/Insect/V1/"
        let generated = try #require(tool.text(folder + "Insect.V1.Bee+Conversion.swift"))
        for line in [
            "self.spec = Insect.V1.Bee.Spec(converting: other.spec)",
            "self.hives = other.hives.map { Insect.V1.Bee.Spec.Hive(converting: $0) }",
            "self.byName = other.byName.map { $0.mapValues { $0.map { Insect.V1.Bee.Spec.Hive(converting: $0) } } }",
            "self.default = other.default",
            "self = Self(rawValue: other.rawValue) ?? ",
            "self.names = other.names",
        ] { #expect(generated.contains(line), "\(line)") }
        #expect(tool.text("Tests/APIsTests/RoundTripTests.swift")?.contains("RoundTrip.all(of: APIs.groups)") == true)
    }

    @Test func aFurtherVersionKeepsShortNamesAndLeavesOutSubresourcesOfOtherFiles() throws {
        let tool = try BuiltTool()
        defer { tool.remove() }
        for line in Self.session { _ = try tool.run(line) }
        let path = "Sources/APIs/Insect/V1beta1/Bee.swift"
        let type = try #require(tool.text(path))
        let markers = "// +subresource:status\n    // +subresource:feed\n    // +subresource:hum:type=Humming"
        try tool.write(path, type.replacing("// +subresource:status", with: markers))
        try tool.write(
            "Sources/APIs/Insect/V1beta1/Bee+Feed.swift",
            """
            import APIServer

            extension Insect.V1beta1.Bee {
                enum Feed: Connector {
                    static func connect(_ request: ConnectRequest<Insect.V1beta1.Bee>) async throws -> HTTPResponse {
                        .streaming { _ in }
                    }
                }
                enum Humming: Connector {
                    static func connect(_ request: ConnectRequest<Insect.V1beta1.Bee>) async throws -> HTTPResponse {
                        .streaming { _ in }
                    }
                }
            }
            """
        )
        let result = try tool.run("create resource --group insect --version v1 --kind Bee")
        #expect(result.status == 0, "\(result)")
        let copy = try #require(tool.text("Sources/APIs/Insect/V1/Bee+V1.swift"))
        #expect(copy.contains("+subresource:status"))
        #expect(!copy.contains("+subresource:feed") && !copy.contains("+subresource:hum"))
        #expect(tool.text("PROJECT")?.components(separatedBy: "- be\n").count == 3)
    }

    private static let richType = """
        import APIServer

        extension Insect.V1beta1 {
            /// See Insect.V1beta10, which is another.
            // +resource:path=bees,shortName=be
            // +storageversion
            public struct Bee: NamespacedResource {
                public var metadata = ObjectMeta()
                public var spec: Spec

                public struct Spec: Sendable, Equatable {
                    public var names: [String] = []
                    public var hives: [Hive] = []
                    public var byName: [String: [Hive]]?
                    public var `default`: Int = 1

                    public struct Hive: Sendable, Equatable {
                        public var place: Place
                    }
                }

                public enum Place: String, Sendable {
                    case `in` = "In"
                    case out = "Out"
                }
            }
        }

        """

    @Test func refusesToMoveIntoAForeignPackage() throws {
        let tool = try BuiltTool()
        defer { tool.remove() }
        try tool.write("Package.swift", "// mine")
        let result = try tool.run("init repo --domain example.com")
        #expect(result.status == 4)
        #expect(result.error.contains("AB1008"))
        #expect(tool.snapshot().count == 1)
    }

    @Test func takesBackWhatAKilledRunLeft() throws {
        let tool = try BuiltTool()
        defer { tool.remove() }
        _ = try tool.run("init repo --domain example.com")
        let before = try #require(tool.text("PROJECT"))
        // As a run leaves it that was killed after it had replaced PROJECT and made one file.
        try tool.write(".apiserver-boot/transaction/owner", "999999999")
        try tool.write(".apiserver-boot/transaction/old-0", before)
        try tool.write(".apiserver-boot/transaction/journal", "replace 0 PROJECT\ncreate 1 half.txt\n")
        try tool.write("PROJECT", "half written")
        try tool.write("half.txt", "half")
        let result = try tool.run("create group --group insect")
        #expect(result.status == 0)
        #expect(result.error.contains("taken back"))
        #expect(tool.text("half.txt") == nil)
        #expect(tool.text("PROJECT")?.hasPrefix(before.trimmingCharacters(in: .newlines)) == true)
    }
}
