/// One clause of an `Accept` header, or a `Content-Type`.
struct MediaType: Sendable, Equatable {
    /// `application/json`, lower case.
    var type: String
    /// Names in lower case, values as sent.
    var parameters: [String: String]
    /// 0 to 1.
    var quality: Double = 1

    /// Reads one clause; nil if it is not of the form `type/subtype[;name=value]*`.
    init?(_ text: Substring) {
        let parts = text.split(separator: ";", omittingEmptySubsequences: false).map(Self.trim)
        guard let first = parts.first, Self.isWellFormed(first) else { return nil }
        type = first.lowercased()
        parameters = [:]
        for part in parts.dropFirst() where !part.isEmpty {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2 else { continue }
            let name = Self.trim(pair[0]).lowercased()
            var value = Self.trim(pair[1])
            if value.count >= 2, value.hasPrefix("\""), value.hasSuffix("\"") { value = value.dropFirst().dropLast() }
            if name == "q" { quality = Double(value) ?? 1 } else { parameters[name] = String(value) }
        }
    }

    /// Reads all clauses of an `Accept` header, most wanted first.
    ///
    /// Of those that are wanted equally concrete types come before `type/*`, and that before `*/*`; otherwise the order
    /// written counts. Clauses with quality 0 are kept: whether they refuse a type is up to the caller.
    static func clauses(_ header: String) -> [MediaType] {
        let read = header.split(separator: ",").compactMap { MediaType($0) }
        return read.enumerated()
            .sorted { left, right in
                let (a, b) = (left.element, right.element)
                return (-a.quality, a.wildcards, left.offset) < (-b.quality, b.wildcards, right.offset)
            }
            .map(\.element)
    }

    /// How many halves of the type are `*`: 0, 1 or 2.
    private var wildcards: Int { type == "*/*" ? 2 : type.hasSuffix("/*") ? 1 : 0 }

    private static func trim(_ text: Substring) -> Substring {
        var text = text
        while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return text
    }

    private static func isWellFormed(_ type: Substring) -> Bool {
        let parts = type.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 2 && !parts[0].isEmpty && !parts[1].isEmpty && !type.contains(" ")
    }
}
