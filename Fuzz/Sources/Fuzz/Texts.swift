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
        // Bytes are compared, not values: 1.0 is written as 1 and then is an integer.
        let compact = JSONWriter.bytes(value)
        hold((try? JSONReader.parse(compact)).map(JSONWriter.bytes) == compact, "compact text reads differently")
        let pretty = JSONWriter.pretty(value)
        hold((try? JSONReader.parse(pretty)).map(JSONWriter.bytes) == compact, "pretty text reads differently")
        hold(JSONWriter.prettyPrint(compact) == JSONWriter.pretty(value), "the pretty printers disagree")
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
            (try? YAMLReader.parse(text)).map(JSONWriter.bytes) == JSONWriter.bytes(value),
            "written text reads differently:\n" + String(decoding: text, as: UTF8.self)
        )
    }
}
