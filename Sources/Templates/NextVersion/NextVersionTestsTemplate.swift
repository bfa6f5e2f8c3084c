internal import Project

/// `Tests/APIsTests/<Kind><Version>Tests.swift`: what holds for a version whatever its fields are.
enum NextVersionTestsTemplate {
    static func text(_ placed: PlacedResource, hub: PlacedResource) -> String {
        let kind = placed.resource.kind
        return """
            import APIServer
            import APIs
            import Testing

            @Suite struct \(KindFiles.testSuite(placed)) {
                typealias \(kind) = \(placed.swiftType)

                @Test func writesWhatItReads() throws {
                    let object = try \(kind)(json: sample("\(KindFiles.sampleName(placed))"))
                    #expect(try \(kind)(json: object.json) == object)
                }

                @Test func losesNothingOnTheWayThrough\(hub.version.namespace)() throws {
                    let object = try \(kind)(json: sample("\(KindFiles.sampleName(placed))"))
                    #expect(\(kind)(hub: object.hub) == object)
                }
            }

            """
    }
}
