import Foundation
import JSON
import Telemetry

@testable import APIServer

/// A folder for the logs of one test, gone afterwards.
final class AuditFolder: Sendable {
    let path = NSTemporaryDirectory() + "audit-" + UUID().uuidString
    var log: String { path + "/logs/audit.log" }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The files beside the log, sorted.
    func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: path + "/logs").sorted() }

    func text(_ name: String = "audit.log") throws -> String {
        try String(contentsOfFile: path + "/logs/" + name, encoding: .utf8)
    }

    /// The events that were written so far.
    func events() throws -> [JSONValue] {
        try text().split(separator: "\n").map { try JSONReader.parse(String($0)) }
    }

    func auditor(
        _ policy: String,
        options: AuditLog.Options = AuditLog.Options(),
        limitBytes: Int = 1 << 20,
        registry: MetricsRegistry = MetricsRegistry()
    ) throws -> Auditor {
        let metrics = AuditMetrics(registry: registry)
        let file = try AuditFile(path: AuditFilePath(log), limitBytes: limitBytes)
        return Auditor(
            policy: try AuditPolicyReader(Array(policy.utf8)).policy,
            log: AuditLog(file: file, backups: nil, options: options, metrics: metrics, log: .silent),
            metrics: metrics
        )
    }
}
