internal import ComponentBase
internal import EventLoop
internal import Telemetry

/// What the flags say about the audit log.
struct AuditSettings: Sendable, Equatable {
    /// Nil records nothing.
    var policyFile: String?
    /// `-` is standard output; nil records nothing.
    var logPath: String?
    /// How large the log file may become, in bytes.
    var fileBytes: Int
    var backups: AuditBackups.Rules
    var options: AuditLog.Options

    /// What upstream takes 0 for.
    private static let defaultMegabytes = 100

    /// - Throws: every fault with what to type instead.
    init(_ flags: CommandFlags) throws(CommandLineError) {
        policyFile = flags.text("audit-policy-file")
        logPath = flags.text("audit-log-path")
        try Self.require(flags, "audit-log-format", "json")
        try Self.require(flags, "audit-log-version", "audit.k8s.io/v1")
        let megabytes = try flags.number("audit-log-maxsize", in: 0...1_000_000)
        fileBytes = (megabytes == 0 ? Self.defaultMegabytes : megabytes) << 20
        backups = AuditBackups.Rules(
            count: try flags.number("audit-log-maxbackup", in: 0...1_000_000),
            days: try flags.number("audit-log-maxage", in: 0...1_000_000),
            compresses: flags["audit-log-compress"] == "true"
        )
        let mode = flags["audit-log-mode"] ?? ""
        guard let known = AuditLog.Mode(rawValue: mode) else {
            let modes = AuditLog.Mode.allCases.map(\.rawValue).joined(separator: ", ")
            throw CommandLineError(what: "--audit-log-mode=\(mode) does not exist", fix: "choose one of: \(modes)")
        }
        options = AuditLog.Options(
            mode: known,
            capacity: try flags.number("audit-log-batch-buffer-size", in: 1...10_000_000),
            eventBytes: nil
        )
        try readTruncation(flags)
        // What is written together is what is there: these set limits that are never reached.
        _ = try flags.number("audit-log-batch-max-size", in: 1...10_000_000)
        _ = try flags.number("audit-log-batch-throttle-burst", in: 0...10_000_000)
        _ = try flags.duration("audit-log-batch-max-wait")
        try flags.decimal("audit-log-batch-throttle-qps", in: 0...1_000_000)
    }

    private mutating func readTruncation(_ flags: CommandFlags) throws(CommandLineError) {
        let event = try flags.number("audit-log-truncate-max-event-size", in: 1...(1 << 40))
        let batch = try flags.number("audit-log-truncate-max-batch-size", in: 1...(1 << 40))
        guard event <= batch else {
            throw CommandLineError(
                what:
                    "--audit-log-truncate-max-batch-size=\(batch) is below --audit-log-truncate-max-event-size=\(event)",
                fix: "a batch must have room for an event"
            )
        }
        if flags["audit-log-truncate-enabled"] == "true" { options.eventBytes = event }
    }

    private static func require(_ flags: CommandFlags, _ name: String, _ only: String) throws(CommandLineError) {
        guard let value = flags[name], value != only else { return }
        throw CommandLineError(what: "--\(name)=\(value) is not written by this server", fix: "--\(name)=\(only)")
    }

    /// Reads the policy and opens the log; nil if nothing is to be recorded.
    ///
    /// - Throws: `StartError` for a file that cannot be used.
    func auditor(registry: MetricsRegistry, log: Logger) throws -> Auditor? {
        guard let policyFile else {
            if logPath != nil { log.warning("nothing is audited without --audit-policy-file") }
            return nil
        }
        let bytes = try ServerProcess.read(policyFile, flag: "audit-policy-file")
        let reader: AuditPolicyReader
        do {
            reader = try AuditPolicyReader(bytes)
        } catch {
            throw StartError(
                "--audit-policy-file: \(policyFile): \(error)",
                fix: "mend the file; it holds a Policy of audit.k8s.io/v1"
            )
        }
        if !reader.unknown.isEmpty {
            log.warning("the audit policy has unknown fields", [("fields", reader.unknown.joined(separator: ", "))])
        }
        guard let logPath else { return nil }
        let metrics = AuditMetrics(registry: registry)
        do {
            let path = logPath == "-" ? nil : AuditFilePath(logPath)
            let auditLog = AuditLog(
                file: try AuditFile(path: path, limitBytes: fileBytes),
                backups: try path.map { try AuditBackups(path: $0, rules: backups) },
                options: options,
                metrics: metrics,
                log: log
            )
            return Auditor(policy: reader.policy, log: auditLog, metrics: metrics)
        } catch {
            throw StartError(
                "--audit-log-path: \(error)",
                fix: "name a file that may be written, or - for standard output"
            )
        }
    }

    static let flags = [
        CommandFlag(
            "audit-policy-file",
            "FILE",
            "What is recorded of which requests, a Policy of audit.k8s.io/v1; without it nothing is."
        ),
        CommandFlag("audit-log-path", "FILE", "Where requests are recorded, an event a line; - is standard output."),
        CommandFlag("audit-log-format", "FORMAT", "How events are written.", default: "json"),
        CommandFlag("audit-log-version", "VERSION", "The version of the events.", default: "audit.k8s.io/v1"),
        CommandFlag(
            "audit-log-maxsize",
            "MB",
            "How large the file becomes before it is put aside.",
            default: "100"
        ),
        CommandFlag("audit-log-maxbackup", "N", "How many old files stay; 0 is no limit.", default: "100"),
        CommandFlag("audit-log-maxage", "DAYS", "How long old files stay; 0 is no limit.", default: "366"),
        CommandFlag("audit-log-compress", nil, "Compresses old files with gzip."),
        CommandFlag(
            "audit-log-mode",
            "MODE",
            "Whether requests wait for their events: batch (no), blocking (yes), "
                + "blocking-strict (and what cannot be recorded is refused).",
            default: "blocking"
        ),
        CommandFlag(
            "audit-log-batch-buffer-size",
            "N",
            "With batch: events that may wait to be written; more are lost.",
            default: "10000"
        ),
        CommandFlag("audit-log-batch-max-size", "N", "With batch: accepted, events are not held back.", default: "1"),
        CommandFlag(
            "audit-log-batch-max-wait",
            "DURATION",
            "With batch: accepted, events are not held back.",
            default: "0s"
        ),
        CommandFlag("audit-log-batch-throttle-enable", nil, "With batch: accepted, writing is not throttled."),
        CommandFlag(
            "audit-log-batch-throttle-qps",
            "N",
            "With batch: accepted, writing is not throttled.",
            default: "0"
        ),
        CommandFlag(
            "audit-log-batch-throttle-burst",
            "N",
            "With batch: accepted, writing is not throttled.",
            default: "0"
        ),
        CommandFlag("audit-log-truncate-enabled", nil, "Leaves the bodies out of events that are too long."),
        CommandFlag(
            "audit-log-truncate-max-event-size",
            "BYTES",
            "How long an event may be; those that are longer even without bodies are lost.",
            default: "102400"
        ),
        CommandFlag(
            "audit-log-truncate-max-batch-size",
            "BYTES",
            "Accepted; must not be below the size of an event.",
            default: "10485760"
        ),
    ]
}
