import JSON

@testable import Aggregator

/// Objects that tests are about.
enum Samples {
    /// An APIService; local without `service`.
    static func apiService(
        _ group: String,
        _ version: String,
        service: JSONValue? = nil,
        groupPriority: Int64 = 1_000,
        versionPriority: Int64 = 15,
        labels: JSONValue = [:]
    ) -> JSONValue {
        var spec: JSONValue = [
            "group": .string(group), "version": .string(version),
            "groupPriorityMinimum": .integer(groupPriority), "versionPriority": .integer(versionPriority),
        ]
        spec["service"] = service
        return [
            "apiVersion": "apiregistration.k8s.io/v1", "kind": "APIService",
            "metadata": ["name": .string(version + "." + group), "labels": labels],
            "spec": spec,
        ]
    }

    static let remote: JSONValue = ["namespace": "garden", "name": "bees", "port": 7443]

    /// A Service of type ClusterIP with one port.
    static func service(_ changes: JSONValue = [:]) -> ServiceRecord {
        var spec: JSONValue = [
            "type": "ClusterIP", "clusterIP": "10.0.0.7", "ports": [["port": 7443]], "ipFamilies": ["IPv4"],
        ]
        for (key, value) in changes.object ?? [:] { spec[key] = value }
        return ServiceRecord(["spec": spec])
    }

    /// A slice of endpoints.
    static func slice(
        _ addresses: [String],
        ready: Bool? = nil,
        family: JSONValue = "IPv4",
        port: JSONValue = ["name": "", "port": 443]
    ) -> EndpointSliceRecord {
        let endpoints = addresses.map { address -> JSONValue in
            ["addresses": [.string(address)], "conditions": ready.map { ["ready": .bool($0)] } ?? [:]]
        }
        return EndpointSliceRecord(["addressType": family, "endpoints": .array(endpoints), "ports": [port]])
    }
}
