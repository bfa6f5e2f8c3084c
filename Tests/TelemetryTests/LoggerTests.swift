import Telemetry
import Testing

struct LoggerTests {
    private let time = WallTime(seconds: 1_795_186_923, nanoseconds: 42_999_999)

    private func lines(
        _ level: LogLevel = .info,
        _ format: LogFormat = .text,
        _ body: (Logger) -> Void
    ) -> [String] {
        let written = Locked([String]())
        let log = Logger(
            level: level,
            format: format,
            now: { [time] in time },
            write: { line in written.withLock { $0.append(String(decoding: line, as: UTF8.self)) } }
        )
        body(log)
        return written.withLock { $0 }
    }

    @Test func writesOneLinePerEvent() {
        let lines = lines { log in
            log.info("watch ended", [("resource", "bees"), ("reason", "too old"), ("empty", "")])
            log.with([("request", "7")]).warning("odd", [("text", "a\"b\\c\nd\u{1B}=")])
            log.error("plain")
        }
        #expect(
            lines == [
                "2026-11-20T15:02:03.042Z info watch ended resource=bees reason=\"too old\" empty=\"\"\n",
                "2026-11-20T15:02:03.042Z warning odd request=7 text=\"a\\\"b\\\\c\\nd\\u001b=\"\n",
                "2026-11-20T15:02:03.042Z error plain\n",
            ]
        )
    }

    @Test func writesJSON() {
        let lines = lines(.debug, .json) { $0.debug("got", [("path", "/a\"\n")]) }
        #expect(
            lines == [#"{"time":"2026-11-20T15:02:03.042Z","level":"debug","message":"got","path":"/a\"\n"}"# + "\n"]
        )
    }

    @Test(arguments: LogLevel.allCases)
    func leavesOutWhatMattersLess(_ level: LogLevel) {
        let lines = lines(level) { log in
            for level in LogLevel.allCases { log.log(level, "message") }
            log.error("message")
            log.warning("message")
            log.info("message")
            log.debug("message")
        }
        #expect(lines.count == 2 * (level.rawValue + 1))
        #expect(LogLevel(level.name) == level)
    }

    @Test func computesNoFieldsForNothing() {
        var computed = 0
        func fields() -> Logger.Fields {
            computed += 1
            return []
        }
        let written = lines { log in
            log.debug("quiet", fields())
            let copy = log.with([("a", "b")])
            log.level = .debug
            copy.debug("loud", fields())
        }
        #expect(computed == 1)
        #expect(written.count == 1)
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z"), (951_782_400, "2000-02-29T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.000Z"),
        (4_107_542_399, "2100-02-28T23:59:59.000Z"), (4_107_542_400, "2100-03-01T00:00:00.000Z"),
        (1_735_689_599, "2024-12-31T23:59:59.000Z"),
    ])
    func formatsTime(_ seconds: Int, _ expected: String) {
        #expect(WallTime(seconds: seconds).rfc3339 == expected)
    }

    @Test func theClockGoes() { #expect(WallTime.now.seconds > 1_700_000_000) }
}
