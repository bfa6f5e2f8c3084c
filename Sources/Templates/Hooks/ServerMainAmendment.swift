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
        let isScaffolded = text.contains(ServerMainTemplate.call)
        if isScaffolded { return text.replacing(ServerMainTemplate.call, with: ServerMainTemplate.call(with: [call])) }
        var changed = text
        changed.insert(contentsOf: ", admission: [\(call)]", at: text.index(after: storage.upperBound))
        return changed
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
