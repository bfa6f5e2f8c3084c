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
        hold((try? JSONReader.parse(compact)).map(settled) == settled(value), "compact text reads differently")
        let pretty = JSONWriter.pretty(value)
        hold((try? JSONReader.parse(pretty)).map(settled) == settled(value), "pretty text reads differently")
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
            (try? YAMLReader.parse(text)).map(settled) == settled(value),
            "written text reads differently:\n" + String(decoding: text, as: UTF8.self)
        )
    }

    /// A tree whose doubles without fraction are integers, as they are once they were written: 1.0 as 1, -0.0 as -0.
    private static func settled(_ value: JSONValue) -> JSONValue {
        switch value {
        case .number(let number): Int64(exactly: number).map { .integer($0) } ?? value
        case .array(let elements): .array(elements.map(settled))
        case .object(let members):
            .object(members.reduce(into: JSONObject()) { $0.append(settled($1.value), forNewKey: $1.key) })
        case .null, .bool, .integer, .string: value
        }
    }
}
