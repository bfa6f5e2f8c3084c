internal import Project

/// `Tests/APIsTests/<Kind>Tests.swift`.
enum KindTestsTemplate {
    static func text(_ placed: PlacedResource) -> String {
        let kind = placed.resource.kind
        return """
            import APIServer
            import APIs
            import Testing

            @Suite struct \(KindFiles.testSuite(placed)) {
                typealias \(kind) = \(placed.swiftType)

                @Test func readsItsSample() throws {
                    let object = try \(kind)(json: sample("\(KindFiles.sampleName(placed))"))
                    #expect(object.metadata.name == "\(KindSampleTemplate.objectName(placed))")
                    #expect(object.spec.size == 3)
                    #expect(object.validate(in: ValidationContext(old: nil)) == [])
                }

                @Test func writesWhatItReads() throws {
                    let object = try \(kind)(json: sample("\(KindFiles.sampleName(placed))"))
                    #expect(try \(kind)(json: object.json) == object)
                }

                @Test func fillsInDefaults() throws {
                    let object = try \(kind)(json: ["spec": [:]])
                    #expect(object.spec.size == 1)
                }

                @Test func refusesASummaryOfTwoLines() throws {
                    var object = try \(kind)(json: sample("\(KindFiles.sampleName(placed))"))
                    object.spec.summary = "two\\nlines"
                    let errors = object.validate(in: ValidationContext(old: nil))
                    #expect(errors == [.invalid("spec.summary", "two\\nlines", "must be a single line")])
                }
            }

            """
    }
}
