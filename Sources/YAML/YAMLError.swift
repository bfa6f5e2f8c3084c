/// Why bytes are not YAML that can become a JSON tree, and where.
public struct YAMLError: Error, Equatable, Sendable {
    /// What was wrong.
    public enum Reason: Equatable, Sendable {
        /// The text breaks the grammar: what libyaml says about it.
        case syntax(String)
        /// An alias names an anchor that was not defined before it.
        case unknownAnchor(String)
        /// An anchor's value contains an alias to itself.
        case recursiveAnchor(String)
        /// A key that no JSON text can stand for: an array, an object or null.
        case unsupportedKey(String)
        /// A number that JSON does not have: infinity or not-a-number.
        case unsupportedNumber(String)
        /// A value does not fit the tag that was written before it.
        case wrongTag(value: String, tag: String)
        /// The value of `<<` is neither an object nor an array of objects.
        case invalidMerge
        /// The text is longer than the limit.
        case tooLarge(limitBytes: Int)
        /// Arrays and objects are nested deeper than the limit.
        case tooDeep(limit: Int)
        /// Aliases stand for more values than the limit.
        case tooManyAliasedNodes(limit: Int)
    }

    /// What was wrong.
    public let reason: Reason
    /// Line of the place, from 1; 0 if it is the text as a whole.
    public let line: Int

    /// What was wrong, without the place.
    public var message: String {
        switch reason {
        case .syntax(let problem): problem
        case .unknownAnchor(let name): "unknown anchor '\(name)' referenced"
        case .recursiveAnchor(let name): "anchor '\(name)' value contains itself"
        case .unsupportedKey(let type): "unsupported map key of type: \(type)"
        case .unsupportedNumber(let text): "unsupported value: \(text)"
        case .wrongTag(let value, let tag): "cannot decode `\(value)` as a \(tag)"
        case .invalidMerge: "map merge requires map or sequence of maps as the value"
        case .tooLarge(let limit): "document is longer than \(limit) bytes"
        case .tooDeep(let limit): "exceeded maximum depth of \(limit)"
        case .tooManyAliasedNodes: "document contains excessive aliasing"
        }
    }
}

extension YAMLError: CustomStringConvertible {
    /// The message as the Go parser of kubectl words it: it leaves out the line if that is the first one.
    public var description: String { line > 1 ? "yaml: line \(line): \(message)" : "yaml: \(message)" }
}
