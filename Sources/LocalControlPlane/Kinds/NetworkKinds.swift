internal import APIMachinery
internal import APIServer
internal import JSON

/// How servers are found: Services and what is behind them.
enum NetworkKinds {
    private static let core = LocalKind.package("", "v1")
    private static let discovery = LocalKind.package("discovery.k8s.io", "v1")

    // MARK: Services

    private static let servicePort = Shape.object(
        core + "ServicePort",
        "A port of a Service.",
        [
            Shape.field("appProtocol", Shape.text("What is spoken.")),
            Shape.field("name", Shape.text("Its name; may be left out if there is one port.")),
            Shape.field("nodePort", Shape.integer("The port on every node.")),
            Shape.needed("port", Shape.integer("The port that clients use.")),
            Shape.field("protocol", Shape.text("TCP, UDP or SCTP.", default: "TCP")),
            Shape.field("targetPort", Shape.port("The port of what is behind the Service.")),
        ]
    )

    private static let serviceSpec = Shape.object(
        core + "ServiceSpec",
        "What the Service is to be.",
        [
            Shape.field("allocateLoadBalancerNodePorts", Shape.flag("For load balancers.")),
            Shape.field("clusterIP", Shape.text("The address; None for none.")),
            Shape.field("clusterIPs", Shape.texts("The addresses.")),
            Shape.field("externalIPs", Shape.texts("Addresses that nodes accept traffic for.")),
            Shape.field("externalName", Shape.text("A name that the Service stands for.")),
            Shape.field("externalTrafficPolicy", Shape.text("Cluster or Local.")),
            Shape.field("healthCheckNodePort", Shape.integer("For load balancers.")),
            Shape.field("internalTrafficPolicy", Shape.text("Cluster or Local.")),
            Shape.field("ipFamilies", Shape.texts("IPv4, IPv6.")),
            Shape.field("ipFamilyPolicy", Shape.text("SingleStack and the like.")),
            Shape.field("loadBalancerClass", Shape.text("For load balancers.")),
            Shape.field("loadBalancerIP", Shape.text("No longer used.")),
            Shape.field("loadBalancerSourceRanges", Shape.texts("For load balancers.")),
            Shape.field("ports", Shape.list(servicePort, "The ports.", keys: ["port", "protocol"])),
            Shape.field("publishNotReadyAddresses", Shape.flag("Whether what is not ready counts.")),
            Shape.field("selector", Shape.map("Labels of the pods behind the Service.")),
            Shape.field("sessionAffinity", Shape.text("None or ClientIP.", default: "None")),
            Shape.field("sessionAffinityConfig", Shape.anything("For ClientIP.")),
            Shape.field("trafficDistribution", Shape.text("Which of several is preferred.")),
            Shape.field(
                "type",
                Shape.choice(
                    "ClusterIP, ExternalName, LoadBalancer or NodePort.",
                    ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"],
                    default: "ClusterIP"
                )
            ),
        ]
    )

    static let service = LocalKind.make(
        "",
        "v1",
        "Service",
        "services",
        "A name for servers that do the same.",
        shortNames: ["svc"],
        categories: ["all"],
        hasStatus: true,
        names: .dns1035Label,
        columns: [
            LocalKind.column("Type", ".spec.type"), LocalKind.column("Cluster-IP", ".spec.clusterIP"),
            LocalKind.column("External-IP"), LocalKind.column("Port(s)"), LocalKind.age,
        ],
        fields: [
            Shape.field("spec", serviceSpec),
            Shape.field(
                "status",
                Shape.object(
                    core + "ServiceStatus",
                    "What has been seen of the Service.",
                    [
                        Shape.field("conditions", Shape.conditions("What is true of the Service.")),
                        Shape.field("loadBalancer", Shape.anything("Where the load balancer is.")),
                    ]
                )
            ),
        ]
    ).defaulting(setServiceDefaults).validating { object, _ in
        var errors: [FieldError] = []
        let ports = object["spec"]?["ports"]?.array ?? []
        if object["spec"]?["type"]?.string == "ExternalName" {
            if object["spec"]?["externalName"]?.string ?? "" == "" { errors.append(.required("spec.externalName")) }
        } else if ports.isEmpty, object["spec"]?["clusterIP"]?.string != "None" {
            errors.append(.required("spec.ports"))
        }
        for (index, port) in ports.enumerated() {
            let path = "spec.ports[\(index)]"
            errors += portErrors(port["port"], path + ".port")
            if ports.count > 1, port["name"]?.string ?? "" == "" { errors.append(.required(path + ".name")) }
        }
        return errors
    }.showing { object in
        let spec = object["spec"]
        let ports = (spec?["ports"]?.array ?? []).map { port in
            "\(port["port"]?.integer ?? 0)/\(port["protocol"]?.string ?? "TCP")"
        }
        let external = spec?["externalName"]?.string ?? ""
        return [
            spec?["type"] ?? "", spec?["clusterIP"] ?? "<none>", .string(external.isEmpty ? "<none>" : external),
            .string(ports.isEmpty ? "<none>" : ports.joined(separator: ",")),
            .null,
        ]
    }

