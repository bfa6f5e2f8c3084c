import APIServer
import APIs
import Testing

@Suite struct HiveV1Tests {
    typealias Hive = Insect.V1.Hive

    @Test func readsItsSample() throws {
        let object = try Hive(json: sample("hive-v1.yaml"))
        #expect(object.metadata.name == "beehive-sample")
        #expect(object.spec.size == 3)
        #expect(object.validate(in: ValidationContext(old: nil)) == [])
    }

    @Test func writesWhatItReads() throws {
        let object = try Hive(json: sample("hive-v1.yaml"))
        #expect(try Hive(json: object.json) == object)
    }

    @Test func fillsInDefaults() throws {
        let object = try Hive(json: ["spec": [:]])
        #expect(object.spec.size == 1)
    }

    @Test func refusesASummaryOfTwoLines() throws {
        var object = try Hive(json: sample("hive-v1.yaml"))
        object.spec.summary = "two\nlines"
        let errors = object.validate(in: ValidationContext(old: nil))
        #expect(errors == [.invalid("spec.summary", "two\nlines", "must be a single line")])
    }
}
