internal import Synchronization

/// How much a log line matters; lower raw values matter more.
public enum LogLevel: Int, Sendable, Comparable, CaseIterable {
    /// Someone must act.
    case error
    /// Something went wrong and it recovered.
    case warning
    /// The life cycle of the process: a few lines per minute at most when idle.
    case info
    /// Every request.
    case debug

    /// The level with that name: `error`, `warning`, `info` or `debug`.
    public init?(_ name: String) {
        guard let level = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = level
    }

    /// The name of the level.
    public var name: String {
        switch self {
        case .error: "error"
        case .warning: "warning"
        case .info: "info"
        case .debug: "debug"
        }
    }

    /// Whether the left level matters more.
    public static func < (left: LogLevel, right: LogLevel) -> Bool { left.rawValue < right.rawValue }
}

/// How log lines are laid out.
public enum LogFormat: String, Sendable {
    /// `2026-11-20T15:02:03.042Z info watch ended resource=bees`
    case text
    /// `{"time":"2026-11-20T15:02:03.042Z","level":"info","message":"watch ended","resource":"bees"}`
    case json
}

/// Writes one line per event: a constant message and fields.
///
/// `log.info("watch ended", [("resource", name), ("reason", "compacted")])`: the fields are only computed when the
/// level is enabled. Copies share level and destination. Safe to use from every thread; a line is one write.
public struct Logger: Sendable {
    /// Key and value pairs; keys in lower camel case, no secrets, no bodies.
    public typealias Fields = [(String, String)]

    private final class Core: Sendable {
        let level: Atomic<Int>
        let format: LogFormat
        let now: @Sendable () -> WallTime
        let write: @Sendable ([UInt8]) -> Void

        init(
            _ level: LogLevel,
            _ format: LogFormat,
            _ now: @escaping @Sendable () -> WallTime,
            _ write: @escaping @Sendable ([UInt8]) -> Void
        ) {
            self.level = Atomic(level.rawValue)
            self.format = format
            self.now = now
            self.write = write
        }
    }

    private let core: Core
    private let context: Fields

    /// Makes a logger.
    ///
    /// - Parameters:
    ///   - level: lines that matter less are not written.
    ///   - format: the layout of a line.
    ///   - now: the clock.
    ///   - write: gets each line with its newline; the default writes to standard error. Called on the logging thread.
    public init(
        level: LogLevel = .info,
        format: LogFormat = .text,
        now: @escaping @Sendable () -> WallTime = { .now },
        write: @escaping @Sendable ([UInt8]) -> Void = { StandardError.write($0) }
    ) {
        core = Core(level, format, now, write)
        context = []
    }

    private init(_ core: Core, _ context: Fields) {
        self.core = core
        self.context = context
    }

    /// A logger that writes nothing.
    public static let silent = Logger(level: .error, write: { _ in })

    /// What is written; setting it takes effect for all copies at once.
    public var level: LogLevel {
        get { LogLevel(rawValue: core.level.load(ordering: .relaxed)) ?? .info }
        nonmutating set { core.level.store(newValue.rawValue, ordering: .relaxed) }
    }

    /// Whether lines of a level are written.
    public func isEnabled(_ level: LogLevel) -> Bool { level.rawValue <= core.level.load(ordering: .relaxed) }

    /// The same logger with fields that every line gets, before its own.
    public func with(_ fields: Fields) -> Logger { Logger(core, context + fields) }

    /// Logs what someone must act upon.
    public func error(_ message: StaticString, _ fields: @autoclosure () -> Fields = []) {
        if isEnabled(.error) { write(.error, message, fields()) }
    }

    /// Logs what went wrong and recovered.
    public func warning(_ message: StaticString, _ fields: @autoclosure () -> Fields = []) {
        if isEnabled(.warning) { write(.warning, message, fields()) }
    }

    /// Logs the life cycle.
    public func info(_ message: StaticString, _ fields: @autoclosure () -> Fields = []) {
        if isEnabled(.info) { write(.info, message, fields()) }
    }

    /// Logs a detail, such as a request.
    public func debug(_ message: StaticString, _ fields: @autoclosure () -> Fields = []) {
        if isEnabled(.debug) { write(.debug, message, fields()) }
    }

    /// Logs at a level that is only known at run time.
    public func log(_ level: LogLevel, _ message: StaticString, _ fields: @autoclosure () -> Fields = []) {
        if isEnabled(level) { write(level, message, fields()) }
    }

    private func write(_ level: LogLevel, _ message: StaticString, _ fields: Fields) {
        var line = LogLine(format: core.format)
        line.begin(core.now(), level, message)
        for (key, value) in context { line.add(key, value) }
        for (key, value) in fields { line.add(key, value) }
        core.write(line.end())
    }
}
