import CodeGen
import Foundation
import Testing

extension Tag {
    /// Compares with files in the repository; `UPDATE_GOLDEN=1` rewrites them.
    @Tag static var golden: Self
    /// Takes seconds or more.
    @Tag static var slow: Self
}

/// All files of whole projects, against `Golden/<project>`.
@Suite(.tags(.golden)) struct GoldenTests {
    @Test(arguments: Samples.projects + [Samples.served]) func writesTheFilesOf(_ project: Samples.Project) throws {
        let output = CodeGenerator.generate(project.input)
        #expect(output.diagnostics == [])
        let folder = Golden.folder.appending(path: project.name)
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
            try? FileManager.default.removeItem(at: folder)
            for file in output.files { try Golden.write(file.text, to: folder.appending(path: file.path + ".txt")) }
        }
        #expect(try Golden.files(in: folder) == output.files.map { $0.path + ".txt" })
        for file in output.files {
            let expected = try String(contentsOf: folder.appending(path: file.path + ".txt"), encoding: .utf8)
            #expect(file.text == expected, "\(Golden.difference(expected, file.text)) in \(file.path)")
        }
    }

    @Test func theSameInputMakesTheSameFiles() {
        let project = Samples.projects[0].input
        #expect(CodeGenerator.generate(project) == CodeGenerator.generate(project))
    }

    @Test func ignoresItsOwnFiles() {
        var input = Samples.projects[0].input
        let first = CodeGenerator.generate(input)
        input.files += first.files.map { CodeGenInput.SourceFile(path: $0.path, text: $0.text) }
        #expect(CodeGenerator.generate(input) == first)
    }
}

/// The folder of golden files.
enum Golden {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")

    static func write(_ text: String, to url: URL) throws {
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: url, atomically: true, encoding: .utf8)
    }

    /// Paths of all files below a folder, sorted.
    static func files(in folder: URL) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".txt") }.sorted()
    }

    /// The first line that differs.
    static func difference(_ expected: String, _ found: String) -> String {
        let left = expected.split(separator: "\n", omittingEmptySubsequences: false)
        let right = found.split(separator: "\n", omittingEmptySubsequences: false)
        guard let line = (0..<max(left.count, right.count)).first(where: { left.at($0) != right.at($0) }) else {
            return ""
        }
        return "line \(line + 1)\n- \(left.at(line) ?? "(end)")\n+ \(right.at(line) ?? "(end)")\n"
    }
}

extension Array {
    fileprivate func at(_ index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
