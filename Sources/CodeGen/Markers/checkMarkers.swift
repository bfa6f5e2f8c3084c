/// Holds the markers above a declaration against the registry.
func checkMarkers(
    _ comments: LeadingComments,
    at place: MarkerDefinition.Place,
    into collector: inout DiagnosticCollector
) -> CheckedMarkers {
    for marker in comments.strayMarkers where definition(of: marker) != nil {
        collector.warning(
            "marker +\(marker.head) has no effect: it does not stand directly above a declaration",
            at: marker.location,
            fix: "write it on the line above, without an empty line between"
        )
    }
    var checked = CheckedMarkers()
    for marker in comments.markers {
        guard let definition = definition(of: marker) else {
            if let advice = ForeignMarkers.advice(for: marker) {
                if advice.isError {
                    collector.error(advice.message, at: marker.location, fix: advice.fix)
                } else {
                    collector.warning(advice.message, at: marker.location, fix: advice.fix)
                }
            }
            continue
        }
        guard place.accepts(definition) else {
            let places = definition.places.map(\.rawValue).joined(separator: " or a ")
            collector.error("marker +\(definition.name) belongs to a \(places)", at: marker.location)
            continue
        }
        if !definition.isRepeatable, checked.contains(definition.name) {
            collector.error("marker +\(definition.name) is given twice", at: marker.location)
            continue
        }
        do {
            checked.add(
                CheckedMarker(
                    definition: definition,
                    value: try value(of: marker, definition),
                    location: marker.location
                )
            )
        } catch {
            collector.error(
                "marker +\(definition.name): \(error.message)",
                at: marker.location,
                fix: "write \(definition.example)"
            )
        }
    }
    return checked
}

/// Why the value of a marker does not fit.
private struct MarkerError: Error {
    var message: String
}

/// The definition by the whole name or, for markers with pairs, by what stands in front of the last colon.
private func definition(of marker: Marker) -> MarkerDefinition? {
    if let definition = MarkerRegistry.definition(marker.head) { return definition }
    if let colon = marker.head.lastIndex(of: ":"),
        let definition = MarkerRegistry.definition(String(marker.head[..<colon])),
        case .pairs = definition.argument
    {
        return definition
    }
    return marker.head.hasPrefix("subresource:") ? MarkerRegistry.ownSubresource : nil
}

private func value(of marker: Marker, _ definition: MarkerDefinition) throws(MarkerError) -> CheckedMarker.Value {
    if case .pairs(let keys, let required) = definition.argument {
        return .pairs(try pairs(marker, definition, keys: keys, required: required))
    }
    if case .subresource = definition.argument { return .pairs(try subresource(marker)) }
    guard let text = marker.value, !text.isEmpty else {
        switch definition.argument {
        case .none, .ignored: return .none
        case .boolean: return .boolean(true)
        default: throw MarkerError(message: "a value is missing")
        }
    }
    switch definition.argument {
    case .none: throw MarkerError(message: "takes no value")
    case .ignored, .pairs, .subresource: return .none
    case .integer:
        guard let value = Int(text), value >= 0 else {
            throw MarkerError(message: "`\(text)` is not a whole number from 0 on")
        }
        return .integer(value)
    case .number:
        guard let value = Double(text), value.isFinite else { throw MarkerError(message: "`\(text)` is not a number") }
        return .number(value)
    case .boolean:
        guard let value = Bool(text) else { throw MarkerError(message: "`\(text)` is neither true nor false") }
        return .boolean(value)
    case .text: return .text(unquoted(text))
    case .json:
        guard let value = LiteralParser.parse(text) else { throw MarkerError(message: "`\(text)` is not JSON") }
        return .json(value)
    case .release:
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isWholeNumber) }) else {
            throw MarkerError(message: "`\(text)` is not a release")
        }
        return .text(text)
    case .oneOf(let allowed):
        guard allowed.contains(text) else {
            throw MarkerError(message: "`\(text)` is none of \(allowed.joined(separator: ", "))")
        }
        return .text(text)
    }
}

/// `subresource:feed` or `subresource:feed:type=Feeding`.
private func subresource(_ marker: Marker) throws(MarkerError) -> [String: String] {
    let parts = marker.text.dropFirst("subresource:".count).split(
        separator: ":",
        maxSplits: 1,
        omittingEmptySubsequences: false
    )
    let name = parts[0].trimmedSpaces
    let isName = name.first.map { ("a"..."z").contains($0) } ?? false
    guard isName, name.allSatisfy({ ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "-" }) else {
        throw MarkerError(message: "`\(name)` is no name: lower-case letters, digits and `-`, a letter first")
    }
    guard parts.count == 2 else { return ["name": name] }
    let pair = parts[1].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(\.trimmedSpaces)
    guard pair.count == 2, pair[0] == "type", !pair[1].isEmpty else {
        throw MarkerError(message: "`\(parts[1])` is not of the form type=Name")
    }
    return ["name": name, "type": pair[1]]
}

private func pairs(
    _ marker: Marker,
    _ definition: MarkerDefinition,
    keys: [String],
    required: [String]
) throws(MarkerError) -> [String: String] {
    let isBare = ([definition.name] + definition.aliases).contains(marker.head)
    guard !isBare, let colon = marker.text.prefix(while: { $0 != "=" }).lastIndex(of: ":") else {
        if marker.value != nil { throw MarkerError(message: "a colon is missing behind the name") }
        if let key = required.first { throw MarkerError(message: "\(key) is missing") }
        return [:]
    }
    var pairs: [String: String] = [:]
    for part in splitArguments(marker.text[marker.text.index(after: colon)...]) {
        guard let sign = part.firstIndex(of: "=") else {
            throw MarkerError(message: "`\(part)` is not of the form key=value")
        }
        let key = part[..<sign].trimmedSpaces
        guard keys.contains(key) else {
            throw MarkerError(message: "unknown key `\(key)`, allowed are \(keys.joined(separator: ", "))")
        }
        guard pairs[key] == nil else { throw MarkerError(message: "\(key) is given twice") }
        pairs[key] = unquoted(part[part.index(after: sign)...].trimmedSpaces)
    }
    for key in required where (pairs[key] ?? "").isEmpty { throw MarkerError(message: "\(key) is missing") }
    return pairs
}

/// Splits at commas that are neither quoted nor within brackets.
private func splitArguments(_ text: Substring) -> [String] {
    var parts = [""]
    var quote: Character?
    var depth = 0
    for character in text {
        if let open = quote {
            if character == open { quote = nil }
        } else if character == "\"" || character == "`" {
            quote = character
        } else if "([{".contains(character) {
            depth += 1
        } else if ")]}".contains(character) {
            depth -= 1
        } else if character == ",", depth == 0 {
            parts.append("")
            continue
        }
        parts[parts.count - 1].append(character)
    }
    return parts.map(\.trimmedSpaces).filter { !$0.isEmpty }
}

/// The text without quotes around it: double ones as in JSON, back-ticks as in Go.
private func unquoted(_ text: String) -> String {
    guard text.count >= 2, let first = text.first, first == text.last else { return text }
    if first == "`" { return String(text.dropFirst().dropLast()) }
    guard first == "\"", case .string(let value)? = LiteralParser.parse(text) else { return text }
    return value
}

extension MarkerDefinition.Place {
    /// Kinds are structs too.
    fileprivate func accepts(_ definition: MarkerDefinition) -> Bool {
        definition.places.contains(self) || self == .kind && definition.places.contains(.structure)
    }
}
