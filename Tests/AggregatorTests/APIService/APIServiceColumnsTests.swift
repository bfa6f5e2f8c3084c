import JSON
import Testing

@testable import Aggregator

struct APIServiceColumnsTests {
    @Test(
        arguments: [
            (nil, "Unknown"),
            (["type": "Available", "status": "True", "reason": "Passed"], "True"),
            (["type": "Available", "status": "False", "reason": "MissingEndpoints"], "False (MissingEndpoints)"),
            (["type": "Available", "status": "Unknown"], "Unknown"),
            (["type": "Other", "status": "True"], "Unknown"),
        ] as [(JSONValue?, JSONValue)]
    )
    func tellOfAvailability(_ condition: JSONValue?, _ shown: JSONValue) {
        var object = Samples.apiService("a", "v1", service: Samples.remote)
        object["status"] = condition.map { ["conditions": [$0]] }
        #expect(APIServiceColumns.cells(of: object) == ["garden/bees", shown])
    }

    @Test
    func callLocalOnesLocal() {
        #expect(APIServiceColumns.cells(of: Samples.apiService("a", "v1"))[0] == "Local")
    }
}
