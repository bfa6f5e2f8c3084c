import APIServer
import APIs
import Testing

@Suite struct FischerTests {
    typealias Fischer = Wardle.V1alpha1.Fischer

    @Test func readsItsSample() throws {
        let object = try Fischer(json: sample("fischer.yaml"))
        #expect(object.metadata.name == "fischer-sample")
        #expect(object.disallowedFlunders == ["banned-name"])
    }

    @Test func writesWhatItReads() throws {
        let object = try Fischer(json: sample("fischer.yaml"))
        #expect(try Fischer(json: object.json) == object)
    }
}
