internal import ComponentBase
internal import Telemetry

/// What the flags of a controller manager say.
struct ManagerSettings: Sendable {
    /// Where a port of its own is served.
    struct Address: Sendable, Equatable {
        let host: String
        let port: UInt16
    }

    /// The kubeconfig to use; nil to look for one.
    var kubeconfig: String?
    var namespace: String?
    var concurrency: Int
    /// Where `/metrics` is served; nil for nowhere.
    var metrics: Address?
    /// Where `/healthz` and `/readyz` are served; nil for nowhere.
    var probes: Address?
    var elects: Bool
    var leaseDuration: Duration
    var renewDeadline: Duration
    var retryPeriod: Duration
    var leaseName: String
    var leaseNamespace: String?
    var logLevel: LogLevel

    /// - Throws: every fault with what to type instead.
    init(_ flags: CommandFlags) throws(CommandLineError) {
        kubeconfig = flags.text("kubeconfig")
        namespace = flags.text("namespace")
        concurrency = try flags.number("concurrency", in: 1...1000)
        metrics = try Self.address(flags, "metrics-bind-address")
        probes = try Self.address(flags, "health-probe-bind-address")
        elects = flags["leader-elect"] == "true"
        leaseDuration = try flags.duration("leader-elect-lease-duration")
        renewDeadline = try flags.duration("leader-elect-renew-deadline")
        retryPeriod = try flags.duration("leader-elect-retry-period")
        leaseName = flags["leader-elect-resource-name"] ?? ""
        leaseNamespace = flags.text("leader-elect-resource-namespace")
        logLevel = try flags.number("v", in: 0...10) >= 4 ? .debug : .info
        guard leaseDuration >= .seconds(1) else {
            throw CommandLineError(
                what: "--leader-elect-lease-duration is shorter than a second",
                fix: "--leader-elect-lease-duration=15s"
            )
        }
        guard leaseDuration > renewDeadline, renewDeadline > retryPeriod * 1.2, retryPeriod > .zero else {
            throw CommandLineError(
                what: "a leader must have time to renew its lease several times before others take it",
                fix:
                    "--leader-elect-lease-duration=15s --leader-elect-renew-deadline=10s --leader-elect-retry-period=2s,"
                    + " or others as far apart"
            )
        }
    }

    /// `host:port`, `:port` for every address of the machine, `0` for nowhere.
    static func address(_ flags: CommandFlags, _ name: String) throws(CommandLineError) -> Address? {
        let text = flags[name] ?? ""
        guard text != "0", !text.isEmpty else { return nil }
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            throw CommandLineError(
                what: "--\(name)=\(text) is no address",
                fix: "--\(name)=127.0.0.1:8080, :8080 for every address of the machine, or 0 for none"
            )
        }
        var host = text[..<colon]
        if host.first == "[", host.last == "]" { host = host.dropFirst().dropLast() }
        return Address(host: host.isEmpty ? "::" : String(host), port: port)
    }

    static func flags(name: String) -> [CommandFlag] {
        [
            CommandFlag(
                "kubeconfig",
                "FILE",
                "How to reach the API server. Otherwise KUBECONFIG, the pod's service account, ~/.kube/config."
            ),
            CommandFlag("namespace", "NAME", "The only namespace to look at; all of them if not given."),
            CommandFlag(
                "concurrency",
                "N",
                "How many objects of one kind are worked on at a time.",
                default: "1"
            ),
            CommandFlag(
                "metrics-bind-address",
                "HOST:PORT",
                "Where /metrics is served as plain HTTP, such as 127.0.0.1:8080 or :8080; 0 for nowhere.",
                default: "0"
            ),
            CommandFlag(
                "health-probe-bind-address",
                "HOST:PORT",
                "Where /healthz and /readyz are served as plain HTTP, such as :8081; 0 for nowhere.",
                default: "0"
            ),
            CommandFlag("leader-elect", nil, "Lets only one of several copies work.", default: "false"),
            CommandFlag(
                "leader-elect-lease-duration",
                "DURATION",
                "How long others wait for a leader that says nothing.",
                default: "15s"
            ),
            CommandFlag(
                "leader-elect-renew-deadline",
                "DURATION",
                "How long a leader tries to renew its lease before it gives up.",
                default: "10s"
            ),
            CommandFlag(
                "leader-elect-retry-period",
                "DURATION",
                "How often the leader renews its lease, and others look.",
                default: "2s"
            ),
            CommandFlag(
                "leader-elect-resource-name",
                "NAME",
                "Name of the Lease that copies agree by.",
                default: name
            ),
            CommandFlag(
                "leader-elect-resource-namespace",
                "NAME",
                "Namespace of the Lease; otherwise that of the pod, or of the kubeconfig's context."
            ),
            CommandFlag("v", "LEVEL", "How much to log: 0 to 10; 4 and more show every attempt.", default: "0"),
        ]
    }
}
