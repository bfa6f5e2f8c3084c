import Project
import Testing

@Suite struct SealTests {
    private let text = Seal.sealed("<!-- \(Seal.blank) -->\nhello\n")

    private func state(_ text: String) -> Seal.State { Seal.state(of: Array(text.utf8)) }

    @Test func isIntactUntilSomebodyEdits() {
        #expect(state(text) == .intact)
        #expect(state(text + "\n") == .broken)
        #expect(state(text.replacing("hello", with: "hallo")) == .broken)
        #expect(state("/* mine */" + text) == .broken)
        #expect(!text.contains(Seal.blank))
    }

    @Test(arguments: ["", "hello", "apiserver-boot-seal:12", String(repeating: " ", count: 301) + Seal.blank])
    func isMissingInFilesOfOthers(_ text: String) {
        #expect(state(text) == .missing)
    }
}
