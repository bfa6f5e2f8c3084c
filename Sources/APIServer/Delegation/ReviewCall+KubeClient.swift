internal import JSON
internal import KubeClient

extension ReviewCall {
    /// For one question and its answer; upstream's default.
    private static let timeout = Duration.seconds(10)

    /// Asks a core API server by a client, and counts that.
    init(_ client: KubeClient, metrics: ReviewMetrics?) {
        self.init(
            post: { path, object throws(ReviewFailure) in
                var request = KubeRequest(
                    method: "POST",
                    path: path,
                    body: JSONWriter.bytes(object),
                    timeout: Self.timeout
                )
                // Repetitions are ours, so that they end.
                request.isRepeated = false
                do throws(KubeClientError) {
                    let response = try await client.raw(request)
                    guard (200..<300).contains(response.status) else {
                        throw .status(KubeClient.refusal(response))
                    }
                    guard let object = try? JSONReader.parse(response.body) else {
                        throw .unexpectedAnswer("it is not JSON")
                    }
                    return (response.status, object)
                } catch {
                    throw ReviewFailure(error)
                }
            },
            sleep: { try await Task.sleep(for: $0) },
            random: { .random(in: 0...1) },
            metrics: metrics
        )
    }
}

extension ReviewFailure {
    /// Source: client-go webhook `DefaultShouldRetry`: connections that broke and what the server calls transient.
    init(_ error: KubeClientError) {
        switch error {
        case .status(let status):
            let seconds = status.details?.retryAfterSeconds ?? 0
            let retryAfter: Duration? = seconds > 0 ? .seconds(seconds) : nil
            self = .status(status.code, status.message, retryAfter: retryAfter)
        case .transport(.connectionClosed), .transport(.streamReset):
            self.init(cause: "\(error)", isTransient: true)
        default:
            self.init(cause: "\(error)", isTransient: false)
        }
    }
}
