import Testing

@testable import APIMachinery

@Suite struct GoDurationTests {
    @Test(arguments: [
        ("0", Duration.zero), ("10s", .seconds(10)), ("+5s", .seconds(5)), ("-1.5h", .seconds(-5400)),
        ("300ms", .milliseconds(300)), ("2h45m", .seconds(9900)), ("1m0.5s", .milliseconds(60_500)),
        (".5s", .milliseconds(500)), ("1.s", .seconds(1)), ("3µs", .microseconds(3)), ("7ns", .nanoseconds(7)),
    ])
    func readsWhatGoReads(_ text: String, _ expected: Duration) {
        #expect(GoDuration.parse(text) == expected)
    }

    @Test(arguments: ["", "-", "10", "1.5", "s", ".s", "1x", "1s2", "10 s", "1h-1m", "９s", "9223372036s1h", "1e3s"])
    func refusesWhatGoRefuses(_ text: String) {
        #expect(GoDuration.parse(text) == nil)
    }
}
