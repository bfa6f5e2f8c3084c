/// The version of a member, as far as it matters.
struct EtcdVersion: Sendable, Equatable, Comparable {
    let numbers: [Int]

    /// Reads `3.5.13`, `3.6.0-rc.1`; numbers that cannot be read are 0.
    init(_ text: String) {
        let core = text.prefix { $0 != "-" && $0 != "+" }
        let parts = core.split(separator: ".").prefix(3).map { Int($0) ?? 0 }
        numbers = parts + Array(repeating: 0, count: 3 - parts.count)
    }

    static func < (left: EtcdVersion, right: EtcdVersion) -> Bool {
        left.numbers.lexicographicallyPrecedes(right.numbers)
    }

    /// Whether the member, asked how far a stream of watches is, answers only when all changes before were sent.
    ///
    /// Older ones may answer too early.
    /// Source: apiserver `storage/feature/feature_support_checker.go`, `RequestWatchProgress`; etcd issue 15220.
    var tellsProgress: Bool {
        self >= EtcdVersion("3.5.13") || (self >= EtcdVersion("3.4.31") && self < EtcdVersion("3.5.0"))
    }
}
