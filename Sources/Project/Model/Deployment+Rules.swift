/// What a deployment must keep to.
extension Project.Deployment {
    /// The longest name: what the names of objects end in has room behind it.
    public static let longestName = 40

    /// Everything that is wrong with it, as options of the command line call it.
    public var problems: [Problem] {
        nameProblems + storageProblems + certificateProblems + strayProblems + argumentProblems
    }

    private var isName: Bool { NameShape.isLabel(name) && name.utf8.count <= Self.longestName }

    /// A name like it that is possible.
    private var suggestedName: String {
        let label = Names.label(from: name, otherwise: Names.label(from: "app-" + name, otherwise: "app"))
        return Names.label(from: String(label.prefix(Self.longestName)), otherwise: "app")
    }

    private var nameProblems: [Problem] {
        var problems: [Problem] = []
        if !isName {
            problems.append(
                Problem(
                    "AB6001",
                    "'--name \(name)' cannot be what the names of objects begin with",
                    cause: "lower-case letters, digits and '-', starting with a letter, \(Self.longestName) at most",
                    fix: "--name \(suggestedName)"
                )
            )
        }
        // One that follows from the name is mended with it.
        let isDerived = !isName && namespace == name + "-system"
        if !isDerived, !NameShape.isLabel("a" + namespace) || namespace.utf8.count > 63 || namespace.hasPrefix("-") {
            problems.append(
                Problem(
                    "AB6002",
                    "'--namespace \(namespace)' is no name of a namespace",
                    cause: "lower-case letters, digits and '-', 63 at most",
                    fix: "--namespace \(Names.label(from: namespace, otherwise: suggestedName + "-system"))"
                )
            )
        } else if namespace == "default" || namespace.hasPrefix("kube-") {
            problems.append(
                Problem(
                    "AB6003",
                    "the namespace '\(namespace)' is not the project's own",
                    cause: "the manifests say how strict the namespace is, and undeploy takes it away",
                    fix: "--namespace \(suggestedName)-system"
                )
            )
        }
        // kubectl applies the whole folder: nothing else belongs into it.
        if !OutputFolder(output).isFree(besides: ["docs"]) {
            problems.append(
                Problem(
                    "AB6004",
                    "'--output \(output)' is no folder of the project for manifests",
                    cause: "they are files of the project, in a folder that nothing else uses",
                    fix: "--output \(Self.defaultOutput), or --stdout to put them elsewhere"
                )
            )
        }
        return problems + secretProblems
    }

    private var secretProblems: [Problem] {
        let names =
            [("etcd-secret", etcdSecret), ("certs-secret", certificatesSecret), ("storage-class", storageClass)]
            + imagePullSecrets.map { ("image-pull-secret", $0) }
        return names.compactMap { option, name in
            guard let name, !NameShape.isSubdomain(name) else { return nil }
            return Problem(
                "AB6005",
                "'--\(option) \(name)' is no name of an object",
                cause: "lower-case letters, digits, '-' and '.'",
                fix: "--\(option) \(Names.label(from: name, otherwise: suggestedName + "-" + option))"
            )
        }
    }

    private var storageProblems: [Problem] {
        var problems: [Problem] = []
        switch storage {
        case .sqlite:
            if replicaCount > 1 {
                problems.append(
                    Problem(
                        "AB6006",
                        "\(replicaCount) servers cannot share a SQLite file",
                        cause: "one process at a time may use it",
                        fix: "--storage etcd --etcd-servers https://etcd.example.com:2379, or --replicas 1"
                    )
                )
            }
            if !Self.isSize(storageSize) {
                problems.append(
                    Problem(
                        "AB6007",
                        "'--storage-size \(storageSize)' is no size",
                        cause: "a number above 0 with a unit: k, M, G, T, P, Ki, Mi, Gi, Ti, Pi, or none for bytes",
                        fix: "--storage-size \(Self.defaultStorageSize)"
                    )
                )
            }
        case .etcd:
            if etcdServers.isEmpty {
                problems.append(
                    Problem(
                        "AB6008",
                        "--storage etcd needs to know where etcd is",
                        cause: "no cluster lets others into its own etcd, so there is no usual place",
                        fix: "--etcd-servers https://etcd.example.com:2379"
                    )
                )
            }
            for server in etcdServers where !Self.isURL(server) {
                problems.append(
                    Problem(
                        "AB6009",
                        "'--etcd-servers \(server)' is no URL of a member",
                        cause: "such a URL has a scheme, a host and a port",
                        fix: "--etcd-servers https://etcd.example.com:2379"
                    )
                )
            }
        }
        return problems
    }

