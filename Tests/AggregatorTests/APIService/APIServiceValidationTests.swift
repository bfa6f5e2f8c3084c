import APIMachinery
import JSON
import Testing

@testable import Aggregator

struct APIServiceValidationTests {
    private func texts(_ object: JSONValue) -> [String] { APIServiceValidation.errors(object).map { "\($0)" } }

    private func changed(_ keys: String..., to value: JSONValue, service: JSONValue? = Samples.remote) -> JSONValue {
        var object = Samples.apiService("insect.example.com", "v1", service: service)
        switch keys.count {
        case 1: object["spec"]?[keys[0]] = value
        default: object["spec"]?[keys[0]]?[keys[1]] = value
        }
        return object
    }

    @Test(
        arguments: [
            Samples.apiService("insect.example.com", "v1", service: Samples.remote),
            Samples.apiService("insect.example.com", "v1"),
            Samples.apiService("", "v1"),
            Samples.apiService("a.b", "v1", groupPriority: 20_000, versionPriority: 1_000),
        ]
    )
    func acceptsWhatIsRight(_ object: JSONValue) {
        #expect(texts(object) == [])
    }

    @Test
    func demandsTheNameOfVersionAndGroup() {
        var object = Samples.apiService("insect.example.com", "v1")
        object["metadata"]?["name"] = "bees"
        #expect(
            texts(object) == [
                "metadata.name: Invalid value: \"bees\": "
                    + "must be `spec.version+\".\"+spec.group`: \"v1.insect.example.com\""
            ]
        )
    }

    @Test(arguments: [("..", "may not be '..'"), ("a/b", "may not contain '/'"), ("a%b", "may not contain '%'")])
    func refusesNamesThatAreNoPartOfAPath(_ name: String, _ problem: String) {
        var object = Samples.apiService("insect.example.com", "v1")
        object["metadata"]?["name"] = .string(name)
        #expect(texts(object).first == "metadata.name: Invalid value: \"\(name)\": \(problem)")
    }

    @Test
    func allowsTheCoreGroupItsFirstVersionOnly() {
        #expect(
            texts(Samples.apiService("", "v2")) == [
                "spec.group: Required value: only v1 may have an empty group and it better be legacy kube"
            ]
        )
    }

    @Test
    func demandsNamesOfGroupAndVersion() {
        #expect(texts(Samples.apiService("A", "v1")).count == 1)
        #expect(
            texts(Samples.apiService("A", "v1"))[0].hasPrefix("spec.group: Invalid value: \"A\": a lowercase RFC 1123")
        )
        #expect(
            texts(Samples.apiService("a", "1"))[0].hasPrefix("spec.version: Invalid value: \"1\": a DNS-1035 label")
        )
    }

    @Test(arguments: [0, -1, 20_001] as [Int64])
    func boundsThePriorityOfGroups(_ value: Int64) {
        #expect(
            texts(changed("groupPriorityMinimum", to: .integer(value))) == [
                "spec.groupPriorityMinimum: Invalid value: \(value): must be positive and less than 20000"
            ]
        )
    }

    @Test(arguments: [0, 1_001] as [Int64])
    func boundsThePriorityOfVersions(_ value: Int64) {
        #expect(
            texts(changed("versionPriority", to: .integer(value))) == [
                "spec.versionPriority: Invalid value: \(value): must be positive and less than 1000"
            ]
        )
    }

    @Test
    func refusesTrustForLocalOnes() {
        #expect(
            texts(changed("caBundle", to: "YWJj", service: nil)) == [
                "spec.caBundle: Invalid value: \"3 bytes\": local APIServices may not have a caBundle"
            ]
        )
        #expect(
            texts(changed("insecureSkipTLSVerify", to: true, service: nil)) == [
                "spec.insecureSkipTLSVerify: Invalid value: true: local APIServices may not have insecureSkipTLSVerify"
            ]
        )
    }

    @Test
    func demandsACompleteReference() {
        #expect(texts(changed("service", "namespace", to: "")) == ["spec.service.namespace: Required value"])
        #expect(texts(changed("service", "name", to: "")) == ["spec.service.name: Required value"])
        #expect(
            texts(changed("service", "port", to: 70_000)) == [
                "spec.service.port: Invalid value: 70000: port is not valid: must be between 1 and 65535, inclusive"
            ]
        )
    }

    @Test
    func refusesToTrustAnybodyAndABundle() {
        var object = changed("caBundle", to: "YWJj")
        object["spec"]?["insecureSkipTLSVerify"] = true
        #expect(
            texts(object) == [
                "spec.insecureSkipTLSVerify: Invalid value: true: may not be true if caBundle is present"
            ]
        )
    }

    @Test
    func knowsThreeStatesOfConditions() {
        var object = Samples.apiService("a", "v1")
        object["status"] = ["conditions": [["type": "Available", "status": "Maybe"]]]
        #expect(
            texts(object) == [
                "status.conditions[0].status: Unsupported value: \"Maybe\": "
                    + "supported values: \"False\", \"True\", \"Unknown\""
            ]
        )
    }
}
