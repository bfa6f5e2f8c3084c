import ComponentBase
import Testing

@testable import APIServer

struct CommandFlagsTests {
    private let known = [
        CommandFlag("secure-port", "PORT", "Port.", default: "443"), CommandFlag("storage", "NAME", "Store."),
        CommandFlag("verbose", nil, "Says more."),
    ]

    @Test func readsBothSpellingsAndDefaults() throws {
        let flags = try CommandFlags(["--storage=memory", "-verbose"], known: known)
        #expect(flags["storage"] == "memory")
        #expect(flags["verbose"] == "true")
        #expect(flags["secure-port"] == "443")
        #expect(try flags.number("secure-port", in: 0...65_535) == 443)
        #expect(try CommandFlags(["--storage", "sqlite"], known: known)["storage"] == "sqlite")
    }

    @Test(arguments: [
        (["--secure-prt=1"], "unknown flag --secure-prt", "did you mean --secure-port?"),
        (["--zzzzzzzz"], "unknown flag --zzzzzzzz", "see --help for all flags"),
        (["--storage"], "--storage needs a value", "--storage=NAME"),
        (["--storage=a", "--storage=b"], "--storage is given twice", "leave one of them out"),
        (["extra"], "unexpected argument 'extra'", "flags look like --name=value; see --help"),
        (["--verbose=maybe"], "--verbose=maybe is no boolean", "--verbose or --verbose=false"),
    ])
    func saysWhatIsWrongAndHowToMendIt(_ arguments: [String], _ what: String, _ fix: String) {
        let error = #expect(throws: CommandLineError.self) { try CommandFlags(arguments, known: known) }
        #expect(error == CommandLineError(what: what, fix: fix))
    }

    @Test func refusesNumbersOutOfRange() throws {
        let flags = try CommandFlags(["--secure-port=70000"], known: known)
        #expect(throws: CommandLineError.self) { try flags.number("secure-port", in: 0...65_535) }
    }
}
