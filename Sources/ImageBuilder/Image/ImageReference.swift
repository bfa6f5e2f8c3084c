/// What an image is called: `host:port/path:tag`.
///
/// Source: distribution, `reference`.
public struct ImageReference: Sendable, Equatable {
    /// Host and port of the registry; nil if the reference names none.
    public let registry: String?
    /// The path in the registry.
    public let repository: String
    /// The tag; `latest` if the reference names none.
    public let tag: String

    /// Why a text is no reference.
    public struct ParseError: Error, Equatable, Sendable {
        /// In a few words.
        public let reason: String
    }

    /// Reads a reference.
    public init(_ text: String) throws(ParseError) {
        guard !text.contains("@") else {
            throw ParseError(reason: "a digest is what comes out, so it cannot be chosen")
        }
        var parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        if parts.count > 1, parts[0].contains(".") || parts[0].contains(":") || parts[0] == "localhost" {
            registry = parts.removeFirst()
        } else {
            registry = nil
        }
        var tag = "latest"
        if let last = parts.last, let colon = last.firstIndex(of: ":") {
            tag = String(last[last.index(after: colon)...])
            parts[parts.count - 1] = String(last[..<colon])
        }
        guard parts.allSatisfy(Self.isPart) else {
            throw ParseError(
                reason: "the path is made of lower case letters, digits, '.', '_' and '-', with '/' in between"
            )
        }
        guard Self.isTag(tag) else {
            throw ParseError(reason: "a tag is made of at most 128 letters, digits, '.', '_' and '-'")
        }
        repository = parts.joined(separator: "/")
        self.tag = tag
    }

    private static func isPart(_ text: String) -> Bool {
        let isKnown = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
            case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"): true
            default: false
            }
        }
        guard isKnown, let first = text.first, let last = text.last else { return false }
        return !"._-".contains(first) && !"._-".contains(last)
    }

    private static func isTag(_ text: String) -> Bool {
        guard (1...128).contains(text.utf8.count), let first = text.first, !".-".contains(first) else { return false }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"): true
            case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"): true
            default: false
            }
        }
    }
}

extension ImageReference: CustomStringConvertible {
    /// The reference with its tag.
    public var description: String { (registry.map { $0 + "/" } ?? "") + repository + ":" + tag }
}
