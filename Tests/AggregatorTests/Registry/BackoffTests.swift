import Testing

@testable import Aggregator

struct BackoffTests {
    @Test(
        arguments: [
            (Backoff.availability(), 1, .milliseconds(5)), (.availability(), 2, .milliseconds(10)),
            (.availability(), 13, .milliseconds(20_480)), (.availability(), 14, .seconds(30)),
            (.availability(), 10_000, .seconds(30)), (.availability(atMost: .seconds(2)), 14, .seconds(2)),
            (.discovery, 1, .milliseconds(500)), (.discovery, 8, .seconds(60)),
            (.openAPI, 1, .seconds(60)), (.openAPI, 7, .seconds(3_600)), (.controller, 0, .milliseconds(5)),
        ] as [(Backoff, Int, Duration)]
    )
    func doublesUpToItsLimit(_ backoff: Backoff, _ failures: Int, _ delay: Duration) {
        #expect(backoff.delay(afterFailures: failures) == delay)
    }
}
