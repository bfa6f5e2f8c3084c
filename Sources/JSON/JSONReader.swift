/// Reads JSON text: RFC 8259, nothing more and nothing less.
///
/// Numbers without fraction and exponent that fit 64 bits are integers. Of members with equal keys the last one wins.
/// Bytes in a string that are not UTF-8, and escaped halves of surrogate pairs, become U+FFFD one by one.
/// Source: RFC 8259; the behaviour of Go's encoding/json, which Kubernetes clients see.
public enum JSONReader {
    /// Reads one value; only white space may follow it.
    ///
    /// - Parameters:
    ///   - bytes: the text, UTF-8.
    ///   - maximumDepth: how deep arrays and objects may be nested.
    /// - Returns: the value.
    /// - Throws: what is wrong and where.
    /// - Complexity: O(n) in the number of bytes.
    public static func parse(_ bytes: [UInt8], maximumDepth: Int = 512) throws(JSONParseError) -> JSONValue {
        let result = bytes.withUnsafeBufferPointer { buffer -> Result<JSONValue, JSONParseError> in
            var parser = JSONParser(buffer, maximumDepth: maximumDepth, reportsDuplicates: false)
            return parser.document()
        }
        return try result.get()
    }

    /// Reads one value from a text.
    public static func parse(_ text: String, maximumDepth: Int = 512) throws(JSONParseError) -> JSONValue {
        try parse(Array(text.utf8), maximumDepth: maximumDepth)
    }

    /// Reads one value and notes which members were given more than once, for strict field validation.
    ///
    /// - Throws: what is wrong and where; duplicate members are no error.
    public static func parseReportingDuplicates(_ bytes: [UInt8]) throws(JSONParseError) -> JSONDocument {
        let result = bytes.withUnsafeBufferPointer { buffer -> Result<JSONDocument, JSONParseError> in
            var parser = JSONParser(buffer, maximumDepth: 512, reportsDuplicates: true)
            let result = parser.document()
            return result.map { JSONDocument(value: $0, duplicateFields: parser.duplicates.fields) }
        }
        return try result.get()
    }
}

/// A value that was read together with what a strict reader has to say about it.
public struct JSONDocument: Sendable, Equatable {
    /// The value; of members with equal keys it has the last one.
    public var value: JSONValue
    /// The members that were given more than once, each once, as Kubernetes writes paths: `spec.items[2].x`.
    public var duplicateFields: [String]

    /// Makes a document.
    public init(value: JSONValue, duplicateFields: [String] = []) {
        self.value = value
        self.duplicateFields = duplicateFields
    }
}

/// Keeps the path of the value that is being read, and the paths at which a key came twice.
///
/// Readers of other formats that make JSON trees use it too.
package struct DuplicateFields: Sendable {
    private enum Part {
        case key(String)
        case index(Int)
    }

    /// More than this many different fields are not listed.
    private static let limit = 100

    /// Whether anything is noted at all.
    package let isEnabled: Bool
    /// The fields that came twice, in the order in which that was seen.
    package private(set) var fields: [String] = []
    private var path: [Part] = []

    /// Makes an empty list.
    package init(isEnabled: Bool) { self.isEnabled = isEnabled }

    /// Goes down to the member with that key.
    package mutating func enter(_ key: String) {
        if isEnabled { path.append(.key(key)) }
    }

    /// Goes down to the element at that place.
    package mutating func enter(_ index: Int) {
        if isEnabled { path.append(.index(index)) }
    }

    /// Goes one level up.
    package mutating func leave() {
        if isEnabled { path.removeLast() }
    }

    /// Notes that the member with that key came again.
    package mutating func note(_ key: String) {
        guard isEnabled, fields.count < Self.limit else { return }
        var text = ""
        for part in path + [.key(key)] {
            switch part {
            case .key(let key): text += text.isEmpty ? key : "." + key
            case .index(let index): text += "[\(index)]"
            }
        }
        if !fields.contains(text) { fields.append(text) }
    }
}
