/// What a name may look like.
///
/// Source: apimachinery `util/validation`, `api/validation/path`.
public enum NameRule: Sendable, Hashable {
    /// Anything that is one part of a URL path: not `.` or `..`, no `/` and no `%`.
    case pathSegment
    /// Lower-case letters, digits, `-` and `.`, at most 253 bytes.
    case dns1123Subdomain
    /// Lower-case letters, digits and `-`, at most 63 bytes.
    case dns1123Label
    /// Like a label, but starts with a letter.
    case dns1035Label
    /// Key of a label: `[prefix/]name`.
    case qualifiedName
    /// Value of a label.
    case labelValue

    /// What is wrong with a name, in the words of Kubernetes; empty if nothing.
    ///
    /// - Parameters:
    ///   - name: the name.
    ///   - isPrefix: whether it is the start of a name that the server completes, and may end in a dash.
    /// - Returns: the problems.
    public func problems(with name: String, isPrefix: Bool = false) -> [String] {
        switch self {
        case .pathSegment: Self.pathSegmentProblems(name, isPrefix: isPrefix)
        case .dns1123Subdomain: Self.subdomainProblems(isPrefix ? Self.masked(name) : name)
        case .dns1123Label: Self.labelProblems(isPrefix ? Self.masked(name) : name)
        case .dns1035Label: Self.dns1035Problems(isPrefix ? Self.masked(name) : name)
        case .qualifiedName: Self.qualifiedNameProblems(name)
        case .labelValue: Self.labelValueProblems(name)
        }
    }

    /// A prefix with a letter in place of the dash at its end.
    private static func masked(_ prefix: String) -> String {
        prefix.utf8.count > 1 && prefix.utf8.last == UInt8(ascii: "-") ? prefix.dropLast(2) + "a" : prefix
    }

    private static func pathSegmentProblems(_ name: String, isPrefix: Bool) -> [String] {
        if !isPrefix, name == "." || name == ".." { return ["may not be '\(name)'"] }
        return ["/", "%"].filter { name.utf8.contains($0.utf8.first ?? 0) }.map { "may not contain '\($0)'" }
    }

    private static func subdomainProblems(_ name: String) -> [String] {
        var problems: [String] = []
        if name.utf8.count > 253 { problems.append(tooLong(253)) }
        if !isSubdomain(name) {
            problems.append(
                pattern(
                    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', "
                        + "and must start and end with an alphanumeric character",
                    "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*",
                    ["example.com"]
                )
            )
        }
        return problems
    }

    private static func labelProblems(_ name: String) -> [String] {
        var problems: [String] = []
        if name.utf8.count > 63 { problems.append(tooLong(63)) }
        if !isLabel(name.utf8) {
            problems.append(
                isSubdomain(name)
                    ? "must not contain dots"
                    : pattern(
                        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', "
                            + "and must start and end with an alphanumeric character",
                        "[a-z0-9]([-a-z0-9]*[a-z0-9])?",
                        ["my-name", "123-abc"]
                    )
            )
        }
        return problems
    }

    private static func dns1035Problems(_ name: String) -> [String] {
        var problems: [String] = []
        if name.utf8.count > 63 { problems.append(tooLong(63)) }
        let startsWithLetter = name.utf8.first.map { $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z") } ?? false
        if !startsWithLetter || !isLabel(name.utf8) {
            problems.append(
                pattern(
                    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', "
                        + "start with an alphabetic character, and end with an alphanumeric character",
                    "[a-z]([-a-z0-9]*[a-z0-9])?",
                    ["my-name", "abc-123"]
                )
            )
        }
        return problems
    }

    private static let namePartPattern = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"
    private static let namePartText =
        "must consist of alphanumeric characters, '-', '_' or '.', "
        + "and must start and end with an alphanumeric character"

    private static func qualifiedNameProblems(_ name: String) -> [String] {
        let parts = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        let patternText = pattern(namePartText, namePartPattern, ["MyName", "my.name", "123-abc"])
        guard parts.count <= 2 else {
            return [
                "a valid label key " + patternText
                    + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"
            ]
        }
        var problems: [String] = []
        if parts.count == 2 {
            problems += (parts[0].isEmpty ? [isEmpty] : subdomainProblems(String(parts[0]) ?? "")).map {
                "prefix part " + $0
            }
        }
        let last = parts[parts.count - 1]
        if last.isEmpty {
            problems.append("name part " + isEmpty)
        } else if last.count > 63 {
            problems.append("name part " + tooLong(63))
        }
        if !isNamePart(last) { problems.append("name part " + patternText) }
        return problems
    }

    private static func labelValueProblems(_ value: String) -> [String] {
        var problems: [String] = []
        if value.utf8.count > 63 { problems.append(tooLong(63)) }
        if !value.isEmpty, !isNamePart(value.utf8) {
            problems.append(
                pattern(
                    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', "
                        + "and must start and end with an alphanumeric character",
                    "(" + namePartPattern + ")?",
                    ["MyValue", "my_value", "12345"]
                )
            )
        }
        return problems
    }
}

extension NameRule {
    private static let isEmpty = "must be non-empty"

    private static func tooLong(_ bytes: Int) -> String { "must be no more than \(bytes) bytes" }

    private static func pattern(_ text: String, _ pattern: String, _ examples: [String]) -> String {
        let shown = examples.map { "'\($0)', " }.joined(separator: " or ")
        return "\(text) (e.g. \(shown)regex used for validation is '\(pattern)')"
    }

    private static func isSubdomain(_ name: String) -> Bool {
        name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy(isLabel)
    }

    private static func isLabel(_ bytes: some BidirectionalCollection<UInt8>) -> Bool {
        guard let first = bytes.first, let last = bytes.last else { return false }
        return isLower(first) && isLower(last) && bytes.allSatisfy { isLower($0) || $0 == UInt8(ascii: "-") }
    }

    private static func isNamePart(_ bytes: some BidirectionalCollection<UInt8>) -> Bool {
        guard let first = bytes.first, let last = bytes.last else { return false }
        return isAlphanumeric(first) && isAlphanumeric(last)
            && bytes.allSatisfy {
                isAlphanumeric($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".")
            }
    }

    private static func isLower(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        isLower(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }
}
