import Testing

@testable import Storage

struct WatchHistoryTests {
    private final class Event: Sendable {}

    private func append(_ count: Int, to history: inout WatchHistory, at time: Duration, bytes: Int = 1) {
        for _ in 0..<count {
            let revision = UInt64(history.end + 10)
            let slot = WatchHistory.Slot(
                key: StoreKey("k"),
                revision: revision,
                event: Event(),
                bytes: bytes,
                time: time
            )
            history.append(slot)
        }
    }

    @Test func keepsTheMinimumHoweverOld() {
        var history = WatchHistory(limits: HistoryLimits(), startRevision: 9)
        append(100, to: &history, at: .zero)
        append(1, to: &history, at: .seconds(1000))
        #expect(history.count == 100)
        #expect(history.startRevision == 10)
    }

    @Test func growsWhileEventsAreYoungAndShrinksAgain() {
        var history = WatchHistory(limits: HistoryLimits(), startRevision: 9)
        append(5000, to: &history, at: .zero)
        #expect(history.count == 5000)
        history.trim(at: .seconds(75))
        #expect(history.count == 5000)
        history.trim(at: .seconds(76))
        #expect(history.count == 100)
        #expect(history[history.end - 1].revision == 5009)
        #expect(history[history.first].revision == 4910)
        #expect(history.startRevision == 4909)
    }

    @Test func neverKeepsMoreThanTheMaximum() {
        var history = WatchHistory(limits: HistoryLimits(minimumEvents: 1, maximumEvents: 300), startRevision: 9)
        append(1000, to: &history, at: .zero)
        #expect(history.count == 300)
    }

    @Test func isBoundedInBytesButKeepsTheNewest() {
        var history = WatchHistory(limits: HistoryLimits(maximumBytes: 1000), startRevision: 9)
        append(50, to: &history, at: .zero, bytes: 100)
        #expect(history.count == 10)
        append(1, to: &history, at: .zero, bytes: 5000)
        #expect(history.count == 1)
    }

    @Test(arguments: [(9, 0), (10, 1), (59, 50), (109, 100), (500, 100)] as [(UInt64, Int)])
    func findsTheFirstEventAfterARevision(_ revision: UInt64, _ position: Int) {
        var history = WatchHistory(limits: HistoryLimits(), startRevision: 9)
        append(100, to: &history, at: .zero)
        #expect(history.position(after: revision) == position)
    }

    @Test func resetLeavesNoOldPosition() {
        var history = WatchHistory(limits: HistoryLimits(), startRevision: 9)
        append(10, to: &history, at: .zero)
        let end = history.end
        history.reset(startRevision: 50)
        #expect(history.first > end)
        #expect(history.count == 0)
        #expect(history.startRevision == 50)
    }
}
