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

    @Test(arguments: [
        ("", #"time: invalid duration """#), ("abc", #"time: invalid duration "abc""#),
        ("10", #"time: missing unit in duration "10""#), ("1s2", #"time: missing unit in duration "1s2""#),
        ("1x", #"time: unknown unit "x" in duration "1x""#), ("1h-1m", #"time: unknown unit "h-" in duration "1h-1m""#),
        ("1..5s", #"time: invalid duration "1..5s""#),
    ])
    func saysInGosWordsWhatIsWrong(_ text: String, _ expected: String) {
        #expect(GoDuration.fault(in: text) == expected)
    }

    @Test(arguments: [
        (Duration.zero, "0s"), (.nanoseconds(7), "7ns"), (.nanoseconds(1_500), "1.5µs"), (.milliseconds(300), "300ms"),
        (.microseconds(1_234_567), "1.234567s"), (.seconds(60), "1m0s"), (.milliseconds(3_661_500), "1h1m1.5s"),
    ])
    func writesWhatGoWrites(_ duration: Duration, _ expected: String) {
        #expect(GoDuration.text(duration) == expected)
    }
}
