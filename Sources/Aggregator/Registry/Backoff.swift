/// How long to wait before something that failed is tried again.
///
/// Source: client-go `ItemExponentialFailureRateLimiter`.
struct Backoff: Sendable, Equatable {
    let base: Duration
    let maximum: Duration

    /// Writes to the store and registrations.
    static let controller = Backoff(base: .milliseconds(5), maximum: .seconds(1_000))
    /// Looking after availability; Kubernetes waits 30 s at most.
    static func availability(atMost maximum: Duration = .seconds(30)) -> Backoff {
        Backoff(base: .milliseconds(5), maximum: maximum)
    }
    /// Downloads of discovery.
    static let discovery = Backoff(base: .milliseconds(500), maximum: .seconds(60))
    /// Downloads of OpenAPI documents.
    static let openAPI = Backoff(base: .seconds(60), maximum: .seconds(3_600))

    /// The wait after that many failures in a row; at least one.
    func delay(afterFailures count: Int) -> Duration {
        let doublings = min(max(count, 1) - 1, 40)
        let (seconds, attoseconds) = base.components
        let nanoseconds = Double(seconds) * 1e9 + Double(attoseconds) / 1e9
        let wanted = nanoseconds * Double(UInt64(1) << UInt64(doublings))
        let (most, mostAttoseconds) = maximum.components
        guard wanted < Double(most) * 1e9 + Double(mostAttoseconds) / 1e9 else { return maximum }
        return .nanoseconds(Int64(wanted))
    }
}
