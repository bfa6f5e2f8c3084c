internal import TLS

/// Remembers for a while what somebody slow says of a token, and asks only once at a time.
///
/// Tokens themselves are not kept: keys are HMACs with a key that the process makes up. What could not be found out is
/// not kept either.
/// Source: apiserver `authentication/token/cache`.
actor CachedTokens: TokenAuthenticator {
    /// Asks for real.
    typealias Review = @Sendable (_ token: String) async -> AuthenticationAnswer

    private let review: Review
    private let audiences: [String]
    private let lifetime: Duration
    private let clock: @Sendable () -> Int64
    private let secret = Random.bytes(32)
    private var known: ExpiringCache<[UInt8], AuthenticationAnswer>
    private var running: [[UInt8]: Task<AuthenticationAnswer, Never>] = [:]

    private static let capacity = 4096

    /// - Parameters:
    ///   - audiences: for whom tokens must be meant; part of the key.
    ///   - lifetime: how long an answer is good; zero asks each time.
    ///   - clock: the time in milliseconds from any start.
    ///   - review: asks for real; must end by itself.
    init(
        audiences: [String] = [],
        lifetime: Duration,
        clock: @escaping @Sendable () -> Int64,
        review: @escaping Review
    ) {
        self.audiences = audiences
        self.lifetime = lifetime
        self.clock = clock
        self.review = review
        known = ExpiringCache(capacity: Self.capacity)
    }

    func authenticate(token: String) async -> AuthenticationAnswer {
        let key = key(of: token)
        if let answer = known.value(for: key, at: clock()) { return answer }
        if let task = running[key] { return await task.value }
        let task = Task { await review(token) }
        running[key] = task
        let answer = await task.value
        running[key] = nil
        if case .failed = answer { return answer }
        let milliseconds = lifetime.milliseconds
        if milliseconds > 0 { known.set(answer, for: key, until: clock() + milliseconds) }
        return answer
    }

    /// Lengths first, so that no two pairs of token and audiences give the same bytes.
    private func key(of token: String) -> [UInt8] {
        var message: [UInt8] = []
        for text in [token] + audiences {
            withUnsafeBytes(of: UInt64(text.utf8.count).littleEndian) { message += $0 }
            message += text.utf8
        }
        return Digest.hmacSHA256(message, key: secret)
    }
}

extension Duration {
    /// In whole milliseconds.
    var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}