    private var certificateProblems: [Problem] {
        guard certificates == .provided, certificatesSecret == nil else { return [] }
        return [
            Problem(
                "AB6010",
                "--certs provided needs to know the Secret",
                cause: "the server reads tls.crt and tls.key there",
                fix: "--certs-secret \(name)-serving-cert --ca-bundle-file ca.crt"
            )
        ]
    }

    /// What was said that only something else would need.
    private var strayProblems: [Problem] {
        let stray: [(option: String, isThere: Bool, owner: String)] = [
            ("storage-size", storage != .sqlite && storageSize != Self.defaultStorageSize, "--storage sqlite"),
            ("storage-class", storage != .sqlite && storageClass != nil, "--storage sqlite"),
            ("etcd-secret", storage != .etcd && etcdSecret != nil, "--storage etcd"),
            ("certs-secret", certificates != .provided && certificatesSecret != nil, "--certs provided"),
            ("ca-bundle-file", certificates != .provided && authorityFile != nil, "--certs provided"),
        ]
        return stray.filter(\.isThere).map { option, _, owner in
            Problem("AB6012", "--\(option) goes with \(owner) alone", fix: "leave --\(option) out, or add \(owner)")
        }
    }

    /// Arguments that the manifests give the programs themselves: a program takes none of them twice.
    private var argumentProblems: [Problem] {
        let server = [
            "secure-port", "serving-certificate-secret", "serving-certificate-service", "tls-cert-file",
            "tls-private-key-file", "storage", "sqlite-file", "etcd-servers", "etcd-cafile", "etcd-certfile",
            "etcd-keyfile",
        ]
        let controllers = ["leader-elect", "leader-elect-resource-name", "health-probe-bind-address"]
        let given =
            apiserverArguments.map { ("apiserver-arg", $0, server) }
            + controllerArguments.map { ("controller-arg", $0, controllers) }
        return given.compactMap { option, argument, own in
            let name = argument.drop { $0 == "-" }.prefix { $0 != "=" }
            guard own.contains(String(name)) else { return nil }
            return Problem(
                "AB6016",
                "'--\(option)=\(argument)' contradicts the manifests",
                cause: "they give --\(name) themselves, as the other options of build config say",
                fix: "leave it out; apiserver-boot help build config shows the options"
            )
        }
    }

    private static func isURL(_ text: String) -> Bool {
        guard let scheme = ["https://", "http://"].first(where: { text.hasPrefix($0) }) else { return false }
        let rest = text.dropFirst(scheme.count)
        guard let colon = rest.lastIndex(of: ":"), colon != rest.startIndex else { return false }
        return UInt16(rest[rest.index(after: colon)...]) != nil && !rest.contains("/") && !rest.contains(" ")
    }

    /// Whether a text is a number with a unit of bytes.
    ///
    /// Source: apimachinery `resource.Quantity`, without fractions and exponents.
    private static func isSize(_ text: String) -> Bool {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int(digits), number > 0 else { return false }
        return ["", "k", "M", "G", "T", "P", "Ki", "Mi", "Gi", "Ti", "Pi"].contains(text.dropFirst(digits.count))
    }
}
