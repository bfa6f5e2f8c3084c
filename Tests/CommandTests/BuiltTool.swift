import Foundation

/// The built executable, run in a folder of its own.
struct BuiltTool {
    /// What a run left behind.
    struct Result {
        let status: Int32
        let output: String
        let error: String
    }

    /// Beside the test bundle that runs now.
    static let path: String = {
        let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return (bundle as NSString).deletingLastPathComponent + "/apiserver-boot"
    }()

    let folder: String

    init() throws {
        folder = NSTemporaryDirectory() + "apiserver-boot-test-" + UUID().uuidString + "/creatures"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    /// Removes the folder.
    func remove() { try? FileManager.default.removeItem(atPath: (folder as NSString).deletingLastPathComponent) }

    /// Starts the tool without waiting for it.
    func start(_ arguments: [String], environment: [String: String] = [:]) throws -> (Process, Pipe, Pipe) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.path)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        let inherited = ProcessInfo.processInfo.environment.filter { ["PATH", "HOME"].contains($0.key) }
        process.environment = inherited.merging(environment) { $1 }
        let (output, error) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = error
        process.standardInput = FileHandle.nullDevice
        try process.run()
        return (process, output, error)
    }

    /// Runs the tool to its end.
    func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Result {
        let (process, output, error) = try start(arguments, environment: environment)
        // Neither stream fills a pipe in these tests, so reading one after the other cannot block.
        let outputText = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let errorText = String(decoding: error.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return Result(status: process.terminationStatus, output: outputText, error: errorText)
    }

    /// Runs a command line as a person types it, words separated by spaces.
    func run(_ line: String) throws -> Result { try run(line.split(separator: " ").map(String.init)) }

    func text(_ name: String) -> String? {
        FileManager.default.contents(atPath: folder + "/" + name).map { String(decoding: $0, as: UTF8.self) }
    }

    func write(_ name: String, _ text: String, mode: Int = 0o644) throws {
        let file = folder + "/" + name
        let parent = (file as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
    }

    /// All files with their bytes.
    func snapshot() -> [String: Data] {
        var all: [String: Data] = [:]
        for case let name as String in FileManager.default.enumerator(atPath: folder) ?? .init() {
            if let data = FileManager.default.contents(atPath: folder + "/" + name) { all[name] = data }
        }
        return all
    }
}
