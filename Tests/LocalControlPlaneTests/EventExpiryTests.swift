import APIMachinery
import JSON
import Testing

@testable import LocalControlPlane

struct EventExpiryTests {
    private static let now: Int64 = 1_800_000_000

    private static func moment(_ secondsAgo: Int64) -> JSONValue {
        .string(Timestamp(secondsSince1970: now - secondsAgo).description)
    }

    private func event(_ name: String, made: Int64, _ more: [String: JSONValue] = [:]) -> JSONValue {
        var event: JSONValue = [
            "metadata": [
                "name": .string(name), "namespace": "hive", "uid": .string("u-" + name), "resourceVersion": "7",
                "creationTimestamp": Self.moment(made),
            ]
        ]
        for (key, value) in more { event[key] = value }
        return event
    }

    @Test func forgetsWhatWasWrittenAnHourAgo() async throws {
        let client = FakeClient([
            "GET /api/v1/events": [
                .ok([
                    "items": [
                        event("old", made: 3601), event("young", made: 3600),
                        event("again", made: 9000, ["lastTimestamp": Self.moment(10)]),
                    ]
                ])
            ],
            "GET /apis/events.k8s.io/v1/events": [
                .ok([
                    "items": [
                        event("older", made: 9000, ["eventTime": "2001-01-01T00:00:00.123456Z"]),
                        event("series", made: 9000, ["series": ["lastObservedTime": Self.moment(10)]]),
                    ]
                ])
            ],
        ])
        let expiry = EventExpiry(client: client, now: { Self.now })
        #expect(try await !expiry.pass())
        let old = "DELETE /api/v1/namespaces/hive/events/old"
        #expect(client.writes == [old, "DELETE /apis/events.k8s.io/v1/namespaces/hive/events/older"])
        #expect(client.body(old)?["preconditions"] == ["uid": "u-old", "resourceVersion": "7"])
    }
}
