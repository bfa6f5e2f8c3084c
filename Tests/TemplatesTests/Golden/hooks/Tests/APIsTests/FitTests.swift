import APIServer
import Testing

@testable import APIs

@Suite struct FitTests {
    typealias Fit = Insect.V1.Fit

    @Test(arguments: [(50, true), (51, false)]) func answers(_ size: Int, _ fits: Bool) throws {
        var object = try Fit(json: sample("fit.yaml"))
        object.spec.size = size
        #expect(object.answered().status?.fits == fits)
    }

    @Test func writesWhatItReads() throws {
        let object = try Fit(json: sample("fit.yaml"))
        #expect(try Fit(json: object.json) == object)
    }
}
