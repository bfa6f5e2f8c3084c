/// Where a request to a Service goes.
struct ServiceAddress: Sendable, Hashable {
    /// A name or a numeric address, IPv6 without brackets.
    var host: String
    var port: UInt16

    /// `host:port`, IPv6 in brackets.
    var authority: String { host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

/// Why a Service leads nowhere; in the words of Kubernetes.
struct ServiceResolutionError: Error, Sendable, Equatable, CustomStringConvertible {
    var description: String
}

/// How Services become addresses.
public enum ServiceRouting: Sendable, Equatable {
    /// By cluster IP or external name (`--enable-aggregator-routing=false`).
    case clusterIP
    /// By ready endpoints (`--enable-aggregator-routing=true`).
    case endpoints
    /// Without a cluster network: by external name, or by ready endpoints for a Service that has some.
    ///
    /// For a control plane on one machine, whose extension servers listen on its loopback address.
    case local
}

/// Turns the Service that an APIService names into an address, anew for each request.
///
/// Source: kube-aggregator `resolvers.go`, apiserver `util/proxy`.
struct ServiceResolver: Sendable {
    let routing: ServiceRouting
    let directory: any ServiceDirectory
    /// Where `default/kubernetes` leads: this server itself; nil before it listens.
    var loopback: @Sendable () -> ServiceAddress? = { nil }
    /// A number below the given one, for choosing among endpoints.
    var choose: @Sendable (_ count: Int) -> Int = { Int.random(in: 0..<$0) }

    func resolve(_ reference: APIService.ServiceReference) throws(ServiceResolutionError) -> ServiceAddress {
        if reference.namespace == "default", reference.name == "kubernetes", reference.port == 443,
            let own = loopback()
        {
            return own
        }
        switch directory.service(namespace: reference.namespace, name: reference.name) {
        case .missing: throw ServiceResolutionError(description: "service \"\(reference.name)\" not found")
        case .found(let service, let slices): return try resolve(reference, service, slices)
        }
    }

    private func resolve(
        _ reference: APIService.ServiceReference,
        _ service: ServiceRecord,
        _ slices: [EndpointSliceRecord]
    ) throws(ServiceResolutionError) -> ServiceAddress {
        switch routing {
        case .clusterIP: try clusterIP(reference, service)
        case .endpoints: try endpoint(reference, service, slices)
        case .local:
            service.type == "ExternalName"
                ? try clusterIP(reference, service) : try endpoint(reference, service, slices)
        }
    }

    private func clusterIP(
        _ reference: APIService.ServiceReference,
        _ service: ServiceRecord
    ) throws(ServiceResolutionError) -> ServiceAddress {
        switch service.type {
        case "ExternalName":
            return try address(service.externalName, reference.port)
        case "ClusterIP", "NodePort", "LoadBalancer":
            guard service.clusterIP != "None" else {
                throw ServiceResolutionError(description: "cannot route to service with ClusterIP \"None\"")
            }
            return try address(service.clusterIP, try port(reference, service).port)
        default: throw unsupported(service)
        }
    }

    private func endpoint(
        _ reference: APIService.ServiceReference,
        _ service: ServiceRecord,
        _ slices: [EndpointSliceRecord]
    ) throws(ServiceResolutionError) -> ServiceAddress {
        guard ["ClusterIP", "NodePort", "LoadBalancer"].contains(service.type) else { throw unsupported(service) }
        let port = try port(reference, service)
        if slices.count == 1, let number = slices[0].number(ofPort: port.name), !slices[0].readyAddresses.isEmpty {
            let ready = slices[0].readyAddresses
            return try address(ready.count == 1 ? ready[0] : ready[choose(ready.count)], number)
        }
        let preferred = slices.filter { $0.addressType == service.ipFamilies.first }
        let others = slices.filter { $0.addressType != service.ipFamilies.first }
        for family in [preferred, others] {
            let ready = family.flatMap { slice in
                slice.number(ofPort: port.name).map { number in slice.readyAddresses.map { ($0, number) } } ?? []
            }
            guard !ready.isEmpty else { continue }
            let (host, number) = ready[choose(ready.count)]
            return try address(host, number)
        }
        throw ServiceResolutionError(description: "no endpoints available for service \"\(reference.name)\"")
    }

    private func port(
        _ reference: APIService.ServiceReference,
        _ service: ServiceRecord
    ) throws(ServiceResolutionError) -> ServiceRecord.Port {
        guard let port = service.port(reference.port) else {
            throw ServiceResolutionError(
                description: "no service port \(reference.port) found for service \"\(reference.name)\""
            )
        }
        return port
    }

    private func address(_ host: String, _ port: Int) throws(ServiceResolutionError) -> ServiceAddress {
        guard !host.isEmpty, let number = UInt16(exactly: port), number > 0 else {
            throw ServiceResolutionError(description: "\"\(host)\" with port \(port) is no address")
        }
        return ServiceAddress(host: host, port: number)
    }

    private func unsupported(_ service: ServiceRecord) -> ServiceResolutionError {
        ServiceResolutionError(description: "unsupported service type \"\(service.type)\"")
    }
}
