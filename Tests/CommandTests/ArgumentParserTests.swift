import Project
import Testing

@testable import apiserver_boot

@Suite struct ArgumentParserTests {
    private static let commands = [
        CommandSpec(
            "make thing",
            short: "thing",
            section: .project,
            abstract: "Make",
            options: [
                OptionSpec("size", short: "s", .value("n"), "Size", isRequired: true),
                OptionSpec("tag", aliases: ["label"], .list("t"), "Tag"),
                OptionSpec("build", .negatableFlag, "Build"),
                OptionSpec("kind", .value("k"), "Kind", choices: ["a", "b"]),
            ]
        ) { _ in Outcome() },
        CommandSpec("make thing part", section: .project, abstract: "Part") { _ in Outcome() },
        CommandSpec("look", section: .other, abstract: "Look", operands: "what") { _ in Outcome() },
    ]

    private func parse(_ line: String) throws(Problems) -> (String, ParsedArguments)? {
        let words = line.split(separator: " ").map(String.init)
        guard case .run(let command, let arguments) = try ArgumentParser.parse(words, commands: Self.commands) else {
            return nil
        }
        return (command.name, arguments)
    }

    @Test(arguments: [
        ("make thing --size 5", ["size": ["5"]]),
        ("thing --size=5", ["size": ["5"]]),
        ("thing -s 5", ["size": ["5"]]),
        ("thing -s5", ["size": ["5"]]),
        ("thing --size -1Gi", ["size": ["-1Gi"]]),
        ("thing -s=5", ["size": ["5"]]),
        ("thing -qvs 5", ["quiet": ["true"], "verbose": ["true"], "size": ["5"]]),
        ("-C dir thing --size -", ["directory": ["dir"], "size": ["-"]]),
        ("-Cdir -q thing --size 1", ["directory": ["dir"], "quiet": ["true"], "size": ["1"]]),
        ("--directory=dir thing --size 1", ["directory": ["dir"], "size": ["1"]]),
        ("thing --size 1 --tag a --label=b --tag c", ["size": ["1"], "tag": ["a", "b", "c"]]),
        ("thing --size 1 --no-build", ["size": ["1"], "build": ["false"]]),
        ("thing --size 1 --no-build --build", ["size": ["1"], "build": ["false", "true"]]),
        ("thing --size 1 --size 1", ["size": ["1", "1"]]),
    ])
    func reads(_ line: String, _ values: [String: [String]]) throws {
        let (name, arguments) = try #require(try parse(line))
        #expect(name == "make thing")
        #expect(arguments.values == values)
    }

    @Test(arguments: [
        ("thing", ["AB3009"]), ("thing --size", ["AB3003"]), ("thing --size=", ["AB3003"]),
        ("thing --size --tag a", ["AB3003"]), ("thing --size --x=1", ["AB3003"]), ("thing --size -- a", ["AB3003"]),
        ("thing --size \u{FFFD}", ["AB3010"]),
        ("thing --size 1 --sise 2", ["AB3007"]), ("thing --size 1 -x", ["AB3007"]),
        ("thing --size 1 --quiet=1", ["AB3004"]), ("thing --size 1 --kind c", ["AB3005"]),
        ("thing --size 1 --size 2", ["AB3006"]), ("thing --size 1 more", ["AB3008"]),
        ("thing --colour red --kind c", ["AB3007", "AB3005", "AB3009"]),
        ("make", ["AB3001"]), ("make thong", ["AB3002"]), ("dance", ["AB3002"]), ("-q", ["AB3001"]), ("-C", ["AB3003"]),
    ])
    func refuses(_ line: String, _ ids: [String]) {
        let problems = #expect(throws: Problems.self) { _ = try parse(line) }
        let found = problems?.list.map(\.id) ?? []
        #expect(ids.allSatisfy { found.contains($0) })
        #expect(problems?.status == .usage)
    }

    @Test(arguments: [
        ("thing --sise 1", "--size"), ("thing --szie 1", "--size"), ("thing --no-biuld", "--no-build"),
        ("thing --kind c", "--kind a"), ("make thign", "apiserver-boot make thing"), ("loook", "apiserver-boot look"),
    ])
    func suggests(_ line: String, _ fix: String) {
        let problems = #expect(throws: Problems.self) { _ = try parse(line) }
        #expect(problems?.list.contains { $0.fix == fix } == true)
    }

