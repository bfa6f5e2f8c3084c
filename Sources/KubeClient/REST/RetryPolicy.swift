internal import Transport

/// Whether and when a request is sent again.
///
/// Source: client-go, `rest/with_retry.go`: answers 429 and 5xx that have `Retry-After`, and reads whose connection
/// broke.
struct RetryPolicy {
    /// Most repetitions of one request.
    static let limit = 10

    /// What came of an attempt.
    enum Outcome {
        case answered(status: Int, retryAfter: String?)
        case failed(TransportError)
    }

    private(set) var repetitions = 0

    /// How long to wait before the next attempt; nil if there is none.
    mutating func delay(after outcome: Outcome, isRead: Bool) -> Duration? {
        guard repetitions < Self.limit, let delay = Self.delay(outcome, isRead) else { return nil }
        repetitions += 1
        return delay
    }

    private static func delay(_ outcome: Outcome, _ isRead: Bool) -> Duration? {
        switch outcome {
        case .answered(let status, let retryAfter):
            guard status == 429 || status >= 500, let seconds = retryAfter.flatMap(Int.init), seconds >= 0 else {
                return nil
            }
            return .seconds(seconds)
        case .failed(.connectionClosed), .failed(.streamReset): return isRead ? .seconds(1) : nil
        case .failed: return nil
        }
    }
}
