internal import LocalControlPlane
internal import Project

/// How the aggregation layer of a run finds extension servers and proves itself to them, as the command line says it.
///
/// The names are kube-apiserver's.
struct AggregationChoice {
    /// Whether servers are reached by the ready endpoints of their Services alone.
    let routesByEndpoints: Bool
    /// What takes the place of the control plane's own front-proxy certificate; nil for that.
    let frontProxy: FrontProxy?

    private static let certificateFlag = "proxy-client-cert-file"
    private static let keyFlag = "proxy-client-key-file"
    private static let authorityFlag = "requestheader-client-ca-file"
    private static let namesFlag = "requestheader-allowed-names"
    private static let routingFlag = "enable-aggregator-routing"

    static let options = [
        OptionSpec(
            routingFlag,
            .flag,
            "Reach extension servers by the ready endpoints of their Services alone"
        ),
        OptionSpec(
            certificateFlag,
            .value("file"),
            "Certificate that the control plane shows to extension servers, in place of its own"
        ),
        OptionSpec(keyFlag, .value("file"), "The key of that certificate"),
        OptionSpec(
            authorityFlag,
            .value("file"),
            "The CA of that certificate, which extension servers are told of; the control plane's own if left out"
        ),
        OptionSpec(
            namesFlag,
            .value("names"),
            "CommonNames that they are told to believe, by commas; the certificate's if left out"
        ),
    ]

    /// Reads the options and the files that they name.
    ///
    /// - Parameters:
    ///   - invocation: the command line.
    ///   - hasControlPlane: whether there is a control plane whose business this is.
    ///   - isKubernetes: whether it is kube-apiserver.
    ///   - keys: the folder of that control plane's own keys.
    ///   - now: seconds since 1970.
    /// - Throws: `Problems` for what does not go together, and for files that cannot be used.
    init(_ invocation: Invocation, hasControlPlane: Bool, isKubernetes: Bool, keys: String, at now: Int64) throws {
        let arguments = invocation.arguments
        routesByEndpoints = arguments.has(Self.routingFlag)
        let files = [Self.certificateFlag, Self.keyFlag, Self.authorityFlag]
        let given = (files + [Self.namesFlag]).filter { arguments.value($0) != nil }
        if !hasControlPlane, let flag = routesByEndpoints ? Self.routingFlag : given.first {
            throw Problems(
                Problem(
                    "AB5012",
                    "--\(flag) is for the control plane",
                    cause: "with --no-aggregator, --kubeconfig or --context there is none",
                    fix: "leave one of the two out"
                )
            )
        }
        if routesByEndpoints, isKubernetes {
            throw Problems(
                Problem(
                    "AB5018",
                    "--\(Self.routingFlag) does not go with KUBEBUILDER_ASSETS",
                    cause: "kube-apiserver takes no endpoints on 127.0.0.1; the server is an ExternalName to it",
                    fix: "leave one of the two out"
                )
            )
        }
        guard let first = given.first else {
            frontProxy = nil
            return
        }
        let paths = files.map { flag in
            arguments.value(flag).map { Path.absolute($0, from: Files.workingDirectory) }
        }
        guard let certificate = paths[0], let key = paths[1] else {
            let missing = paths[0] == nil ? Self.certificateFlag : Self.keyFlag
            throw Problems(
                Problem(
                    "AB5018",
                    "--\(first) needs --\(missing)",
                    cause: "a front proxy proves itself with a certificate and its key",
                    fix: "add --\(missing) FILE, or leave --\(first) out"
                )
            )
        }
        let proxy = FrontProxyFiles(certificate: certificate, key: key, authority: paths[2])
        let name = try proxy.check(own: keys + "/front-proxy-ca.crt", at: now)
        let names = arguments.value(Self.namesFlag).map(Self.split) ?? [name]
        guard names.contains(name) else {
            throw Problems(
                Problem(
                    "AB5019",
                    "--\(Self.namesFlag) does not name \"\(name)\"",
                    cause: "that is the CommonName of the certificate in \(certificate), which would not be believed",
                    fix: "add it: --\(Self.namesFlag) \((names + [name]).joined(separator: ","))"
                )
            )
        }
        frontProxy = FrontProxy(certificate: certificate, key: key, authority: paths[2], names: names)
    }

    private static func split(_ text: String) -> [String] {
        text.split(separator: ",").map { name in
            String(name.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
    }
}
