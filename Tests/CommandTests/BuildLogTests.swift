import Testing

@testable import apiserver_boot

@Suite struct BuildLogTests {
    private func log(_ text: String) -> BuildLog {
        var log = BuildLog()
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) { log.add(String(line)) }
        return log
    }

    @Test func followsProgress() {
        let log = log("Building for debugging...\n[12/345] Compiling APIs Bee.swift")
        #expect(log.step?.done == 12)
        #expect(log.step?.of == 345)
        #expect(log.step?.what == "Compiling APIs Bee.swift")
        #expect(log.firstError == [])
    }

    @Test func findsTheFirstErrorWithItsPlace() {
        let log = log(
            """
            error: emit-module command failed with exit code 1 (use -v to see invocation)
            /p/Bee.swift:3:5: warning: unused
            /p/Bee.swift:12:18: error: cannot find 'x' in scope
            10 | let a = 1
            12 | x
               | `- error: cannot find 'x' in scope
            [3/4] Compiling
            /p/Fly.swift:1:1: error: second
            """
        )
        #expect(log.place == "/p/Bee.swift:12:18")
        #expect(log.message == "cannot find 'x' in scope")
        #expect(log.firstError.count == 4)
    }

    @Test func keepsTheNewestLines() {
        let log = log((1...30).map(String.init).joined(separator: "\n"))
        #expect(log.tail == (11...30).map(String.init))
        #expect(log.place == "")
    }
}
