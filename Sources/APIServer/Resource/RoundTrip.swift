internal import APIMachinery
internal import JSON

/// The way of objects from the hub of a kind to another version and back: a test of conversions.
///
/// The hub carries all that any version can say, and every write through a version goes this way. What gets lost on it
/// is lost to the users of the API.
public struct RoundTrip: Sendable {
    /// `Bee.insect.example.com: v1beta1 → v1 → v1beta1`.
    public let name: String
    private let schema: Schema
    private let go: @Sendable (JSONValue) throws -> (before: JSONValue, after: JSONValue)

    /// One for every version that is converted through another.
    public static func all(of groups: [APIGroup]) -> [RoundTrip] {
        groups.flatMap(\.versions).flatMap(\.resources).compactMap { type in
            (type as? any Convertible.Type).map { make($0) }
        }
    }

    private static func make<Version: Convertible>(_ type: Version.Type) -> RoundTrip {
        let (definition, hub) = (Version.definition, Version.Hub.definition)
        let name = "\(hub.kind).\(hub.group): \(hub.version) → \(definition.version) → \(hub.version)"
        return RoundTrip(name: name, schema: hub.schema) { tree in
            let before = try Version.Hub(json: tree)
            let there = try Version(json: Version(hub: before).json)
            return (before.json, there.hub.json)
        }
    }

    private init(
        name: String,
        schema: Schema,
        go: @escaping @Sendable (JSONValue) throws -> (before: JSONValue, after: JSONValue)
    ) {
        self.name = name
        self.schema = schema
        self.go = go
    }

    /// What objects lose on the way, as far as their own fields go: `spec.size: 5 becomes 1`.
    ///
    /// - Parameters:
    ///   - seed: of the made-up objects; the same seed makes the same objects.
    ///   - count: how many objects are sent.
    /// - Returns: the first example of each field, in the order in which they were found; empty if nothing is lost.
    /// - Throws: what the types throw when an object does not fit them.
    public func losses(seed: UInt64 = 1, count: Int = 500) throws -> [String] {
        var generator = SeededGenerator(seed: seed)
        var found: [String] = []
        var fields: Set<String> = []
        for _ in 0..<count {
            let (before, after) = try go(object(using: &generator))
            var differences: [Difference] = []
            Self.compare(before, after, "", &differences)
            for difference in differences where fields.insert(difference.field).inserted {
                found.append(
                    "\(difference.path): \(Self.text(difference.before)) becomes \(Self.text(difference.after))"
                )
            }
        }
        return found
    }

    private func object(using generator: inout SeededGenerator) -> JSONValue {
        var object = schema.randomValue(using: &generator)
        for key in ["kind", "apiVersion", "metadata"] { object[key] = nil }
        return object
    }

    private struct Difference {
        /// With the places in lists.
        let path: String
        /// Without them.
        let field: String
        let before: JSONValue?
        let after: JSONValue?
    }

    private static func compare(
        _ before: JSONValue?,
        _ after: JSONValue?,
        _ path: String,
        _ differences: inout [Difference]
    ) {
        guard before != after else { return }
        switch (before, after) {
        case (.object(let left)?, .object(let right)?):
            var keys = left.map(\.key)
            keys += right.map(\.key).filter { left[$0] == nil }
            for key in keys where !(path.isEmpty && ["kind", "apiVersion", "metadata"].contains(key)) {
                compare(left[key], right[key], path.isEmpty ? key : path + "." + key, &differences)
            }
        case (.array(let left)?, .array(let right)?) where left.count == right.count:
            for (place, pair) in zip(left, right).enumerated() {
                compare(pair.0, pair.1, "\(path)[\(place)]", &differences)
            }
        default:
            let field = path.filter { !$0.isNumber }
            differences.append(Difference(path: path, field: field, before: before, after: after))
        }
    }

    private static func text(_ value: JSONValue?) -> String { value.map { "\($0)" } ?? "nothing" }
}

extension RoundTrip: CustomStringConvertible {
    /// The name.
    public var description: String { name }
}
