/// Whether a request that failed before its answer may be sent again.
enum RetryRule {
    /// What is known about a failed attempt.
    enum Cause: Equatable {
        /// Not a byte of the request left this process.
        case notSent
        /// The server said that it has not looked at the request.
        case refused
        /// A kept connection ended before any byte of the answer.
        case stale
        /// Anything else.
        case other
    }

    /// Most attempts of one request.
    static let attempts = 4

    /// Whether there shall be another attempt.
    ///
    /// - Parameters:
    ///   - cause: why the attempt failed.
    ///   - attempt: its number, from 1.
    ///   - isReplayable: whether the body is still complete.
    ///   - isIdempotent: whether sending it twice does no harm.
    /// - Returns: whether to try again.
    static func allows(_ cause: Cause, attempt: Int, isReplayable: Bool, isIdempotent: Bool) -> Bool {
        guard attempt < attempts, isReplayable else { return false }
        switch cause {
        case .notSent, .refused: return true
        case .stale: return isIdempotent
        case .other: return false
        }
    }
}
