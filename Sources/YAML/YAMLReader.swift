public import JSON

/// What a YAML text may ask of its reader.
public struct YAMLLimits: Sendable, Equatable {
    /// Longest text, in bytes.
    public var bytes: Int
    /// How deep arrays and objects may be nested, those behind aliases included.
    public var depth: Int
    /// How many values aliases and merge keys may stand for, all together; texts count once more per 64 bytes.
    public var aliasedNodes: Int

    /// Makes limits.
    public init(bytes: Int, depth: Int, aliasedNodes: Int) {
        self.bytes = bytes
        self.depth = depth
        self.aliasedNodes = aliasedNodes
    }

    /// 16 MiB, 512 levels, 100 000 aliased values.
    public static let `default` = YAMLLimits(bytes: 16 << 20, depth: 512, aliasedNodes: 100_000)
}

/// Reads YAML text as kubectl does: YAML 1.1 scalars, JSON values only.
///
/// Text without quotes may be null (`~`, `null`, nothing), a boolean (`yes`, `off`, `True`, also `y` and `n`), an
/// integer (`0x1F`, `0b1`, `017`, `1_000`) or a float; a float without a fraction becomes an integer, as on the way
/// through JSON. Time stamps stay text. Keys that are no text become text; anchors, aliases and `<<` are expanded.
/// Text that is JSON is read as JSON. Source: sigs.k8s.io/yaml and its go-yaml v2; libyaml's grammar.
public enum YAMLReader {
    /// Reads the first document, and nothing after it; an empty text is null.
    ///
    /// - Throws: what is wrong and in which line.
    public static func parse(_ bytes: [UInt8], limits: YAMLLimits = .default) throws(YAMLError) -> JSONValue {
        try read(bytes, limits, reportsDuplicates: false, isWhole: false).first?.value ?? .null
    }

    /// Reads the first document of a text.
    public static func parse(_ text: String, limits: YAMLLimits = .default) throws(YAMLError) -> JSONValue {
        try parse(Array(text.utf8), limits: limits)
    }

    /// Reads all documents; empty ones are null, an empty text has none.
    ///
    /// - Throws: what is wrong and in which line.
    public static func parseAll(_ bytes: [UInt8], limits: YAMLLimits = .default) throws(YAMLError) -> [JSONValue] {
        try read(bytes, limits, reportsDuplicates: false, isWhole: true).map(\.value)
    }

    /// Reads the first document and notes which members were given more than once; the last one counts.
    ///
    /// - Throws: what is wrong and in which line; duplicate members are no error.
    public static func parseReportingDuplicates(
        _ bytes: [UInt8],
        limits: YAMLLimits = .default
    ) throws(YAMLError) -> JSONDocument {
        try read(bytes, limits, reportsDuplicates: true, isWhole: false).first ?? JSONDocument(value: .null)
    }

    private static func read(
        _ bytes: [UInt8],
        _ limits: YAMLLimits,
        reportsDuplicates: Bool,
        isWhole: Bool
    ) throws(YAMLError) -> [JSONDocument] {
        guard bytes.count <= limits.bytes else { throw YAMLError(reason: .tooLarge(limitBytes: limits.bytes), line: 0) }
        if let document = json(bytes, limits, reportsDuplicates: reportsDuplicates) { return [document] }
        let result = unsafe bytes.withUnsafeBufferPointer { buffer -> Result<[JSONDocument], YAMLError> in
            var builder = unsafe YAMLTreeBuilder(buffer, limits, reportsDuplicates: reportsDuplicates)
            do throws(YAMLError) {
                var documents: [JSONDocument] = []
                while let document = try builder.document() {
                    documents.append(document)
                    if !isWhole { break }
                }
                return .success(documents)
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// The value of a text that is one JSON object, nil for everything else.
    private static func json(_ bytes: [UInt8], _ limits: YAMLLimits, reportsDuplicates: Bool) -> JSONDocument? {
        guard bytes.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") else { return nil }
        if reportsDuplicates { return try? JSONReader.parseReportingDuplicates(bytes) }
        guard let value = try? JSONReader.parse(bytes, maximumDepth: limits.depth) else { return nil }
        return JSONDocument(value: value)
    }
}
