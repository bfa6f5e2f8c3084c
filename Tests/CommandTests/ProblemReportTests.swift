import Project
import Testing

@testable import apiserver_boot

@Suite struct ProblemReportTests {
    @Test func whatSomebodyTypedStaysOnOneLine() {
        let problem = Problem("AB1", "'a\n  fix: b' is\tno name\u{1b}[2J", cause: "one\ntwo\r", fix: "c\nd")
        let console = Console(color: "never", environment: [:])
        #expect(
            ProblemReport.text(problem, console) == #"""
                error: 'a\n  fix: b' is\tno name\u{1b}[2J
                  cause: one
                         two\r
                  fix:   c\nd
                  id:    AB1
                """#
        )
    }

    @Test(arguments: [
        (
            "edited since it was generated; use --force to replace it", "edited since it was generated",
            "use --force to replace it"
        ),
        (
            "no longer generated, but edited; delete it or use --force", "no longer generated, but edited",
            "delete it or use --force"
        ),
    ])
    func aFileThatWasEditedHasACauseAndAFix(_ note: String, _ cause: String, _ fix: String) {
        let problem = Problem(conflict: Change(.conflict, "config/a.yaml", note: note))
        #expect(problem.summary == "config/a.yaml was not changed")
        #expect(problem.cause == cause)
        #expect(problem.fix == fix)
    }
}
