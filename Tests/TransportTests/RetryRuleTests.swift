import Testing

@testable import Transport

@Suite struct RetryRuleTests {
    @Test(arguments: [
        (RetryRule.Cause.notSent, 1, true, false, true), (.refused, 1, true, false, true),
        (.stale, 1, true, true, true), (.stale, 1, true, false, false), (.other, 1, true, true, false),
        (.notSent, 1, false, true, false), (.notSent, RetryRule.attempts, true, true, false),
    ])
    func repeatsOnlyWhatDoesNoHarm(
        _ cause: RetryRule.Cause,
        _ attempt: Int,
        _ isReplayable: Bool,
        _ isIdempotent: Bool,
        _ expected: Bool
    ) {
        let allowed = RetryRule.allows(
            cause,
            attempt: attempt,
            isReplayable: isReplayable,
            isIdempotent: isIdempotent
        )
        #expect(allowed == expected)
    }
}
