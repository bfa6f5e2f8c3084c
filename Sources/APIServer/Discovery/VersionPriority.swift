/// Order of versions in which clients prefer them: stable before beta before alpha, higher numbers first, anything that
/// is not a Kubernetes version last, by name.
///
/// Source: Kubernetes "Versions in CustomResourceDefinitions", version priority.
package struct VersionPriority: Comparable, Sendable {
    private enum Stability: Int { case other, alpha, beta, stable }

    /// The version as written: `v1beta1`.
    package let name: String
    private let stability: Stability
    private let major: Int
    private let minor: Int

    /// Reads a version; every text has a priority.
    package init(_ name: String) {
        self.name = name
        let parsed = Self.parse(name)
        stability = parsed?.stability ?? .other
        major = parsed?.major ?? 0
        minor = parsed?.minor ?? 0
    }

    /// The versions, most preferred first.
    package static func sorted(_ names: [String]) -> [String] { names.map(Self.init).sorted(by: >).map(\.name) }

    /// Whether clients prefer `right`.
    package static func < (left: Self, right: Self) -> Bool {
        guard left.stability == right.stability else { return left.stability.rawValue < right.stability.rawValue }
        guard left.stability != .other else { return left.name > right.name }
        return (left.major, left.minor) < (right.major, right.minor)
    }

    private static func parse(_ name: String) -> (stability: Stability, major: Int, minor: Int)? {
        guard name.utf8.first == UInt8(ascii: "v") else { return nil }
        var rest = name.utf8.dropFirst()
        guard let major = number(&rest) else { return nil }
        guard !rest.isEmpty else { return (.stable, major, 0) }
        for (word, stability) in [("alpha", Stability.alpha), ("beta", .beta)] where rest.starts(with: word.utf8) {
            rest = rest.dropFirst(word.utf8.count)
            guard let minor = number(&rest), rest.isEmpty else { return nil }
            return (stability, major, minor)
        }
        return nil
    }

    private static func number(_ rest: inout String.UTF8View.SubSequence) -> Int? {
        let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        rest = rest.dropFirst(digits.count)
        return Int(String(Substring(digits)))
    }
}
