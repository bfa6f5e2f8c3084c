import APIServer
import JSON
import Testing

struct ProtobufObjectTests {
    private let documents = DiscoveryDocuments(
        resources: RecordedWardle.definitions.map { ServedResource($0, subresources: [.status]) }
    )

    private func content(_ object: JSONValue?, _ kind: String) throws -> ProtobufReader {
        let object = try #require(object)
        let bytes = try #require(ProtobufObject.encode(object))
        #expect(Array(bytes.prefix(4)) == Array("k8s\0".utf8))
        let envelope = try #require(ProtobufReader(bytes.dropFirst(4)))
        #expect(envelope.message(1)?.strings(2) == [kind])
        return try #require(envelope.message(2))
    }

    @Test
    func writesAStatusByteByByte() throws {
        let status: JSONValue = ["kind": "Status", "apiVersion": "v1", "status": "Failure", "code": 404]
        let expected: [UInt8] =
            Array("k8s\0".utf8) + [0x0a, 12, 0x0a, 2] + Array("v1".utf8) + [0x12, 6] + Array("Status".utf8)
            + [0x12, 14, 0x0a, 0, 0x12, 7] + Array("Failure".utf8) + [0x30, 0x94, 0x03]
        #expect(ProtobufObject.encode(status) == expected)
    }

    @Test
    func writesTheDetailsOfAStatus() throws {
        let status: JSONValue = [
            "kind": "Status", "apiVersion": "v1", "metadata": ["resourceVersion": "7"], "status": "Failure",
            "message": "no", "reason": "Invalid", "code": 422,
            "details": [
                "name": "maya", "group": "g", "kind": "Bee", "uid": "u", "retryAfterSeconds": 3,
                "causes": [["reason": "FieldValueRequired", "message": "missing", "field": "spec.hive"]],
            ],
        ]
        let message = try content(status, "Status")
        #expect(message.message(1)?.strings(2) == ["7"])
        #expect([2, 3, 4].flatMap(message.strings) == ["Failure", "no", "Invalid"])
        #expect(message.number(6) == 422)
        let details = try #require(message.message(5))
        #expect([1, 2, 3, 6].flatMap(details.strings) == ["maya", "g", "Bee", "u"])
        #expect(details.number(5) == 3)
        let cause = try #require(details.message(4))
        #expect([1, 2, 3].flatMap(cause.strings) == ["FieldValueRequired", "missing", "spec.hive"])
    }

    @Test
    func writesDiscovery() throws {
        let list = try content(documents.groupList(serverAddress: "10.0.0.1:443"), "APIGroupList")
        let group = try #require(list.message(1))
        #expect(group.strings(1) == ["wardle.example.com"])
        #expect(group.messages(2).flatMap { $0.strings(2) } == ["v1beta1", "v1alpha1"])
        #expect(group.message(3)?.strings(1) == ["wardle.example.com/v1beta1"])
        #expect(group.message(4)?.strings(2) == ["10.0.0.1:443"])

        let resources = try content(
            documents.resourceList(group: "wardle.example.com", version: "v1alpha1"),
            "APIResourceList"
        )
        #expect(resources.strings(1) == ["wardle.example.com/v1alpha1"])
        let names = resources.messages(2).flatMap { $0.strings(1) }
        #expect(names == ["fischers", "fischers/status", "flunders", "flunders/status"])
        let flunders = try #require(resources.messages(2).first { $0.strings(1) == ["flunders"] })
        #expect(flunders.number(2) == 1)
        #expect([3, 6, 10].flatMap(flunders.strings) == ["Flunder", "flunder", "UHqNx5H3K7A="])
        #expect(flunders.message(4)?.strings(1).count == 8)
    }

    @Test
    func writesAggregatedDiscovery() throws {
        let bytes = try #require(ProtobufObject.encode(documents.aggregated()))
        let envelope = try #require(ProtobufReader(bytes.dropFirst(4)))
        #expect(envelope.message(1)?.strings(1) == ["apidiscovery.k8s.io/v2"])
        let group = try #require(envelope.message(2, 2))
        #expect(group.message(1)?.strings(1) == ["wardle.example.com"])
        let flunders = try #require(group.message(2, 2))
        #expect([1, 3, 4].flatMap(flunders.strings) == ["flunders", "Namespaced", "flunder"])
        #expect(flunders.message(2)?.strings(3) == ["Flunder"])
        #expect(flunders.message(8)?.strings(4) == ["get", "patch", "update"])
    }

    @Test
    func leavesOtherKindsToJSON() {
        #expect(ProtobufObject.encode(["kind": "Flunder", "apiVersion": "wardle.example.com/v1beta1"]) == nil)
        #expect(ProtobufObject.encode("text") == nil)
    }
}
