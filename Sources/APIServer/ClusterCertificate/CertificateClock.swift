internal import Telemetry

/// The time by which certificates are made and renewed: tests bring their own.
struct CertificateClock: Sendable {
    /// Seconds since 1970.
    var now: @Sendable () -> Int64
    /// Waits for a moment in seconds since 1970; returns at once if it has passed.
    var sleepUntil: @Sendable (Int64) async throws -> Void
    /// From 0 to 1, for times that are to differ.
    var chance: @Sendable () -> Double

    /// The time of this machine.
    static let system = CertificateClock(
        now: { Int64(WallTime.now.seconds) },
        sleepUntil: { try await Task.sleep(for: .seconds(max(0, $0 - Int64(WallTime.now.seconds)))) },
        chance: { .random(in: 0...1) }
    )

    /// When to try again after so many failures in a row: after a second, twice as long each time, up to half a minute.
    func next(afterFailures count: Int) -> Int64 {
        let pause = Int64(min(30, 1 << min(count - 1, 5)))
        return now() + pause + Int64(Double(pause) / 4 * chance())
    }
}
