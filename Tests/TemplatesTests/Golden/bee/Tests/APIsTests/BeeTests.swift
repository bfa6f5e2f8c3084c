import APIServer
import APIs
import Testing

@Suite struct BeeTests {
    typealias Bee = Insect.V1beta1.Bee

    @Test func readsItsSample() throws {
        let object = try Bee(json: sample("bee.yaml"))
        #expect(object.metadata.name == "bee-sample")
        #expect(object.spec.size == 3)
        #expect(object.validate(in: ValidationContext(old: nil)) == [])
    }

    @Test func writesWhatItReads() throws {
        let object = try Bee(json: sample("bee.yaml"))
        #expect(try Bee(json: object.json) == object)
    }

    @Test func fillsInDefaults() throws {
        let object = try Bee(json: ["spec": [:]])
        #expect(object.spec.size == 1)
    }

    @Test func refusesASummaryOfTwoLines() throws {
        var object = try Bee(json: sample("bee.yaml"))
        object.spec.summary = "two\nlines"
        let errors = object.validate(in: ValidationContext(old: nil))
        #expect(errors == [.invalid("spec.summary", "two\nlines", "must be a single line")])
    }
}
