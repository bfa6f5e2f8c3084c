import Testing

@testable import ControllerRuntime

@Suite struct EventSeriesTests {
    private func key(_ note: String = "n", on object: String = "o") -> EventSeries.Key {
        EventSeries.Key(regarding: object, controller: "c", type: "Normal", reason: "R", action: "A", note: note)
    }

    private func step(
        _ series: inout EventSeries,
        _ key: EventSeries.Key,
        _ now: Duration,
        _ name: String
    ) -> EventSeries.Step {
        series.happened(key, now: now) { name }
    }

    @Test func countsWhatIsAlike() {
        var series = EventSeries()
        #expect(step(&series, key(), .zero, "e") == .create(name: "e"))
        #expect(step(&series, key(), .seconds(1), "f") == .count(name: "e", 2))
        #expect(step(&series, key(), .seconds(2), "f") == .skip)
        #expect(step(&series, key(), .seconds(31), "f") == .count(name: "e", 4))
        #expect(step(&series, key("other"), .seconds(31), "f") == .create(name: "f"))
    }

    @Test func beginsAnewAfterAPause() {
        var series = EventSeries()
        _ = step(&series, key(), .zero, "e")
        #expect(step(&series, key(), .seconds(361), "f") == .create(name: "f"))
    }

    @Test func doesNotFlood() {
        var series = EventSeries()
        let steps = (0..<30).map { number in step(&series, key("\(number)"), .zero, "e") }
        #expect(steps.prefix(25).allSatisfy { $0 == .create(name: "e") })
        #expect(steps.suffix(5).allSatisfy { $0 == .skip })
        #expect(step(&series, key("x", on: "another"), .zero, "e") == .create(name: "e"))
        #expect(step(&series, key("y"), .seconds(300), "e") == .create(name: "e"))
    }

    @Test func notesAreCutAtWholeCharacters() {
        let text = EventRecorder.shortened(String(repeating: "ü", count: 600))
        #expect(text.utf8.count <= 1024)
        #expect(text.hasSuffix("ü…"))
        #expect(EventRecorder.shortened("short") == "short")
    }
}
