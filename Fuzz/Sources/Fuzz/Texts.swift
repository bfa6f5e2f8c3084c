internal import JSON
internal import YAML

/// The readers of JSON and YAML.
enum Texts {
    static func json(_ input: [UInt8]) {
        guard let value = try? JSONReader.parse(input) else {
            hold((try? JSONReader.parseReportingDuplicates(input)) == nil, "one reader refuses what the other takes")
            return
        }
        hold((try? JSONReader.parseReportingDuplicates(input))?.value == value, "the readers disagree")
        let compact = JSONWriter.bytes(value)
        hold(isSame(try? JSONReader.parse(compact), value), "compact text reads differently")
        let pretty = JSONWriter.pretty(value)
        hold(isSame(try? JSONReader.parse(pretty), value), "pretty text reads differently")
        hold(JSONWriter.prettyPrint(compact) == pretty, "the pretty printers disagree")
    }

    static func yaml(_ input: [UInt8]) {
        let all = try? YAMLReader.parseAll(input)
        guard let value = try? YAMLReader.parse(input) else {
            hold(all == nil, "all documents were read, but not the first")
            return
        }
        if let all { hold((all.first ?? .null) == value, "the first of all documents is another one") }
        hold((try? YAMLReader.parseReportingDuplicates(input))?.value == value, "the readers disagree")
        let text = YAMLWriter.bytes(value, sortKeys: false)
        hold(
            isSame(try? YAMLReader.parse(text), value),
            "written text reads differently:\n" + String(decoding: text, as: UTF8.self)
        )
    }

    /// Whether a text that was written reads as the value.
    ///
    /// Doubles without fraction come back as integers: 1.0, -0.0, and large ones with the few digits that tell them apart
    /// from other doubles. So numbers are compared as doubles, unless there are only integers, which must be exact.
    private static func isSame(_ read: JSONValue?, _ written: JSONValue) -> Bool {
        hasDoubles(written) ? read.map(inDoubles) == inDoubles(written) : read == written
    }

    private static func hasDoubles(_ value: JSONValue) -> Bool {
        switch value {
        case .number: true
        case .array(let elements): elements.contains(where: hasDoubles)
        case .object(let members): members.contains { hasDoubles($0.value) }
        case .null, .bool, .integer, .string: false
        }
    }

    private static func inDoubles(_ value: JSONValue) -> JSONValue {
        switch value {
        case .integer(let number): .number(Double(number))
        case .array(let elements): .array(elements.map(inDoubles))
        case .object(let members):
            .object(members.reduce(into: JSONObject()) { $0.append(inDoubles($1.value), forNewKey: $1.key) })
        case .null, .bool, .number, .string: value
        }
    }
}
