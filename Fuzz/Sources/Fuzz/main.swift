/// The driver: `fuzz TARGET [options of libFuzzer] [folders…]`; `scripts/fuzz` builds and runs it.
internal import CFuzzer

let arguments = CommandLine.arguments
guard arguments.count > 1, let target = FuzzTarget(rawValue: arguments[1]) else {
    for target in FuzzTarget.allCases { print(target.rawValue) }
    exitCode(arguments.count > 1 ? 2 : 0)
}
unsafe runningTarget = target
exitCode(runLibFuzzer(arguments: [arguments[0]] + arguments.dropFirst(2)))
