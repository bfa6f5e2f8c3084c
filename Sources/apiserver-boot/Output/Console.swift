internal import Glibc

/// Where the tool writes: results to standard output; progress, warnings and errors to standard error.
struct Console: Sendable {
    /// How a word is shown on a terminal.
    enum Style: String, Sendable {
        case green = "32"
        case yellow = "33"
        case red = "31"
        case dim = "2"
        case bold = "1"
    }

    /// How much is said.
    enum Level: Int, Comparable, Sendable {
        case quiet
        case normal
        case verbose

        static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
    }

    let level: Level
    /// Whether standard error is a terminal on which a line may be rewritten.
    let isLive: Bool
    private let colorsOutput: Bool
    private let colorsError: Bool
    private let hasSymbols: Bool

    /// Makes a console of what the command line and the environment say.
    init(color: String = "auto", level: Level = .normal, environment: [String: String] = Environment.current) {
        self.level = level
        let isDumb = environment["TERM"] == "dumb"
        func colors(_ descriptor: Int32) -> Bool {
            switch color {
            case "always": true
            case "never": false
            default:
                if !(environment["NO_COLOR"] ?? "").isEmpty {
                    false
                } else if let force = environment["CLICOLOR_FORCE"], !force.isEmpty, force != "0" {
                    true
                } else {
                    isatty(descriptor) == 1 && !isDumb
                }
            }
        }
        colorsOutput = colors(STDOUT_FILENO)
        colorsError = colors(STDERR_FILENO)
        isLive = isatty(STDERR_FILENO) == 1 && !isDumb && level != .quiet
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
        hasSymbols = locale.uppercased().contains("UTF-8") || locale.uppercased().contains("UTF8")
    }

    /// A line of the result.
    func print(_ text: String) {
        if level > .quiet { Self.write(text + "\n", to: STDOUT_FILENO) }
    }

    /// A line of the result that even a quiet run prints, since it was asked for.
    func printAlways(_ text: String) { Self.write(text + "\n", to: STDOUT_FILENO) }

    /// A line about what goes on.
    func progress(_ text: String) {
        if level > .quiet { Self.write(text + "\n", to: STDERR_FILENO) }
    }

    /// The line that is rewritten while something goes on; only on a terminal.
    func live(_ text: String) {
        if isLive { Self.write("\r\u{1b}[2K" + text, to: STDERR_FILENO) }
    }

    /// Removes the live line.
    func endLive() {
        if isLive { Self.write("\r\u{1b}[2K", to: STDERR_FILENO) }
    }

    /// A line that must be seen.
    func complain(_ text: String) { Self.write(text + "\n", to: STDERR_FILENO) }

    /// A word in a style, if standard output shows styles.
    func styled(_ text: String, _ style: Style) -> String { Self.apply(style, text, colorsOutput) }

    /// A word in a style, if standard error shows styles.
    func styledError(_ text: String, _ style: Style) -> String { Self.apply(style, text, colorsError) }

    /// What a finished step is marked with.
    var check: String { styledError(hasSymbols ? "✓" : "ok", .green) }

    /// What a step that is not needed is marked with.
    var dash: String { styledError(hasSymbols ? "–" : "--", .dim) }

    private static func apply(_ style: Style, _ text: String, _ isOn: Bool) -> String {
        isOn ? "\u{1b}[\(style.rawValue)m\(text)\u{1b}[0m" : text
    }

    private static func write(_ text: String, to descriptor: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                return
            }
        }
    }
}
