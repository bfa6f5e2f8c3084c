import APIMachinery
import APIServer
import JSON
import Testing

/// Made-up objects on their way through another version.
@Suite struct RoundTripTests {
    private func trip(_ types: [any Resource.Type]) throws -> RoundTrip {
        let trips = RoundTrip.all(of: [APIGroup("insect.example.com", versions: [APIGroup.Version("any", types)])])
        return try #require(trips.first)
    }

    @Test func findsNothingWhereNothingIsLost() throws {
        let trip = try trip([Hive.self, OldHive.self])
        #expect(trip.name == "Hive.insect.example.com: v1 → v1beta1 → v1")
        #expect(try trip.losses() == [])
    }

    @Test func namesEachFieldThatGetsLostOnce() throws {
        let losses = try trip([Swarm.self, OldSwarm.self]).losses()
        #expect(losses.count == 2)
        #expect(losses.contains { $0.hasPrefix("spec.keeper: ") && $0.hasSuffix(" becomes nothing") })
        #expect(losses.contains { $0.hasPrefix("status.selector: ") && $0.hasSuffix(" becomes nothing") })
    }

    @Test func theSameSeedMakesTheSameObjects() throws {
        let trip = try trip([Swarm.self, OldSwarm.self])
        #expect(try trip.losses(seed: 7) == trip.losses(seed: 7))
        #expect(try trip.losses(seed: 7) != trip.losses(seed: 8))
    }

    @Test func aKindOfOneVersionGoesNowhere() {
        let groups = [APIGroup("insect.example.com", versions: [APIGroup.Version("v1", [Bee.self])])]
        #expect(RoundTrip.all(of: groups).isEmpty)
    }
}
