internal import APIMachinery
internal import JSON
internal import Protobuf
internal import TLS

/// How a protobuf message becomes JSON.
struct MessageShape: Sendable {
    /// What one field becomes.
    indirect enum Kind: Sendable {
        case text
        case number
        /// A number that Go's JSON leaves out when it is 0.
        case nonzero
        case flag
        /// Base 64.
        case bytes
        /// `meta/v1` Time.
        case time
        case intOrString
        case message(MessageShape)
        /// A message whose fields are the object's own, as those of an embedded struct in Go; its name says nothing.
        case embedded(MessageShape)
        /// A message whose one field is the value, such as a named list type.
        case wrapped(Kind)
        case list(Kind)
        case map(Kind)
    }

    private let fields: [Int: (name: String, kind: Kind)]

    init(_ fields: [Int: (String, Kind)]) { self.fields = fields.mapValues { (name: $0.0, kind: $0.1) } }

    /// The object in a message; fields that are not known are left out, as are empty ones that stand for nothing.
    func json(_ bytes: ArraySlice<UInt8>) throws(ProtobufReader.Malformed) -> JSONValue {
        var reader = ProtobufReader(bytes)
        var object = JSONObject()
        while let (number, value) = try reader.next() {
            guard let (name, kind) = fields[number] else { continue }
            switch (kind, value) {
            case (.embedded(let shape), .bytes(let bytes)):
                for (key, member) in try shape.json(bytes).object ?? JSONObject() { object[key] = member }
            case (.list(let element), _):
                object[name] = .array((object[name]?.array ?? []) + [try Self.json(value, element)])
            case (.map(let element), .bytes(let entry)):
                let (key, member) = try Self.entry(entry, element)
                var map = object[name]?.object ?? JSONObject()
                map[key] = member
                object[name] = .object(map)
            default:
                let json = try Self.json(value, kind)
                // Go writes every plain field: what is empty was not set.
                if json == "" || json == .null { continue }
                object[name] = json
            }
        }
        return .object(object)
    }

    private static func entry(
        _ bytes: ArraySlice<UInt8>,
        _ kind: Kind
    ) throws(ProtobufReader.Malformed) -> (String, JSONValue) {
        var reader = ProtobufReader(bytes)
        var key = ""
        var member: JSONValue?
        while let (number, value) = try reader.next() {
            if number == 1, case .bytes(let text) = value { key = String(decoding: text, as: UTF8.self) }
            if number == 2 { member = try json(value, kind) }
        }
        return (key, member ?? "")
    }

    private static func json(_ value: ProtobufReader.Value, _ kind: Kind) throws(ProtobufReader.Malformed) -> JSONValue
    {
        switch (kind, value) {
        case (.text, .bytes(let bytes)): return .string(String(decoding: bytes, as: UTF8.self))
        case (.bytes, .bytes(let bytes)): return .string(Base64.encode(Array(bytes)))
        case (.number, .number(let number)): return .integer(Int64(bitPattern: number))
        case (.nonzero, .number(let number)): return number == 0 ? .null : .integer(Int64(bitPattern: number))
        case (.flag, .number(let number)): return .bool(number != 0)
        case (.message(let shape), .bytes(let bytes)): return try shape.json(bytes)
        case (.wrapped(let inner), .bytes(let bytes)):
            return try MessageShape([1: ("value", inner)]).json(bytes)["value"] ?? []
        case (.time, .bytes(let bytes)):
            guard let seconds = try MessageShape([1: ("seconds", .number)]).json(bytes)["seconds"]?.integer else {
                return .null
            }
            return .string(Timestamp(secondsSince1970: seconds).description)
        case (.intOrString, .bytes(let bytes)):
            let shape = MessageShape([1: ("type", .number), 2: ("number", .number), 3: ("text", .text)])
            let json = try shape.json(bytes)
            if json["type"]?.integer == 1 { return json["text"] ?? .null }
            // 0 is what an absent value looks like.
            return json["number"]?.integer == 0 ? .null : json["number"] ?? .null
        default: throw ProtobufReader.Malformed()
        }
    }
}
