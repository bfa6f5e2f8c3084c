import JSON
import Protobuf
import Testing

@testable import LocalControlPlane

struct ProtobufBodiesTests {
    private func field(_ number: UInt8, _ bytes: [UInt8]) -> [UInt8] { [number << 3 | 2, UInt8(bytes.count)] + bytes }

    private func field(_ number: UInt8, _ text: String) -> [UInt8] { field(number, Array(text.utf8)) }

    private func envelope(_ apiVersion: String, _ kind: String, _ object: [UInt8]) -> [UInt8] {
        Array("k8s\0".utf8) + field(1, field(1, apiVersion) + field(2, kind)) + field(2, object)
    }

    @Test func readsMapsListsAndNumbers() throws {
        let metadata = field(1, "honey") + field(2, "") + field(11, field(1, "a") + field(2, "b"))
        let port = field(1, "https") + [3 << 3, 0xBB, 0x03] + field(4, [1 << 3, 0, 2 << 3, 0xBB, 0x41])
        let spec = field(1, port) + field(2, field(1, "app") + field(2, "")) + field(4, "ClusterIP")
        #expect(
            try ProtobufBodies.object(envelope("v1", "Service", field(1, metadata) + field(2, spec))) == [
                "apiVersion": "v1", "kind": "Service", "metadata": ["name": "honey", "labels": ["a": "b"]],
                "spec": [
                    "ports": [["name": "https", "port": 443, "targetPort": 8379]], "selector": ["app": ""],
                    "type": "ClusterIP",
                ],
            ]
        )
    }

    @Test func writesBytesInBase64() throws {
        let secret = field(2, field(1, "k") + field(2, [1, 2, 255]))
        #expect(try ProtobufBodies.object(envelope("v1", "Secret", secret))?["data"] == ["k": "AQL/"])
    }

    @Test func leavesOtherKindsAlone() throws {
        #expect(try ProtobufBodies.object(envelope("v1", "Pod", [])) == nil)
        #expect(try ProtobufBodies.object(Array("{}".utf8)) == nil)
    }

    @Test(arguments: [[0x0A], [0x0A, 0x05, 1], [0x0B, 0], [0x08, 0xFF]] as [[UInt8]])
    func refusesWhatIsCutOff(_ bytes: [UInt8]) {
        #expect(throws: ProtobufReader.Malformed.self) { try ProtobufBodies.object(Array("k8s\0".utf8) + bytes) }
    }
}
