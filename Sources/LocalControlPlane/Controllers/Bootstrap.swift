internal import APIServer
internal import JSON
internal import TLS

/// What every cluster has from its first moment on.
struct Bootstrap: Sendable {
    let client: any PlaneClient
    let authorities: PlaneAuthorities
    /// Where the control plane listens.
    let port: UInt16

    /// Namespaces that are never deleted.
    static let namespaces = ["default", "kube-system", "kube-public", "kube-node-lease"]

    /// Makes what is missing, and puts right what the control plane alone decides.
    func run() async throws(PlaneFailure) {
        for name in Self.namespaces {
            try await client.create(
                ["apiVersion": "v1", "kind": "Namespace", "metadata": ["name": .string(name)]],
                at: PlaneResource.namespaces.path()
            )
        }
        for role in DefaultRoles.roles {
            let resource = role.namespace == nil ? PlaneResource.clusterRoles : .roles
            try await client.ensure(
                role.json,
                resource,
                members: role.aggregates.isEmpty ? ["rules"] : ["aggregationRule"]
            )
        }
        for binding in DefaultRoles.bindings {
            let resource = binding.namespace == nil ? PlaneResource.clusterRoleBindings : .roleBindings
            try await client.create(binding.json, at: resource.path(namespace: binding.namespace ?? ""))
        }
        let trust = Self.trust(authorities)
        try await client.ensure(trust, .configMaps, members: ["data"])
        try await client.ensure(kubernetesService, .services, members: [])
        try await client.ensure(kubernetesSlice, .endpointSlices, members: ["endpoints", "ports"])
    }

    /// How extension servers know whom to believe.
    static func trust(_ authorities: PlaneAuthorities) -> JSONValue {
        func text(_ bytes: [UInt8]) -> JSONValue { .string(String(decoding: bytes, as: UTF8.self)) }
        let names = JSONValue.array(authorities.proxyNames.map { .string($0) })
        return [
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": ["name": .string(TrustPublisher.name), "namespace": "kube-system"],
            "data": [
                "client-ca-file": text(authorities.clients.pem),
                "requestheader-allowed-names": text(JSONWriter.bytes(names)),
                "requestheader-client-ca-file": text(authorities.proxies.pem),
                "requestheader-extra-headers-prefix": "[\"X-Remote-Extra-\"]",
                "requestheader-group-headers": "[\"X-Remote-Group\"]",
                "requestheader-uid-headers": "[\"X-Remote-Uid\"]",
                "requestheader-username-headers": "[\"X-Remote-User\"]",
            ],
        ]
    }

    private static let labels: JSONValue = ["component": "apiserver", "provider": "kubernetes"]

    private var kubernetesService: JSONValue {
        [
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": ["name": "kubernetes", "namespace": "default", "labels": Self.labels],
            "spec": ["ports": [["name": "https", "port": 443, "targetPort": .integer(Int64(port))]]],
        ]
    }

    private var kubernetesSlice: JSONValue {
        EndpointSlices.slice(
            name: "kubernetes",
            namespace: "default",
            service: "kubernetes",
            addresses: ["127.0.0.1"],
            port: (name: "https", number: port)
        )
    }
}

/// Makes EndpointSlices.
enum EndpointSlices {
    /// Says to which Service a slice belongs.
    static let serviceLabel = "kubernetes.io/service-name"

    /// A slice with ready addresses and one port.
    static func slice(
        name: String,
        namespace: String,
        service: String,
        addresses: [String],
        port: (name: String, number: UInt16)
    ) -> JSONValue {
        [
            "apiVersion": "discovery.k8s.io/v1",
            "kind": "EndpointSlice",
            "metadata": [
                "name": .string(name), "namespace": .string(namespace), "labels": [serviceLabel: .string(service)],
            ],
            "addressType": "IPv4",
            "endpoints": [
                ["addresses": .array(addresses.map { .string($0) }), "conditions": ["ready": true]]
            ],
            "ports": [
                ["name": .string(port.name), "port": .integer(Int64(port.number)), "protocol": "TCP"]
            ],
        ]
    }
}
