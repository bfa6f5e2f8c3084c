public import JSON

/// One step on the way to a field of an object.
///
/// Source: structured-merge-diff `fieldpath.PathElement`.
public enum PathElement: Sendable, Hashable {
    /// A field of an object or a key of a map.
    case field(String)
    /// The element of a list that has these values in its key fields; the members are sorted.
    case key(JSONObject)
    /// The element of a set.
    case value(JSONValue)
    /// A place in a list.
    case index(Int)
}

extension PathElement {
    /// The key under which `fieldsV1` keeps the step: `f:spec`, `k:{"uid":"x"}`, `v:"a"`, `i:3`.
    var text: String {
        switch self {
        case .field(let name): "f:" + name
        case .key(let members): "k:" + String(decoding: JSONWriter.bytes(.object(members)), as: UTF8.self)
        case .value(let value): "v:" + String(decoding: JSONWriter.bytes(value), as: UTF8.self)
        case .index(let place): "i:\(place)"
        }
    }

    /// Reads a key of `fieldsV1`; nil if a later version of the format knows what it is.
    ///
    /// - Throws: it is none.
    init?(text: String) throws(FieldSetError) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 2, bytes[1] == UInt8(ascii: ":") else { throw FieldSetError(key: text) }
        let rest = Array(bytes[2...])
        switch bytes[0] {
        case UInt8(ascii: "f"): self = .field(String(decoding: rest, as: UTF8.self))
        case UInt8(ascii: "i"):
            guard let place = Int(String(decoding: rest, as: UTF8.self)) else { throw FieldSetError(key: text) }
            self = .index(place)
        case UInt8(ascii: "v"):
            guard let value = try? JSONReader.parse(rest) else { throw FieldSetError(key: text) }
            self = PathElement.value(value).normalized
        case UInt8(ascii: "k"):
            guard case .object(var members)? = try? JSONReader.parse(rest) else { throw FieldSetError(key: text) }
            members.sort()
            self = PathElement.key(members).normalized
        default: return nil
        }
    }
}

/// A text that is no set of fields.
struct FieldSetError: Error, Equatable {
    /// The key that could not be read.
    let key: String
}

/// As messages show a step: `.spec`, `[uid="x"]`, `[="a"]`, `[3]`.
extension PathElement: CustomStringConvertible {
    /// The step as messages show it.
    public var description: String {
        switch self {
        case .field(let name): "." + name
        case .key(let members):
            "[" + members.map { $0.key + "=" + Self.shown($0.value) }.joined(separator: ",") + "]"
        case .value(let value): "[=" + Self.shown(value) + "]"
        case .index(let place): "[\(place)]"
        }
    }

    private static func shown(_ value: JSONValue) -> String {
        switch value {
        case .string(let text): GoText.quoted(text)
        case .number(let number): GoText.number(number)
        default: GoText.json(value)
        }
    }
}

/// Fields before keys before values before places, each kind in its own order.
extension PathElement: Comparable {
    /// Whether the first comes before the second.
    public static func < (left: PathElement, right: PathElement) -> Bool { order(left, right) < 0 }

    /// Negative if the first comes first, 0 if they are equal.
    static func order(_ left: PathElement, _ right: PathElement) -> Int {
        switch (left, right) {
        case (.field(let left), .field(let right)): byteOrder(left, right)
        case (.key(let left), .key(let right)): memberOrder(left, right)
        case (.value(let left), .value(let right)): valueOrder(left, right)
        case (.index(let left), .index(let right)): left < right ? -1 : left > right ? 1 : 0
        default: left.rank - right.rank
        }
    }

    private var rank: Int {
        switch self {
        case .field: 0
        case .key: 1
        case .value: 2
        case .index: 3
        }
    }

    private static func byteOrder(_ left: String, _ right: String) -> Int {
        var others = right.utf8.makeIterator()
        for byte in left.utf8 {
            guard let other = others.next() else { return 1 }
            if byte != other { return byte < other ? -1 : 1 }
        }
        return others.next() == nil ? 0 : -1
    }

    private static func memberOrder(_ left: JSONObject, _ right: JSONObject) -> Int {
        for (mine, other) in zip(left, right) {
            let keys = byteOrder(mine.key, other.key)
            if keys != 0 { return keys }
            let values = valueOrder(mine.value, other.value)
            if values != 0 { return values }
        }
        return left.count - right.count
    }

    /// Numbers before texts before booleans before lists before objects before null.
    private static func valueOrder(_ left: JSONValue, _ right: JSONValue) -> Int {
        switch (left, right) {
        case (.integer(let left), .integer(let right)): return left < right ? -1 : left > right ? 1 : 0
        case (.string(let left), .string(let right)): return byteOrder(left, right)
        case (.bool(let left), .bool(let right)): return left == right ? 0 : left ? 1 : -1
        case (.array(let left), .array(let right)):
            for (mine, other) in zip(left, right) {
                let order = valueOrder(mine, other)
                if order != 0 { return order }
            }
            return left.count - right.count
        case (.object(var left), .object(var right)):
            left.sort()
            right.sort()
            return memberOrder(left, right)
        default:
            if let left = left.double, let right = right.double { return left < right ? -1 : left > right ? 1 : 0 }
            return valueRank(left) - valueRank(right)
        }
    }

    private static func valueRank(_ value: JSONValue) -> Int {
        switch value {
        case .integer, .number: 0
        case .string: 1
        case .bool: 2
        case .array: 3
        case .object: 4
        case .null: 5
        }
    }
}
