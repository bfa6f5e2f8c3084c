/// A plug-in that comes into the project's `main.swift`.
public enum ServerMainAmendment {
    /// The file.
    public static let path = "Sources/apiserver/main.swift"

    /// The text with `plugIn()` among the server's admission plug-ins; nil if the place for it is not found.
    public static func adding(_ plugIn: String, to text: String) -> String? {
        let call = plugIn + "()"
        if text.contains(plugIn + "(") { return text }
        if let list = argument("admission: [", in: text) { return appended(call, to: list, in: text) }
        // A list that is made elsewhere is the user's to add to.
        guard !text.contains("admission:"), let storage = argument("storage: [", in: text) else { return nil }
        var changed = text
        changed.insert(
            contentsOf: list(of: call, indent: indent(before: "storage: [", in: text)),
            at: text.index(after: storage.upperBound)
        )
        return changed
    }

    /// The new argument, on lines of its own if the one before it has its own.
    private static func list(of call: String, indent: Substring?) -> String {
        guard let indent else { return ", admission: [\(call)]" }
        return ",\n\(indent)admission: [\n\(indent)    \(call),\n\(indent)]"
    }

    /// The blanks in front of an argument that begins a line; nil if it does not.
    private static func indent(before start: String, in text: String) -> Substring? {
        guard let opened = text.firstRange(of: start) else { return nil }
        let before = text[..<opened.lowerBound]
        let line = before.suffix(from: before.lastIndex(of: "\n").map(before.index(after:)) ?? before.startIndex)
        return !line.isEmpty && line.allSatisfy { $0 == " " } ? line : nil
    }

    /// What is between the brackets of an argument, up to the closing one; nil if it is not written like that.
    private static func argument(_ start: String, in text: String) -> Range<String.Index>? {
        guard let opened = text.firstRange(of: start) else { return nil }
        var depth = 1
        var place = opened.upperBound
        while place < text.endIndex {
            switch text[place] {
            case "[": depth += 1
            case "]": depth -= 1
            default: break
            }
            if depth == 0 { return opened.upperBound..<place }
            place = text.index(after: place)
        }
        return nil
    }

    private static func appended(_ call: String, to list: Range<String.Index>, in text: String) -> String {
        let old = text[list]
        var elements = old
        while let last = elements.last, last.isWhitespace || last == "," { elements.removeLast() }
        let new: String
        if elements.isEmpty {
            new = call
        } else if old.contains(where: \.isNewline) {
            let line = elements.split(whereSeparator: \.isNewline).last ?? ""
            let end = old[elements.endIndex...].drop { !$0.isNewline }
            new = elements + ",\n" + line.prefix { $0 == " " } + call + "," + (end.isEmpty ? "" : end)
        } else {
            new = elements + ", " + call
        }
        return text.replacingCharacters(in: list, with: new)
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<String.Index>, with text: String) -> String {
        self[..<range.lowerBound] + text + self[range.upperBound...]
    }
}
