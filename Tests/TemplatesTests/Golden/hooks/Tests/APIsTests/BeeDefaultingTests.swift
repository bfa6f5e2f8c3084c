import APIServer
import APIs
import Testing

@Suite struct BeeDefaultingTests {
    private let object: Insect.V1.Bee

    init() throws {
        object = try Insect.V1.Bee(json: sample("bee.yaml"))
    }

    @Test func fillsInWhatIsMissing() {
        var object = object
        object.spec.summary = ""
        object.setDefaults()
        #expect(object.spec.summary == "size \(object.spec.size)")
    }

    @Test func leavesWhatIsThere() {
        var object = object
        object.spec.summary = "mine"
        object.setDefaults()
        #expect(object.spec.summary == "mine")
    }
}
