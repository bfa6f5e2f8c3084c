/// Waiting times that double, with chance in them, up to a cap.
///
/// Source: client-go, `tools/cache/reflector.go`: 800 ms, factor 2, jitter 1.0, cap 30 s, reset after 2 minutes.
struct Backoff {
    private static let first = Duration.milliseconds(800)
    private static let cap = Duration.seconds(30)
    private static let reset = Duration.seconds(120)

    private var base = first
    private var last: Duration?

    /// The next time to wait.
    ///
    /// - Parameters:
    ///   - now: any monotonic clock.
    ///   - chance: from 0 to 1.
    /// - Returns: between one and two times the base, which doubles with every call.
    mutating func next(now: Duration, chance: Double) -> Duration {
        if let last, now - last > Self.reset { base = Self.first }
        last = now
        defer { base = min(base * 2, Self.cap) }
        return min(base, Self.cap) + min(base, Self.cap) * chance
    }
}
