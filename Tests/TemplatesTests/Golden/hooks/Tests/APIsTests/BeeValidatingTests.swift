import APIServer
import APIs
import Testing

@Suite struct BeeValidatingTests {
    private let object: Insect.V1.Bee

    init() throws {
        object = try Insect.V1.Bee(json: sample("bee.yaml"))
    }

    @Test func refusesASecondLine() {
        var object = object
        object.spec.summary = "two\nlines"
        let errors = object.validate(in: ValidationContext(old: nil))
        #expect(errors == [.invalid("spec.summary", "two\nlines", "must be a single line")])
    }
}
