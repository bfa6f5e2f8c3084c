/// What a Lease says of who leads.
///
/// Source: client-go, `tools/leaderelection/resourcelock/interface.go`; `coordination.k8s.io/v1` `LeaseSpec`.
struct LeaseRecord: Sendable, Equatable {
    /// Empty once the leader has given it up.
    var holder: String
    /// For how long the leader may be believed after its last renewal.
    var duration: Duration
    var acquired: MicroTime
    var renewed: MicroTime
    /// How often the leader has changed.
    var transitions: Int64

    init(holder: String, duration: Duration, acquired: MicroTime, renewed: MicroTime, transitions: Int64) {
        self.holder = holder
        self.duration = duration
        self.acquired = acquired
        self.renewed = renewed
        self.transitions = transitions
    }

    /// Reads the `spec` of a Lease; what is missing is empty.
    init(_ lease: JSONValue) {
        let spec = lease["spec"]
        func time(_ name: String) -> MicroTime {
            spec?[name]?.string.flatMap { MicroTime($0) } ?? MicroTime(microsecondsSince1970: 0)
        }
        holder = spec?["holderIdentity"]?.string ?? ""
        duration = .seconds(spec?["leaseDurationSeconds"]?.integer ?? 0)
        acquired = time("acquireTime")
        renewed = time("renewTime")
        transitions = spec?["leaseTransitions"]?.integer ?? 0
    }

    /// The duration in whole seconds, as a Lease says it: rounded up, for others must not take the Lease too early.
    private var seconds: Int64 {
        let (seconds, rest) = duration.components
        return max(1, rest > 0 ? seconds + 1 : seconds)
    }

    /// A Lease that says this; `lease` is what there is already.
    func lease(_ name: NamespacedName, over lease: JSONValue?) -> JSONValue {
        var result: JSONValue =
            lease ?? [
                "apiVersion": "coordination.k8s.io/v1", "kind": "Lease",
                "metadata": ["name": .string(name.name), "namespace": .string(name.namespace)],
            ]
        result["spec"] = [
            "acquireTime": acquired.json,
            "holderIdentity": .string(holder),
            "leaseDurationSeconds": .integer(seconds),
            "leaseTransitions": .integer(transitions),
            "renewTime": renewed.json,
        ]
        return result
    }
}