    /// Nobody routes to cluster addresses here, so a Service without one of its own has none.
    @Sendable private static func setServiceDefaults(_ object: inout JSONValue) {
        guard var spec = object["spec"], spec.object != nil else { return }
        if spec["type"]?.string != "ExternalName" {
            if spec["clusterIP"]?.string ?? "" == "" { spec["clusterIP"] = "None" }
            if spec["clusterIPs"] == nil { spec["clusterIPs"] = [spec["clusterIP"] ?? "None"] }
            if spec["internalTrafficPolicy"] == nil { spec["internalTrafficPolicy"] = "Cluster" }
            if spec["ipFamilies"] == nil { spec["ipFamilies"] = ["IPv4"] }
            if spec["ipFamilyPolicy"] == nil { spec["ipFamilyPolicy"] = "SingleStack" }
        }
        if let ports = spec["ports"]?.array {
            spec["ports"] = .array(
                ports.map { port in
                    var port = port
                    if port["targetPort"] == nil, let number = port["port"] { port["targetPort"] = number }
                    return port
                }
            )
        }
        object["spec"] = spec
        if object["status"]?.object == nil { object["status"] = .emptyObject }
        if object["status"]?["loadBalancer"] == nil { object["status"]?["loadBalancer"] = .emptyObject }
    }

    static func portErrors(_ port: JSONValue?, _ path: String) -> [FieldError] {
        guard let number = port?.integer, !(1...65_535).contains(number) else { return [] }
        return [.invalid(path, .integer(number), "must be between 1 and 65535, inclusive")]
    }

    // MARK: What is behind them

    static let endpoints = LocalKind.make(
        "",
        "v1",
        "Endpoints",
        "endpoints",
        "What is behind a Service, in the old form.",
        shortNames: ["ep"],
        columns: [LocalKind.column("Endpoints"), LocalKind.age],
        fields: [
            Shape.field(
                "subsets",
                Shape.list(
                    Shape.object(
                        core + "EndpointSubset",
                        "Addresses that serve the same ports.",
                        [
                            Shape.field("addresses", Shape.list(address, "What is ready.")),
                            Shape.field("notReadyAddresses", Shape.list(address, "What is not ready.")),
                            Shape.field("ports", Shape.list(endpointPort(core), "The ports.")),
                        ]
                    ),
                    "Addresses and ports."
                )
            )
        ]
    ).showing { object in
        let all = (object["subsets"]?.array ?? []).flatMap { subset in
            (subset["addresses"]?.array ?? []).flatMap { address -> [String] in
                let ip = address["ip"]?.string ?? ""
                let ports = subset["ports"]?.array ?? []
                return ports.isEmpty ? [ip] : ports.map { "\(ip):\($0["port"]?.integer ?? 0)" }
            }
        }
        return [
            .string(all.isEmpty ? "<none>" : all.joined(separator: ",")),
            .null,
        ]
    }

    private static let address = Shape.object(
        core + "EndpointAddress",
        "An address.",
        [
            Shape.field("hostname", Shape.text("Its name.")),
            Shape.needed("ip", Shape.text("The address.", default: "")),
            Shape.field("nodeName", Shape.text("The node.")),
            Shape.field("targetRef", Shape.objectReference("What is there.")),
        ],
        isAtomic: true
    )

    private static func endpointPort(_ package: String) -> Schema {
        Shape.object(
            package + "EndpointPort",
            "A port.",
            [
                Shape.field("appProtocol", Shape.text("What is spoken.")),
                Shape.field("name", Shape.text("Its name, as in the Service.")),
                Shape.field("port", Shape.integer("The number.")),
                Shape.field("protocol", Shape.text("TCP, UDP or SCTP.", default: "TCP")),
            ],
            isAtomic: true
        )
    }

    static let endpointSlice = LocalKind.make(
        "discovery.k8s.io",
        "v1",
        "EndpointSlice",
        "endpointslices",
        "A part of what is behind a Service.",
        columns: [
            LocalKind.column("AddressType", ".addressType"), LocalKind.column("Ports"), LocalKind.column("Endpoints"),
            LocalKind.age,
        ],
        fields: [
            Shape.needed("addressType", Shape.choice("IPv4, IPv6 or FQDN.", ["FQDN", "IPv4", "IPv6"])),
            Shape.needed(
                "endpoints",
                Shape.list(
                    Shape.object(
                        discovery + "Endpoint",
                        "One server.",
                        [
                            Shape.needed("addresses", Shape.texts("Its addresses; they are alike.", isSet: true)),
                            Shape.field(
                                "conditions",
                                Shape.object(
                                    discovery + "EndpointConditions",
                                    "Its condition.",
                                    [
                                        Shape.field("ready", Shape.flag("Whether it takes requests.")),
                                        Shape.field("serving", Shape.flag("Whether it answers.")),
                                        Shape.field("terminating", Shape.flag("Whether it is about to end.")),
                                    ]
                                )
                            ),
                            Shape.field("deprecatedTopology", Shape.map("No longer used.")),
                            Shape.field("hints", Shape.anything("Who should use it.")),
                            Shape.field("hostname", Shape.text("Its name.")),
                            Shape.field("nodeName", Shape.text("The node.")),
                            Shape.field("targetRef", Shape.objectReference("What is there.")),
                            Shape.field("zone", Shape.text("The zone.")),
                        ]
                    ),
                    "The servers."
                )
            ),
            Shape.field("ports", Shape.list(endpointPort(discovery), "The ports of each of them.")),
        ]
    ).showing { object in
        let ports = (object["ports"]?.array ?? []).map { "\($0["port"]?.integer ?? 0)" }
        let addresses = (object["endpoints"]?.array ?? []).compactMap { $0["addresses"]?[0]?.string }
        return [
            object["addressType"] ?? "", .string(ports.isEmpty ? "<unset>" : ports.joined(separator: ",")),
            .string(addresses.isEmpty ? "<unset>" : addresses.joined(separator: ",")),
            .null,
        ]
    }
}
