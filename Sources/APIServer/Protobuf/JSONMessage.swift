internal import JSON
internal import Protobuf

/// How members of a JSON object become fields of a protobuf message.
struct JSONMessage: Sendable {
    /// What a value becomes.
    indirect enum Kind: Sendable {
        case string
        case boolean
        case integer
        case number
        /// All strings of a list, or one that stands alone.
        case strings
        /// A message of the members of an object. A function, as messages may contain themselves.
        case message(@Sendable () -> JSONMessage)
        /// Every element of a list for itself.
        case each(Kind)
        /// A message that repeats `{name, value}` for every member of an object.
        case map(Kind, field: Int)
        /// A message with that one field, which is one of several that exclude each other: so it is there even if it is
        /// false, 0 or empty.
        case wrapped(Kind, field: Int)
        /// A message without fields.
        case empty
        /// Any value as YAML, in field 2 of a message, as gnostic has it. JSON is YAML.
        case any
        /// What the look of the value decides.
        case chosen(@Sendable (JSONValue) -> Kind)
    }

    /// A field: its number and what the value becomes.
    typealias Field = (number: Int, kind: Kind)

    private let fields: [String: Field]
    private let extensions: Int?
    private let entries: Field?

    /// Makes a message of fields by key.
    ///
    /// - Parameters:
    ///   - fields: by key; other members are left out.
    ///   - extensions: number of the field that repeats `{name, any}` for members whose key begins with `x-`.
    ///   - entries: the field that repeats `{name, value}` for all other members.
    init(_ fields: [String: Field], extensions: Int? = nil, entries: Field? = nil) {
        self.fields = fields
        self.extensions = extensions
        self.entries = entries
    }

    /// Writes the members of an object.
    func write(_ value: JSONValue, to writer: inout ProtobufWriter) {
        for (key, value) in value.object ?? [:] {
            if let field = fields[key] {
                field.kind.write(value, field: field.number, to: &writer)
            } else if let extensions, key.hasPrefix("x-") {
                Kind.any.writeEntry(key, value, field: extensions, to: &writer)
            } else if let entries {
                entries.kind.writeEntry(key, value, field: entries.number, to: &writer)
            }
        }
    }
}

extension JSONMessage.Kind {
    /// Writes a value as a field; what is false, 0 or empty only if the field says so by being there.
    func write(_ value: JSONValue, field: Int, evenIfZero: Bool = false, to writer: inout ProtobufWriter) {
        switch self {
        case .string: writer.string(field, value.string, evenIfZero: evenIfZero)
        case .boolean: writer.boolean(field, value.bool, evenIfZero: evenIfZero)
        case .integer: writer.integer(field, value.integer, evenIfZero: evenIfZero)
        case .number: writer.double(field, value.double, evenIfZero: evenIfZero)
        case .strings: writer.strings(field, (value.array ?? [value]).compactMap(\.string))
        case .message(let message): writer.message(field) { message().write(value, to: &$0) }
        case .each(let kind): for element in value.array ?? [] { kind.write(element, field: field, to: &writer) }
        case .map(let kind, let entry):
            writer.message(field) { map in
                for (key, value) in value.object ?? [:] { kind.writeEntry(key, value, field: entry, to: &map) }
            }
        case .wrapped(let kind, let inner):
            writer.message(field) { kind.write(value, field: inner, evenIfZero: true, to: &$0) }
        case .empty: writer.message(field) { _ in }
        case .any: writer.message(field) { $0.data(2, JSONWriter.bytes(value)) }
        case .chosen(let choose): choose(value).write(value, field: field, evenIfZero: evenIfZero, to: &writer)
        }
    }

    /// Writes a message of a name and a value.
    func writeEntry(_ name: String, _ value: JSONValue, field: Int, to writer: inout ProtobufWriter) {
        writer.message(field) { entry in
            entry.string(1, name)
            write(value, field: 2, to: &entry)
        }
    }
}