    @Test(arguments: [
        ("docs", "apiserver-boot build docs"), ("resource", "apiserver-boot create group version resource"),
        ("deploy", "apiserver-boot run in-cluster"), ("build docs --out x", "--output"),
        ("run local --sto x", "--storage"),
    ])
    func suggestsWhatTheToolHas(_ line: String, _ fix: String) {
        let words = line.split(separator: " ").map(String.init)
        let problems = #expect(throws: Problems.self) {
            _ = try ArgumentParser.parse(words, commands: Program.commands)
        }
        #expect(problems?.list.map(\.fix) == [fix])
    }

    @Test func tellsNobodyOfHiddenCommands() throws {
        let hidden = [CommandSpec("make secret", section: .other, abstract: "Secret") { _ in Outcome() }]
        guard
            case .run(let command, _) = try ArgumentParser.parse(
                ["make", "secret"],
                commands: Self.commands,
                hidden: hidden
            )
        else { throw Problems(Problem("", "not taken")) }
        #expect(command.name == "make secret")
        for line in [["make"], ["make", "secrets"]] {
            let problems = #expect(throws: Problems.self) {
                _ = try ArgumentParser.parse(line, commands: Self.commands, hidden: hidden)
            }
            #expect(problems?.list.contains { ($0.cause + $0.fix).contains("secret") } == false)
        }
    }

    @Test(arguments: [("", []), ("--help", []), ("make -h", ["make"]), ("thing --size x --help", ["thing"])])
    func showsHelp(_ line: String, _ words: [String]) throws {
        let request = try ArgumentParser.parse(line.split(separator: " ").map(String.init), commands: Self.commands)
        guard case .help(let found) = request else { throw Problems(Problem("", "no help")) }
        #expect(found == words)
    }

    @Test func tellsLongCommandsFromShortOnes() throws {
        #expect(try parse("make thing part")?.0 == "make thing part")
        #expect(try parse("look at this -- --that")?.1.operands == ["at", "this", "--that"])
    }

    @Test func printsTheVersionOnlyWhenNothingElseIsAsked() throws {
        guard case .version = try ArgumentParser.parse(["--version"], commands: Self.commands) else {
            throw Problems(Problem("", "no version"))
        }
        #expect(throws: Problems.self) { try ArgumentParser.parse(["thing", "--version"], commands: Self.commands) }
    }
}

@Suite struct SuggestionTests {
    @Test(arguments: [
        ("", "", 0), ("a", "", 1), ("kitten", "sitting", 3), ("ab", "ba", 1), ("--force", "--froce", 1),
        ("abc", "abc", 0),
    ])
    func measures(_ left: String, _ right: String, _ distance: Int) {
        #expect(Suggestion.distance(left, right) == distance)
        #expect(Suggestion.distance(right, left) == distance)
    }

    @Test func doesNotGuessWildly() {
        #expect(Suggestion.nearest(to: "frobnicate", among: ["build", "create"]) == nil)
        #expect(Suggestion.nearest(to: "biuld", among: ["build", "create"]) == "build")
    }
}

@Suite struct HelpTextTests {
    @Test(arguments: Program.commands.map(\.path))
    func namesEveryOption(_ path: [String]) throws {
        let command = try #require(Program.commands.first { $0.path == path })
        let text = try #require(HelpText.text(for: path, commands: Program.commands))
        for option in command.allOptions { #expect(text.contains(option.name)) }
        for line in text.split(separator: "\n") where !line.contains("  --") { #expect(line.count <= 120) }
    }

    @Test(arguments: Program.commands.flatMap { command in command.examples.map { (command.name, $0) } })
    func examplesAreCommandLines(_ name: String, _ example: String) throws {
        let words = example.split(separator: " ").map(String.init)
        guard case .run(let command, _) = try ArgumentParser.parse(words, commands: Program.commands) else {
            throw Problems(Problem("", "not a command"))
        }
        #expect(command.name == name)
    }
}
