import Templates
import Testing

@testable import apiserver_boot

@Suite struct EmbeddedRuntimeTests {
    /// A target of the vendored manifest without sources would keep every project from building.
    @Test func everyTargetOfTheManifestIsCarried() {
        let paths = EmbeddedRuntime.files().map(\.path)
        let folders = Set(paths.map { $0.split(separator: "/").prefix(2).joined(separator: "/") })
        #expect(VendoredRuntime.targets.filter { !folders.contains("Sources/" + $0.name) }.map(\.name) == [])
    }
}
