internal import Glibc

/// Measures how long the steps of a request take, with one look at the clock a step.
struct Stopwatch: Sendable {
    private let start: UInt64
    private var last: UInt64

    init() {
        start = Self.now
        last = start
    }

    /// Seconds since the last call, or since the start.
    mutating func lap() -> Double {
        let now = Self.now
        defer { last = now }
        return Double(now &- last) * 1e-9
    }

    /// Seconds since the start.
    var total: Double { Double(Self.now &- start) * 1e-9 }

    private static var now: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
    }
}
