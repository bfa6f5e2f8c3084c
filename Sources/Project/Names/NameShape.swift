/// The shapes of names that Kubernetes and DNS know, checked byte by byte.
enum NameShape {
    static func isLower(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z") }
    static func isUpper(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") }
    static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    /// A label that starts with a letter: lower-case letters, digits and `-`, ends with a letter or digit, 1-63 bytes.
    ///
    /// Source: RFC 1035, section 2.3.1.
    static func isLabel(_ text: some StringProtocol) -> Bool {
        let bytes = Array(text.utf8)
        guard (1...63).contains(bytes.count), isLower(bytes[0]) else { return false }
        guard isLower(bytes[bytes.count - 1]) || isDigit(bytes[bytes.count - 1]) else { return false }
        return bytes.allSatisfy { isLower($0) || isDigit($0) || $0 == UInt8(ascii: "-") }
    }

    /// Labels joined by dots, at most 253 bytes; a label may start with a digit here.
    ///
    /// Source: RFC 1123, section 2.1.
    static func isSubdomain(_ text: String) -> Bool {
        guard text.utf8.count <= 253 else { return false }
        return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
            guard let first = part.utf8.first else { return false }
            return isDigit(first) ? isLabel("a" + part) && part.utf8.count <= 63 : isLabel(part)
        }
    }

    /// `v1`, `v2alpha1`, `v1beta3`: numbers without leading zeros.
    static func isVersion(_ text: String) -> Bool {
        var rest = text.utf8[...]
        guard rest.popFirst() == UInt8(ascii: "v"), takeNumber(&rest) else { return false }
        if rest.isEmpty { return true }
        for stage in ["alpha", "beta"] where rest.starts(with: stage.utf8) {
            rest = rest.dropFirst(stage.utf8.count)
            return takeNumber(&rest) && rest.isEmpty
        }
        return false
    }

    /// A capital followed by letters and digits, at most 63 bytes.
    static func isKind(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard (1...63).contains(bytes.count), isUpper(bytes[0]) else { return false }
        return bytes.allSatisfy { isUpper($0) || isLower($0) || isDigit($0) }
    }

    private static func takeNumber(_ rest: inout Substring.UTF8View) -> Bool {
        guard let first = rest.first, isDigit(first), first != UInt8(ascii: "0") else { return false }
        while let next = rest.first, isDigit(next) { rest.removeFirst() }
        return true
    }
}
