/// Decides which events are written, and which only counted: a pure value.
///
/// The first of its kind is written; others like it within six minutes of each other are counted in its `count`, which is
/// written at most every so often. Of one object, bursts of 25 are taken and one in five minutes after that.
/// Source: client-go, `tools/events/event_broadcaster.go` (times) and `tools/record/events_cache.go` (limits).
struct EventSeries {
    /// Which events are alike.
    struct Key: Hashable {
        let regarding: String
        let controller: String
        let type: String
        let reason: String
        let action: String
        let note: String
    }

    /// What to do with an event.
    enum Step: Equatable {
        /// Write it under this name.
        case create(name: String)
        /// Say in the event of this name that there were so many.
        case count(name: String, Int)
        /// Nothing, yet or at all.
        case skip
    }

    private struct Known {
        let name: String
        var count: Int
        var last: Duration
        var written: Duration
    }

    private struct Bucket {
        var tokens: Double
        var filled: Duration
    }

    /// An event that was not repeated for so long begins anew.
    private static let end = Duration.seconds(360)
    /// How often a series is written.
    private static let refresh = Duration.seconds(30)
    private static let burst = 25.0
    private static let perSecond = 1.0 / 300
    /// Most kinds of events that are remembered.
    private static let limit = 4096

    private var known: [Key: Known] = [:]
    private var buckets: [String: Bucket] = [:]

    /// An event happened.
    ///
    /// - Parameters:
    ///   - key: what it says.
    ///   - now: time of this machine.
    ///   - name: makes a name for a new event.
    /// - Returns: what to do.
    mutating func happened(_ key: Key, now: Duration, name: () -> String) -> Step {
        forgetOld(now)
        if var series = known[key], now - series.last < Self.end {
            series.count += 1
            series.last = now
            defer { known[key] = series }
            guard series.count == 2 || now - series.written >= Self.refresh else { return .skip }
            series.written = now
            return .count(name: series.name, series.count)
        }
        guard takeToken(key.regarding, now) else { return .skip }
        let name = name()
        known[key] = Known(name: name, count: 1, last: now, written: now)
        return .create(name: name)
    }

    private mutating func takeToken(_ object: String, _ now: Duration) -> Bool {
        var bucket = buckets[object] ?? Bucket(tokens: Self.burst, filled: now)
        bucket.tokens = min(Self.burst, bucket.tokens + (now - bucket.filled).inSeconds * Self.perSecond)
        bucket.filled = now
        defer { buckets[object] = bucket }
        guard bucket.tokens >= 1 else { return false }
        bucket.tokens -= 1
        return true
    }

    private mutating func forgetOld(_ now: Duration) {
        guard known.count >= Self.limit || buckets.count >= Self.limit else { return }
        known = known.filter { now - $0.value.last < Self.end }
        buckets = buckets.filter { $0.value.tokens + (now - $0.value.filled).inSeconds * Self.perSecond < Self.burst }
        if known.count >= Self.limit { known = [:] }
        if buckets.count >= Self.limit { buckets = [:] }
    }
}
