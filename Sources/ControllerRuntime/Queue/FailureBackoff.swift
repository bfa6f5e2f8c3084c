/// How long keys that failed wait: each longer with every failure, and all of them together not faster than a bucket fills.
///
/// Source: client-go, `util/workqueue/default_rate_limiters.go`: 5 ms doubled up to 1000 s, 10 a second with bursts of 100.
struct FailureBackoff<Key: Hashable & Sendable> {
    private static var first: Duration { .milliseconds(5) }
    private static var cap: Duration { .seconds(1000) }
    private static var burst: Double { 100 }
    private static var perSecond: Double { 10 }

    private var failures: [Key: Int] = [:]
    private var tokens = burst
    private var filled = Duration.zero

    /// How often a key has failed in a row.
    func failures(of key: Key) -> Int { failures[key] ?? 0 }

    /// Notes a failure and says how long the key is to wait.
    mutating func failed(_ key: Key, now: Duration) -> Duration {
        let count = failures[key, default: 0]
        failures[key] = count + 1
        let own = count >= 18 ? Self.cap : min(Self.first * (1 << count), Self.cap)
        return max(own, takeToken(now))
    }

    /// Forgets the failures of a key that has succeeded.
    mutating func succeeded(_ key: Key) { failures[key] = nil }

    /// Takes from the bucket, on credit if it is empty, and says how long until it is paid.
    private mutating func takeToken(_ now: Duration) -> Duration {
        tokens = min(Self.burst, tokens + (now - filled).inSeconds * Self.perSecond)
        filled = now
        tokens -= 1
        return tokens >= 0 ? .zero : .seconds(-tokens / Self.perSecond)
    }
}

extension Duration {
    /// As a number of seconds.
    var inSeconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) * 1e-18
    }
}
