import Testing

@testable import Transport

struct WakeRoundsTests {
    private let start = ContinuousClock.now

    @Test
    func beginsTheFirstRoundAtOnce() {
        #expect(WakeRounds().wait(at: start) == nil)
    }

    @Test(arguments: [1, 40, 100])
    func pausesLongerAfterMoreStreams(streams: Int) {
        var rounds = WakeRounds()
        rounds.ended(at: start, streams: streams)
        #expect(rounds.wait(at: start) == WakeRounds.pausePerStream * streams)
        #expect(rounds.wait(at: start + WakeRounds.pausePerStream * streams) == nil)
    }

    @Test
    func neverPausesLongerThanTheLongest() {
        var rounds = WakeRounds()
        rounds.ended(at: start, streams: 100_000)
        #expect(rounds.wait(at: start) == WakeRounds.longestPause)
    }

    @Test
    func tellsWhatIsLeftOfAPause() {
        var rounds = WakeRounds()
        rounds.ended(at: start, streams: 100)
        let left = rounds.wait(at: start + .milliseconds(1))
        #expect(left == WakeRounds.pausePerStream * 100 - .milliseconds(1))
    }
}
