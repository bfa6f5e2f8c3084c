import CodeGen
import Testing

/// Several versions of one kind: which is the hub, which is stored.
@Suite struct VersionTests {
    private struct Version {
        var name: String
        var marker = ""
        var conformance = "NamespacedResource"
        var body = ""
    }

    @Test func theVersionThatIsNotConvertibleIsHubAndStored() {
        let (model, diagnostics) = inspect([
            Version(name: "v1"), Version(name: "v2", conformance: "NamespacedResource, Convertible"),
        ])
        #expect(diagnostics == [])
        #expect(model.kinds.map(\.isHub) == [true, false])
        #expect(model.kinds.map(\.isStorageVersion) == [true, false])
        #expect(model.kinds.map(\.hooks) == [[], ["Convertible"]])
    }

    @Test func theMarkerMovesTheStorageVersion() {
        let (model, diagnostics) = inspect([
            Version(name: "v1"),
            Version(name: "v2", marker: "+storageversion", conformance: "NamespacedResource, Convertible"),
        ])
        #expect(diagnostics == [])
        #expect(model.kinds.map(\.isHub) == [true, false])
        #expect(model.kinds.map(\.isStorageVersion) == [false, true])
    }

    @Test(arguments: [
        (["NamespacedResource", "NamespacedResource"], "Bee has several versions that are not Convertible: v1, v2"),
        (
            ["NamespacedResource, Convertible", "NamespacedResource, Convertible"],
            "every version of Bee is Convertible: the one that the others are converted through is not"
        ),
        (["NamespacedResource", "ClusterResource, Convertible"], "Bee is cluster in v2 but namespaced in v1"),
    ])
    func reportsDisagreement(_ conformances: [String], _ message: String) {
        let versions = zip(["v1", "v2"], conformances).map { Version(name: $0, conformance: $1) }
        #expect(inspect(versions).diagnostics.map(\.message) == [message])
    }

    @Test func reportsTwoStorageVersions() {
        let (_, diagnostics) = inspect([
            Version(name: "v1", marker: "+storageversion"),
            Version(name: "v2", marker: "+storageversion", conformance: "NamespacedResource, Convertible"),
        ])
        #expect(diagnostics.map(\.message) == ["Bee is stored in one version, but v1, v2 are marked"])
    }

    @Test func reportsAStatusThatIsASubresourceInOneVersionOnly() {
        let status = "public var status: Status?\npublic struct Status: Sendable, Equatable {}"
        let (_, diagnostics) = inspect([
            Version(name: "v1", body: status),
            Version(
                name: "v2",
                marker: "+subresource:status",
                conformance: "NamespacedResource, Convertible",
                body: status
            ),
        ])
        #expect(diagnostics.map(\.message) == ["the status of Bee is a subresource in one of v1 and v2 only"])
        #expect(diagnostics.map(\.fix) == ["write +subresource:status above Bee in v1, too"])
    }

    @Test func reportsDifferentPaths() {
        let (_, diagnostics) = inspect([
            Version(name: "v1"),
            Version(name: "v2", marker: "+resource:path=drones", conformance: "NamespacedResource, Convertible"),
        ])
        #expect(diagnostics.map(\.message) == ["Bee has the path `drones` in v2 but `bees` in v1"])
    }

    @Test(arguments: [
        (["introduced=1.0"], nil), (["deprecated=1.4"], "1.4 "), (["introduced=1.0", "removed=1.10"], "1.3 1.10"),
        (["deprecated=1.5", "removed=1.10"], "1.5 1.10"),
    ])
    func readsTheLifeOfAVersion(_ markers: [String], _ expected: String?) {
        let lines = markers.map { "+k8s:prerelease-lifecycle-gen:" + $0 }.joined(separator: "\n// ")
        let (model, diagnostics) = inspect([Version(name: "v1", marker: lines)])
        #expect(diagnostics == [])
        #expect(model.kinds[0].deprecation.map { $0.since + " " + $0.removedIn } == expected)
    }

    private func inspect(_ versions: [Version]) -> (model: APIModel, diagnostics: [Diagnostic]) {
        let group = CodeGenInput.Group(
            name: "insect",
            fullName: "insect.example.com",
            typeName: "Insect",
            versions: versions.map { CodeGenInput.Version(name: $0.name, typeName: $0.name.uppercased()) }
        )
        let files = versions.map { version in
            Samples.file(
                "Insect/Bee+\(version.name).swift",
                """
                extension Insect.\(version.name.uppercased()) {
                    // \(version.marker)
                    public struct Bee: \(version.conformance) { public var metadata = ObjectMeta()
                    \(version.body) }
                }
                """
            )
        }
        return CodeGenerator.inspect(CodeGenInput(domain: "example.com", groups: [group], files: files))
    }
}
