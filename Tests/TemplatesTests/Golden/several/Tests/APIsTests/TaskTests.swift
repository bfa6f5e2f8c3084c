import APIServer
import APIs
import Testing

@Suite struct TaskTests {
    typealias Task = MyWork.V1.Task

    @Test func readsItsSample() throws {
        let object = try Task(json: sample("task.yaml"))
        #expect(object.metadata.name == "task-sample")
        #expect(object.spec.size == 3)
        #expect(object.validate(in: ValidationContext(old: nil)) == [])
    }

    @Test func writesWhatItReads() throws {
        let object = try Task(json: sample("task.yaml"))
        #expect(try Task(json: object.json) == object)
    }

    @Test func fillsInDefaults() throws {
        let object = try Task(json: ["spec": [:]])
        #expect(object.spec.size == 1)
    }

    @Test func refusesASummaryOfTwoLines() throws {
        var object = try Task(json: sample("task.yaml"))
        object.spec.summary = "two\nlines"
        let errors = object.validate(in: ValidationContext(old: nil))
        #expect(errors == [.invalid("spec.summary", "two\nlines", "must be a single line")])
    }
}
