import APIMachinery
import JSON
import Testing

struct ConditionTests {
    private func condition(_ status: Condition.Status, at time: Int64, reason: String = "R") -> Condition {
        Condition(type: "Ready", status: status, lastTransitionTime: Timestamp(secondsSince1970: time), reason: reason)
    }

    @Test
    func readsBackWhatItWrites() throws {
        let ready = condition(.true, at: 5)
        #expect(try Condition(json: ready.json) == ready)
        let error = #expect(throws: JSONDecodingError.self) { try Condition(json: ["type": "Ready"]) }
        #expect(error?.field == "lastTransitionTime")
    }

    @Test
    func keepsTheTimeWhileTheStatusStays() {
        var conditions: [Condition] = []
        let changes = [
            condition(.false, at: 1), condition(.false, at: 2), condition(.false, at: 3, reason: "S"),
        ].map { conditions.set($0) }
        #expect(changes == [true, false, true])
        #expect(conditions["Ready"]?.lastTransitionTime.secondsSince1970 == 1)
        conditions.set(condition(.true, at: 4))
        #expect(conditions["Ready"]?.lastTransitionTime.secondsSince1970 == 4 && conditions.count == 1)
    }

    @Test(arguments: [8080, "http"] as [IntOrString])
    func readsNumbersAndTexts(value: IntOrString) throws {
        #expect(try IntOrString(json: value.json) == value)
        #expect(throws: JSONDecodingError.self) { try IntOrString(json: true) }
    }
}
