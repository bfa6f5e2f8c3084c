internal import JSON

/// Writes EndpointSlices for Endpoints that somebody keeps by hand: those of Services without a selector.
///
/// Source: `pkg/controller/endpointslicemirroring`.
struct EndpointMirror: Sendable {
    let client: any PlaneClient
    let objects: PlaneObjects

    static let resources: [PlaneResource] = [.services, .endpoints, .endpointSlices]
    private static let manager = "endpointslicemirroring-controller.k8s.io"
    private static let managedBy = "endpointslice.kubernetes.io/managed-by"

    func pass() async throws(PlaneFailure) -> Bool {
        var wanted: [String: JSONValue] = [:]
        for endpoints in objects.list(.endpoints) where !endpoints.isTerminating {
            guard let service = objects.get(.services, namespace: endpoints.namespace, name: endpoints.name),
                service["spec"]?["selector"]?.object?.isEmpty ?? true
            else { continue }
            for slice in Self.slices(of: endpoints) { wanted[slice.namespace + "/" + slice.name] = slice }
        }
        for slice in objects.list(.endpointSlices)
        where slice["metadata"]?["labels"]?[Self.managedBy]?.string == Self.manager {
            let path = PlaneResource.endpointSlices.path(namespace: slice.namespace) + "/" + slice.name
            guard let right = wanted.removeValue(forKey: slice.namespace + "/" + slice.name) else {
                _ = await client.send(PlaneRequest(method: "DELETE", target: path))
                continue
            }
            if slice["endpoints"] != right["endpoints"] || slice["ports"] != right["ports"] {
                try await client.ensure(right, .endpointSlices, members: ["endpoints", "ports"])
            }
        }
        for (_, slice) in wanted {
            try await client.create(slice, at: PlaneResource.endpointSlices.path(namespace: slice.namespace))
        }
        return false
    }

    /// One slice for each subset and family of addresses.
    static func slices(of endpoints: JSONValue) -> [JSONValue] {
        var slices: [JSONValue] = []
        for (index, subset) in (endpoints["subsets"]?.array ?? []).enumerated() {
            for family in ["IPv4", "IPv6"] {
                let ready = self.endpoints(subset["addresses"], family, isReady: true)
                let others = self.endpoints(subset["notReadyAddresses"], family, isReady: false)
                guard !(ready + others).isEmpty else { continue }
                slices.append([
                    "apiVersion": "discovery.k8s.io/v1",
                    "kind": "EndpointSlice",
                    "metadata": [
                        "name": .string("\(endpoints.name)-\(family.lowercased())-\(index)"),
                        "namespace": .string(endpoints.namespace),
                        "labels": [
                            EndpointSlices.serviceLabel: .string(endpoints.name), managedBy: .string(manager),
                        ],
                        "ownerReferences": [
                            [
                                "apiVersion": "v1", "kind": "Endpoints", "name": .string(endpoints.name),
                                "uid": .string(endpoints.uid), "controller": true, "blockOwnerDeletion": true,
                            ]
                        ],
                    ],
                    "addressType": .string(family),
                    "endpoints": .array(ready + others),
                    "ports": .array(
                        (subset["ports"]?.array ?? []).map { port in
                            var port = port
                            if port["name"] == nil { port["name"] = "" }
                            return port
                        }
                    ),
                ])
            }
        }
        return slices
    }

    private static func endpoints(_ addresses: JSONValue?, _ family: String, isReady: Bool) -> [JSONValue] {
        (addresses?.array ?? []).compactMap { address in
            guard let ip = address["ip"]?.string, ip.contains(":") == (family == "IPv6") else { return nil }
            return ["addresses": [.string(ip)], "conditions": ["ready": .bool(isReady)]]
        }
    }
}
