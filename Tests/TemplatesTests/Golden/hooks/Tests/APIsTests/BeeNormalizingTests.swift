import APIServer
import APIs
import Testing

@Suite struct BeeNormalizingTests {
    private let object: Insect.V1.Bee

    init() throws {
        object = try Insect.V1.Bee(json: sample("bee.yaml"))
    }

    @Test func removesSuperfluousSpaces() {
        var object = object
        object.spec.summary = " two   words "
        object.normalize(old: nil)
        #expect(object.spec.summary == "two words")
    }

    @Test func leavesItsOwnResultAlone() {
        var once = object
        once.normalize(old: nil)
        var twice = once
        twice.normalize(old: once)
        #expect(twice == once)
    }
}
