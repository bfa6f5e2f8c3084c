import Foundation
import Project
import Testing

@Suite struct OutputFolderTests {
    @Test(arguments: ["config", "public/v1", "docs", "Sourcess", "a.b"])
    func isFreeWhereNobodyElseWrites(_ path: String) {
        #expect(OutputFolder(path).isFree(besides: ["manifests"]))
    }

    @Test(arguments: [
        "", "/", "/etc", ".", "..", "../a", "a/..", "a//b", "a/", ".git", ".apiserver-boot/x", "Sources", "Tests/a",
        "Vendor", "bin", "sample", "manifests", "manifests/a", "docs/examples", " ", "\t", "a/ ", " a", "a\u{A0}",
        "a\nb", "a\u{1B}[1m",
    ])
    func isNotFreeElsewhere(_ path: String) {
        #expect(!OutputFolder(path).isFree(besides: ["manifests", "docs/examples"]))
    }

    @Test func findsLinksAndFilesOnTheWay() throws {
        let folder = try TemporaryFolder()
        try folder.write("real/file", "")
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/link", withDestinationPath: "real")
        #expect(OutputFolder("real/new").obstacle(below: folder.path) == nil)
        let link = OutputFolder("link/new").obstacle(below: folder.path)
        #expect(link?.path == folder.path + "/link" && link?.name == "a link")
        let file = OutputFolder("real/file").obstacle(below: folder.path)
        #expect(file?.path == folder.path + "/real/file" && file?.name == "a file")
    }
}
