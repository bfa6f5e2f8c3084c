import JSON
import Testing

@testable import LocalControlPlane

struct EndpointMirrorTests {
    @Test func makesASliceForEachFamily() {
        let slices = EndpointMirror.slices(of: [
            "metadata": ["name": "web", "namespace": "hive", "uid": "u"],
            "subsets": [
                [
                    "addresses": [["ip": "127.0.0.1"], ["ip": "::1"]], "notReadyAddresses": [["ip": "127.0.0.2"]],
                    "ports": [["port": 8443]],
                ]
            ],
        ])
        #expect(slices.map { $0["addressType"]?.string } == ["IPv4", "IPv6"])
        #expect(slices[0]["endpoints"]?[1] == ["addresses": ["127.0.0.2"], "conditions": ["ready": false]])
        #expect(slices[0]["metadata"]?["labels"]?["kubernetes.io/service-name"] == "web")
        #expect(slices[0]["ports"]?[0] == ["port": 8443, "name": ""])
    }
}
