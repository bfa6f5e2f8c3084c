import JSON
import Testing

@testable import Aggregator

struct APIServiceConditionTests {
    private func conditions(_ object: JSONValue?) -> JSONValue? { object?["status"]?["conditions"] }

    @Test
    func isAddedToAnEmptyStatus() {
        let changed = APIServiceCondition.local.set(in: Samples.apiService("a", "v1"), now: "T1")
        #expect(
            conditions(changed) == [
                [
                    "type": "Available", "status": "True", "lastTransitionTime": "T1", "reason": "Local",
                    "message": "Local APIServices are always available",
                ]
            ]
        )
    }

    @Test
    func keepsTheTimeWhileTheStatusStaysAndForeignConditions() throws {
        var object = Samples.apiService("a", "v1", service: Samples.remote)
        object["status"] = ["conditions": [["type": "Tasty", "status": "True"]]]
        let failed = APIServiceCondition(status: "False", reason: "ServiceNotFound", message: "gone")
        let first = try #require(failed.set(in: object, now: "T1"))
        let other = APIServiceCondition(status: "False", reason: "MissingEndpoints", message: "none")
        let second = try #require(other.set(in: first, now: "T2"))
        #expect(conditions(second)?[0] == ["type": "Tasty", "status": "True"])
        #expect(conditions(second)?[1]?["lastTransitionTime"] == "T1")
        #expect(conditions(second)?[1]?["reason"] == "MissingEndpoints")
        let third = try #require(APIServiceCondition.passed.set(in: second, now: "T3"))
        #expect(conditions(third)?[1]?["lastTransitionTime"] == "T3")
    }

    @Test
    func changesNothingThatIsSaidAlready() throws {
        let object = try #require(APIServiceCondition.passed.set(in: Samples.apiService("a", "v1"), now: "T1"))
        #expect(APIServiceCondition.passed.set(in: object, now: "T2") == nil)
    }
}
