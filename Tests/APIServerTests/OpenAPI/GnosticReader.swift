import JSON

/// Reads the protobuf of OpenAPI documents back into the JSON that they were made of, by a table of the messages.
///
/// Every field of every message that a document has must be in the table.
/// Source: gnostic `openapiv2/OpenAPIv2.proto`, `openapiv3/OpenAPIv3.proto`.
struct GnosticReader: Sendable {
    /// What is in a field.
    indirect enum Shape: Sendable {
        case string, boolean, integer, double
        /// JSON as YAML, in field 2.
        case any
        case message(String)
        /// A field that may be there more than once.
        case many(Shape)
        /// A message of which the first field repeats `{name, value}`.
        case map(Shape)
        /// A message with one of these fields.
        case oneOf([Int: Shape])
        /// The same field in the message itself: `{name, value}`, where members of the JSON object have no key of their own.
        case members(Shape)
    }

    struct Unexpected: Error {
        let field: Int
        let message: String
    }

    typealias Message = [Int: (key: String, shape: Shape)]

    let messages: [String: Message]

    /// A message as an object.
    func object(_ bytes: [UInt8], _ name: String) throws -> JSONValue {
        guard let message = messages[name], let reader = ProtobufReader(bytes) else {
            throw Unexpected(field: 0, message: name)
        }
        var object = JSONObject()
        for (number, value) in reader.fields {
            guard let (key, shape) = message[number] else { throw Unexpected(field: number, message: name) }
            switch shape {
            case .many(let element):
                var elements = object[key]?.array ?? []
                elements.append(try read(value, element))
                object[key] = .array(elements)
            case .members(let element):
                let (name, member) = try entry(value, element)
                object[name] = member
            default: object[key] = try read(value, shape)
            }
        }
        return .object(object)
    }

    private func read(_ value: ProtobufReader.Value, _ shape: Shape) throws -> JSONValue {
        switch (value, shape) {
        case (.number(let number), .boolean): return .bool(number != 0)
        case (.number(let number), .integer): return .integer(Int64(bitPattern: number))
        case (.double(let double), .double): return .number(double)
        case (.bytes(let bytes), .string): return .string(String(decoding: bytes, as: UTF8.self))
        case (.bytes(let bytes), .message(let name)): return try object(bytes, name)
        case (.bytes(let bytes), .any):
            guard case .bytes(let yaml)? = ProtobufReader(bytes)?.fields.first?.value else { break }
            return try JSONReader.parse(yaml)
        case (.bytes(let bytes), .map(let element)):
            var object = JSONObject()
            for (_, value) in ProtobufReader(bytes)?.fields ?? [] {
                let (name, member) = try entry(value, element)
                object[name] = member
            }
            return .object(object)
        case (.bytes(let bytes), .oneOf(let shapes)):
            guard let fields = ProtobufReader(bytes)?.fields else { break }
            guard let first = fields.first else {
                guard case .many? = shapes[1] else { return .null }
                return []
            }
            guard let shape = shapes[first.number] else { throw Unexpected(field: first.number, message: "oneof") }
            guard case .many(let element) = shape else { return try read(first.value, shape) }
            return .array(try fields.map { try read($0.value, element) })
        default: break
        }
        throw Unexpected(field: 0, message: "\(shape)")
    }

    private func entry(_ value: ProtobufReader.Value, _ shape: Shape) throws -> (String, JSONValue) {
        guard case .bytes(let bytes) = value, let fields = ProtobufReader(bytes)?.fields else {
            throw Unexpected(field: 0, message: "entry")
        }
        var (name, member) = ("", JSONValue.null)
        for (number, value) in fields {
            switch number {
            case 1: name = try read(value, .string).string ?? ""
            case 2: member = try read(value, shape)
            default: throw Unexpected(field: number, message: "entry")
            }
        }
        return (name, member)
    }

    /// A message whose fields have these numbers.
    static func message(_ fields: [(Int, String, Shape)]) -> Message {
        Message(uniqueKeysWithValues: fields.map { ($0.0, (key: $0.1, shape: $0.2)) })
    }

    // MARK: What the form cannot tell

    /// The document as its protobuf tells it.
    ///
    /// False, 0 and empty strings are not there, and numbers are doubles where the form has no others. Names of members and
    /// what extensions hold are left as they are.
    static func told(_ document: JSONValue, isV3: Bool) -> JSONValue { told(document, isV3, isNames: false) }

    private static let names: Set<String> = [
        "properties", "definitions", "schemas", "paths", "responses", "content", "securitySchemes",
        "securityDefinitions",
        "parameters", "headers",
    ]
    private static let doubles: Set<String> = ["maximum", "minimum", "multipleOf"]

    private static func told(_ value: JSONValue, _ isV3: Bool, isNames: Bool) -> JSONValue {
        switch value {
        case .array(let elements): return .array(elements.map { told($0, isV3, isNames: false) })
        case .object(let members):
            var told = JSONObject()
            for (key, value) in members {
                let member = isNames ? Self.told(value, isV3, isNames: false) : Self.member(key, value, isV3)
                if let member { told[key] = member }
            }
            return .object(told)
        case .null, .bool, .integer, .number, .string: return value
        }
    }

    private static func member(_ key: String, _ value: JSONValue, _ isV3: Bool) -> JSONValue? {
        if key.hasPrefix("x-") || ["enum", "example", "security"].contains(key) { return value }
        if key == "default", !isV3 { return value }
        if key == "default" {
            return value.object == nil && value.array == nil ? value.double.map { .number($0) } ?? value : .null
        }
        switch value {
        case .bool(false) where key != "additionalProperties": return nil
        case .integer(0), .number(0), .string(""), .array([]): return nil
        case .integer where doubles.contains(key): return value.double.map { .number($0) }
        default: return told(value, isV3, isNames: names.contains(key))
        }
    }
}
