/// Makes a store forget its history in time.
public enum Compactor {
    /// Compacts, time and again, to the revision that was the newest one interval before; until cancelled.
    ///
    /// So every revision can be read for one to two intervals. Of several servers on one store, one compacts each time. A compaction that fails is reported and tried again, with
    /// a newer revision, after the next interval.
    ///
    /// Source: kube-apiserver's `--etcd-compaction-interval`, 5 minutes by default.
    ///
    /// - Parameters:
    ///   - backend: the store; of several servers on one store each may run this.
    ///   - interval: how long to wait between two compactions.
    ///   - clock: measures the interval.
    ///   - report: told why a compaction failed.
    /// - Throws: `CancellationError`.
    public static func run(
        _ backend: any StorageBackend,
        interval: Duration = .seconds(300),
        clock: some Clock<Duration> = ContinuousClock(),
        report: @Sendable (StorageError) -> Void
    ) async throws {
        var seen: UInt64 = 0
        var turn: UInt64 = 0
        while true {
            do throws(StorageError) {
                let next = try await backend.compactionTurn(after: turn, revision: seen)
                turn = next.number
                if next.isOurs, seen > 0 { try await backend.compact(to: seen) }
                seen = next.current
            } catch {
                report(error)
            }
            try await clock.sleep(for: interval)
        }
    }
}
