internal import JSON

/// A Service as far as the aggregator cares.
struct ServiceRecord: Sendable, Equatable {
    struct Port: Sendable, Equatable {
        /// Empty for the only port of a Service.
        var name: String
        var port: Int
    }

    /// `ClusterIP`, `NodePort`, `LoadBalancer`, `ExternalName`.
    var type: String
    /// `None` for a headless one.
    var clusterIP: String
    var externalName: String
    var ports: [Port]
    /// `IPv4`, `IPv6`; the preferred one first.
    var ipFamilies: [String]

    init(_ tree: JSONValue) {
        let spec = tree["spec"]
        let type = spec?["type"]?.string ?? ""
        self.type = type.isEmpty ? "ClusterIP" : type
        clusterIP = spec?["clusterIP"]?.string ?? ""
        externalName = spec?["externalName"]?.string ?? ""
        ports = (spec?["ports"]?.array ?? []).map {
            Port(name: $0["name"]?.string ?? "", port: Int($0["port"]?.integer ?? 0))
        }
        ipFamilies = (spec?["ipFamilies"]?.array ?? []).compactMap(\.string)
    }

    func port(_ number: Int) -> Port? { ports.first { $0.port == number } }
}

/// One slice of the endpoints of a Service.
struct EndpointSliceRecord: Sendable, Equatable {
    struct Port: Sendable, Equatable {
        /// Nil if nobody gave one, which matches no port of a Service.
        var name: String?
        var port: Int?
    }

    struct Endpoint: Sendable, Equatable {
        var addresses: [String]
        /// Unknown counts as ready.
        var isReady: Bool
    }

    /// What says to which Service a slice belongs.
    static let serviceLabel = "kubernetes.io/service-name"

    var addressType: String
    var ports: [Port]
    let endpoints: [Endpoint]
    /// Addresses that may be asked, the first of each endpoint.
    let readyAddresses: [String]

    init(_ tree: JSONValue) {
        addressType = tree["addressType"]?.string ?? ""
        ports = (tree["ports"]?.array ?? []).map {
            Port(name: $0["name"]?.string, port: $0["port"]?.integer.map { Int($0) })
        }
        let endpoints = (tree["endpoints"]?.array ?? []).map { endpoint in
            Endpoint(
                addresses: (endpoint["addresses"]?.array ?? []).compactMap(\.string),
                isReady: endpoint["conditions"]?["ready"]?.bool ?? true
            )
        }
        self.endpoints = endpoints
        readyAddresses = endpoints.filter(\.isReady).compactMap(\.addresses.first)
    }

    /// The number behind a port of the Service, nil if this slice does not have it.
    func number(ofPort name: String) -> Int? { ports.first { $0.name == name && $0.port != nil }?.port }
}

/// What is known of the Service that an APIService names.
enum ServiceLookup: Sendable, Equatable {
    case missing
    case found(ServiceRecord, slices: [EndpointSliceRecord])
}

/// Finds Services and their endpoints.
protocol ServiceDirectory: Sendable {
    /// What is known now; does not wait.
    func service(namespace: String, name: String) -> ServiceLookup
}
