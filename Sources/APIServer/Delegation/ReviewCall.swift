internal import APIMachinery
internal import JSON

/// Why the core API server gave no answer to a question.
struct ReviewFailure: Error, Equatable {
    /// What went wrong, for the log and for the caller of whom it could not be told.
    let cause: String
    /// Whether asking again may help: 429, 500, 504, a connection that broke.
    let isTransient: Bool
    /// The status of the answer; nil if there was none.
    var code: Int?
    /// When the server said itself when to ask again.
    var retryAfter: Duration?

    /// Source: client-go webhook `DefaultShouldRetry`.
    static func status(_ code: Int, _ message: String, retryAfter: Duration? = nil) -> ReviewFailure {
        let isTransient = [429, 500, 504].contains(code) || retryAfter != nil
        return ReviewFailure(cause: message, isTransient: isTransient, code: code, retryAfter: retryAfter)
    }
}

/// Asks the core API server questions, more than once if it stumbles.
///
/// Source: apiserver `webhook.DefaultRetryBackoffWithInitialDelay`: 500 ms, growing by half, 5 times at the most.
struct ReviewCall: Sendable {
    /// Posts an object to a path and returns the object that came back, with the status; ends by itself within ten seconds.
    typealias Post = @Sendable (_ path: String, _ object: JSONValue) async throws(ReviewFailure) -> (Int, JSONValue)

    let post: Post
    /// Waits, or throws when the task is cancelled.
    let sleep: @Sendable (Duration) async throws -> Void
    /// A number from 0 to 1, for the jitter.
    let random: @Sendable () -> Double
    /// Where each attempt is counted.
    var metrics: ReviewMetrics?

    static let attempts = 5
    private static let firstDelay = Duration.milliseconds(500)

    /// Sends a review and returns its status.
    func status(
        _ path: String,
        kind: String,
        apiVersion: String,
        spec: JSONValue
    ) async throws(ReviewFailure)
        -> JSONValue
    {
        let review: JSONValue = [
            "apiVersion": .string(apiVersion), "kind": .string(kind), "metadata": .emptyObject, "spec": spec,
        ]
        var delay = Self.firstDelay
        var attempt = 1
        while true {
            do throws(ReviewFailure) {
                guard let status = try await measured(path, review)["status"], status.object != nil else {
                    throw ReviewFailure(cause: "the answer to \(kind) has no status", isTransient: false)
                }
                return status
            } catch {
                guard error.isTransient, attempt < Self.attempts else { throw error }
                attempt += 1
                let jittered = delay * (1 + 0.2 * random())
                guard (try? await sleep(max(error.retryAfter ?? .zero, jittered))) != nil else { throw error }
                delay = delay * 3 / 2
            }
        }
    }

    /// Asks once.
    private func measured(_ path: String, _ review: JSONValue) async throws(ReviewFailure) -> JSONValue {
        let stopwatch = Stopwatch()
        do throws(ReviewFailure) {
            let (code, answer) = try await post(path, review)
            metrics?.answered(code, seconds: stopwatch.total)
            return answer
        } catch {
            metrics?.answered(error.code, seconds: stopwatch.total)
            throw error
        }
    }
}
