import Foundation
import Testing

@testable import apiserver_boot

/// The command lines that people read: what a page tells them to type must be what the tool takes.
@Suite struct WrittenCommandsTests {
    private static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The pages for users.
    static let pages: [String] = {
        let files = FileManager.default
        func list(_ folder: String) -> [String] {
            (try? files.contentsOfDirectory(atPath: repository.appending(path: folder).path).sorted()) ?? []
        }
        return ["README.md", "CONTRIBUTING.md"] + list("docs").filter { $0.hasSuffix(".md") }.map { "docs/" + $0 }
            + list("examples").map { "examples/\($0)/README.md" }
            + ["Tests/TemplatesTests/Golden/bee/README.md"]
    }()

    private func text(_ page: String) throws -> String {
        try String(contentsOf: Self.repository.appending(path: page), encoding: .utf8)
    }

    /// What stands behind `apiserver-boot` in the lines of code blocks, comments and continued lines considered.
    private func commandLines(_ text: String) -> [String] {
        var lines: [String] = []
        var isCode = false
        for line in text.replacing("\\\n", with: " ").split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") { isCode.toggle() }
            let code = line.split(separator: "#", omittingEmptySubsequences: false)[0]
            let command = code.hasPrefix("$ ") ? code.dropFirst(2) : code
            guard isCode, command.hasPrefix("apiserver-boot "), !command.contains("<") else { continue }
            lines.append(String(command.dropFirst("apiserver-boot ".count)))
        }
        return lines
    }

    @Test(arguments: pages) func commandsOfCodeBlocksAreTaken(_ page: String) throws {
        let lines = commandLines(try text(page))
        #expect(!lines.isEmpty)
        for line in lines {
            let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
            #expect(throws: Never.self, "\(page): apiserver-boot \(line)") {
                _ = try ArgumentParser.parse(words, commands: Program.commands)
            }
        }
    }

    /// `run local --take-over` within a sentence: the options are those of the command.
    @Test(arguments: pages) func optionsInSentencesAreThoseOfTheCommand(_ page: String) throws {
        for span in try text(page).matches(of: /`(?:apiserver-boot )?([a-z][a-z -]*?) (--[a-z][^`]*)`/) {
            let path = span.1.split(separator: " ").map(String.init)
            guard let command = Program.commands.first(where: { $0.paths.contains(path) }) else { continue }
            let names = Set(
                command.allOptions.flatMap {
                    [$0.name] + ($0.kind == .negatableFlag ? ["no-" + $0.name] : []) + $0.aliases
                }
            )
            for option in span.2.matches(of: /--([a-z][a-z-]*)/) {
                #expect(names.contains(String(option.1)), "\(page): \(span.0)")
            }
        }
    }
}
