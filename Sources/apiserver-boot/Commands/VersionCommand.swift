internal import JSON
internal import Project

/// The command `version`.
enum VersionCommand {
    static let spec = CommandSpec(
        "version",
        section: .other,
        abstract: "Print the version of the tool",
        options: [
            OptionSpec("output", short: "o", .value("format"), "Form", defaultValue: "text", choices: ["text", "json"])
        ],
        examples: ["version", "version -o json"]
    ) { invocation in
        if invocation.arguments.value("output") == "json" {
            var document = JSONObject()
            document["tool"] = "apiserver-boot"
            document["version"] = .string(Program.version)
            document["projectVersion"] = .integer(Int64(Project.currentFormat))
            document["runtimeFiles"] = .integer(Int64(EmbeddedRuntime.count))
            document["platform"] = .string(platform)
            invocation.console.printAlways(String(decoding: JSONWriter.pretty(.object(document)), as: UTF8.self))
        } else {
            invocation.console.printAlways(
                "apiserver-boot \(Program.version)  (PROJECT format \(Project.currentFormat), \(platform))"
            )
        }
        return Outcome()
    }

    private static var platform: String {
        #if arch(x86_64)
        "x86_64-linux"
        #elseif arch(arm64)
        "aarch64-linux"
        #else
        "linux"
        #endif
    }
}
