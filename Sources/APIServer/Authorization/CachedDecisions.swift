internal import Telemetry

/// Remembers for a while what somebody slow decided.
///
/// What could not be found out is not kept, and neither are answers to very long questions.
/// Source: apiserver webhook authorizer.
struct CachedDecisions: Authorizer {
    /// Asks for real.
    typealias Review = @Sendable (_ attributes: AuthorizationAttributes) async -> AuthorizationDecision

    private let review: Review
    private let allowedLifetime: Duration
    private let refusedLifetime: Duration
    private let clock: @Sendable () -> Int64
    private let known: Locked<ExpiringCache<AuthorizationAttributes, AuthorizationDecision>>

    private static let capacity = 8192
    private static let longestBytes = 10_000

    /// - Parameters:
    ///   - allowedLifetime: how long a permission is good; zero asks each time.
    ///   - refusedLifetime: the same for refusals.
    ///   - clock: the time in milliseconds from any start.
    ///   - review: asks for real; must end by itself.
    init(
        allowedLifetime: Duration,
        refusedLifetime: Duration,
        clock: @escaping @Sendable () -> Int64,
        review: @escaping Review
    ) {
        self.allowedLifetime = allowedLifetime
        self.refusedLifetime = refusedLifetime
        self.clock = clock
        self.review = review
        known = Locked(ExpiringCache(capacity: Self.capacity))
    }

    func authorize(_ attributes: AuthorizationAttributes) async -> AuthorizationDecision {
        guard attributes.cachedBytes < Self.longestBytes else { return await review(attributes) }
        let now = clock()
        if let decision = known.withLock({ $0.value(for: attributes, at: now) }) { return decision }
        let decision = await review(attributes)
        let lifetime: Duration
        switch decision {
        case .allow: lifetime = allowedLifetime
        case .deny, .noOpinion: lifetime = refusedLifetime
        case .failed: return decision
        }
        guard lifetime > .zero else { return decision }
        let until = clock() + lifetime.milliseconds
        known.withLock { $0.set(decision, for: attributes, until: until) }
        return decision
    }
}

extension AuthorizationAttributes {
    /// How long the parts are that a caller chooses.
    fileprivate var cachedBytes: Int {
        [namespace, verb, group, version, resource, subresource, name, path, fieldSelector, labelSelector]
            .reduce(0) { $0 + $1.utf8.count }
    }
}
