import Testing

@testable import APIServer

@Suite struct UUID4Tests {
    @Test func everyOneHasTheShapeOfVersion4AndDiffers() {
        let made = (0..<2000).map { _ in UUID4.make() }
        #expect(Set(made).count == made.count)
        for text in made {
            let parts = text.split(separator: "-")
            #expect(parts.map(\.count) == [8, 4, 4, 4, 12])
            #expect(parts[2].first == "4")
            #expect("89ab".contains(parts[3].first ?? "x"))
            #expect(text.utf8.allSatisfy { $0 == 45 || (48...57).contains($0) || (97...102).contains($0) })
        }
    }
}
