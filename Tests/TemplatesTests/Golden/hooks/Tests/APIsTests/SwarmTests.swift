import APIServer
import Testing

@testable import APIs

@Suite struct SwarmTests {
    typealias Swarm = Insect.V1.Swarm

    @Test func listsItsSample() async throws {
        let object = try Swarm(json: sample("swarm.yaml"))
        #expect(try await Swarm.current().contains(object))
    }

    @Test func writesWhatItReads() throws {
        let object = try Swarm(json: sample("swarm.yaml"))
        #expect(try Swarm(json: object.json) == object)
    }
}
