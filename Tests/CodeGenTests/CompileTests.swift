import CodeGen
import Foundation
import Testing

/// Builds what is generated, with the real rooms below it, and runs it.
@Suite(.tags(.slow)) struct CompileTests {
    private static let all = CodeGenInput(
        domain: "example.com",
        groups: Samples.projects.flatMap(\.input.groups),
        files: Samples.projects.flatMap(\.input.files)
    )

    @Test(.enabled(if: Repository.hasRuntime), .timeLimit(.minutes(10)))
    func generatedCodeCompilesAndKeepsObjects() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try Repository.copyRuntime(to: folder.url)
        let output = CodeGenerator.generate(Self.all)
        #expect(output.diagnostics == [])
        for file in Self.all.files { try Golden.write(file.text + "\n", to: folder.url.appending(path: file.path)) }
        for file in output.files { try Golden.write(file.text, to: folder.url.appending(path: file.path)) }
        try Golden.write(CompiledProgram.manifest, to: folder.url.appending(path: "Package.swift"))
        try Golden.write(CompiledProgram.main, to: folder.url.appending(path: "Sources/check/main.swift"))
        let run = try run(["swift", "run", "--package-path", folder.url.path, "check"])
        #expect(run.status == 0, "\(run.output)")
        #expect(run.output.contains("all is well"))
    }

    @Test(.timeLimit(.minutes(5))) func generatedCodeIsFormatted() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let style = Repository.root.appending(path: ".swift-format")
        try FileManager.default.copyItem(at: style, to: folder.url.appending(path: ".swift-format"))
        let output = CodeGenerator.generate(Self.all)
        for file in output.files { try Golden.write(file.text, to: folder.url.appending(path: file.path)) }
        let run = try run(["swift", "format", "lint", "--strict", "-r", "-p", folder.url.path])
        #expect(run.status == 0, "\(run.output)")
        let format = try self.run(["swift", "format", "format", "-i", "-r", "-p", folder.url.path])
        #expect(format.status == 0)
        for file in output.files {
            let text = try String(contentsOf: folder.url.appending(path: file.path), encoding: .utf8)
            #expect(text == file.text, "\(Golden.difference(text, file.text)) in \(file.path)")
        }
    }

    private func run(_ command: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }
}

/// The package that the tests belong to.
enum Repository {
    static let root = Golden.folder.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Whether the rooms that generated code calls are there.
    static var hasRuntime: Bool { FileManager.default.fileExists(atPath: root.path + "/Sources/JSON/JSONFields.swift") }

    /// Copies the rooms below API types: of `APIServer` the description of resources alone, which needs no transport.
    static func copyRuntime(to folder: URL) throws {
        let sources = folder.appending(path: "Sources")
        try FileManager.default.createDirectory(
            at: sources.appending(path: "APIServer"),
            withIntermediateDirectories: true
        )
        for room in ["JSON", "CYAML", "YAML", "APIMachinery"] {
            let from = root.appending(path: "Sources/" + room).resolvingSymlinksInPath()
            try FileManager.default.copyItem(at: from, to: sources.appending(path: room))
        }
        for file in ["Resource", "ResourceDefinition", "APIGroup", "RoundTrip"] {
            let from = root.appending(path: "Sources/APIServer/Resource/\(file).swift")
            try FileManager.default.copyItem(at: from, to: sources.appending(path: "APIServer/\(file).swift"))
        }
        let exports = "@_exported public import APIMachinery\n@_exported public import JSON\n"
        // What is served by code of its own needs the transport: nothing here does.
        try Golden.write(
            "public struct UntypedResource: Sendable {}\n",
            to: sources.appending(path: "APIServer/UntypedResource.swift")
        )
        try Golden.write(exports, to: sources.appending(path: "APIServer/Exports.swift"))
        try CompiledProgram.addStandIns(to: sources)
    }
}

/// A folder for one test.
struct TemporaryFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "codegen-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    func remove() { try? FileManager.default.removeItem(at: url) }
}
