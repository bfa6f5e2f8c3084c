import Templates
import Testing

@Suite struct SourceAmendmentTests {
    private let text = "enum A {\n    /// A bee.\n    struct Bee {\n        var a = 1\n    }\n}\n"

    @Test func addsMarkersAboveAndPropertiesInsideInTheirOrder() {
        var amendment = SourceAmendment()
        amendment.mark("+one", above: 3)
        amendment.insert(["/// B.", "var b = 2"], into: 3)
        amendment.mark("+two", above: 3)
        amendment.insert(["var c = 3"], into: 3)
        #expect(
            amendment.applied(to: text) == """
                enum A {
                    /// A bee.
                    // +one
                    // +two
                    struct Bee {
                        /// B.
                        var b = 2
                        var c = 3
                        var a = 1
                    }
                }

                """
        )
    }

    @Test func addsNothingToALineThatDoesNotEndWithABrace() {
        var amendment = SourceAmendment()
        amendment.insert(["var b = 2"], into: 4)
        #expect(amendment.applied(to: text) == nil)
    }
}
