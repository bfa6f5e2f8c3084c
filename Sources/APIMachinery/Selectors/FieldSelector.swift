/// Chooses objects by the values of fields: all requirements must hold.
///
/// Source: apimachinery `fields.Selector`.
public struct FieldSelector: Sendable, Equatable {
    /// What one field must be.
    public struct Requirement: Sendable, Equatable {
        /// `metadata.name`.
        public let field: String
        /// Whether the value must differ.
        public let isNegated: Bool
        /// The value without escapes.
        public let value: String

        /// Makes a requirement.
        public init(field: String, isNegated: Bool = false, value: String) {
            self.field = field
            self.isNegated = isNegated
            self.value = value
        }
    }

    /// All that must hold, in the order of the texts.
    public let requirements: [Requirement]

    /// Chooses everything.
    public static let everything = FieldSelector([])

    /// Makes a selector.
    public init(_ requirements: [Requirement]) { self.requirements = requirements }

    /// Reads `metadata.name=a,spec.x!=b`; in values `\`, `,` and `=` have a backslash before them.
    ///
    /// - Throws: with the message of upstream.
    public init(parsing text: String) throws(SelectorError) {
        var requirements: [Requirement] = []
        let terms = Self.terms(text).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        for term in terms where !term.isEmpty {
            guard let (field, isNegated, value) = Self.split(term) else {
                throw SelectorError("invalid selector: '\(text)'; can't understand '\(term)'")
            }
            requirements.append(Requirement(field: field, isNegated: isNegated, value: try Self.unescaped(value)))
        }
        self.init(requirements)
    }

    /// Whether every object fits.
    public var isEmpty: Bool { requirements.isEmpty }

    /// The name that an object must have, if only one can fit.
    public var name: String? { requirements.first { $0.field == "metadata.name" && !$0.isNegated }?.value }

    /// Refuses fields by which objects of a type cannot be selected.
    ///
    /// - Throws: for the first field that is not in `supported`, which is listed in the message.
    public func checkFields(supported: [String]) throws(SelectorError) {
        for requirement in requirements where !supported.contains(requirement.field) {
            let list = supported.map(GoText.quoted).joined(separator: ", ")
            throw SelectorError("\(GoText.quoted(requirement.field)) is not a known field selector: only \(list)")
        }
    }

    /// Whether an object fits.
    ///
    /// - Parameters:
    ///   - name: `metadata.name`.
    ///   - namespace: `metadata.namespace`, empty at the cluster scope.
    ///   - fields: looks up all other fields; nil counts as empty.
    /// - Returns: whether all requirements hold.
    public func matches(name: String, namespace: String, fields: (String) -> String? = { _ in nil }) -> Bool {
        requirements.allSatisfy { requirement in
            let value =
                switch requirement.field {
                case "metadata.name": name
                case "metadata.namespace": namespace
                default: fields(requirement.field) ?? ""
                }
            return (value == requirement.value) != requirement.isNegated
        }
    }

    /// Splits at commas without a backslash before them.
    private static func terms(_ text: String) -> [String] {
        guard !text.isEmpty else { return [] }
        var terms = [String.UnicodeScalarView()]
        var isEscaped = false
        for scalar in text.unicodeScalars {
            if !isEscaped, scalar == "," {
                terms.append(String.UnicodeScalarView())
                continue
            }
            isEscaped = !isEscaped && scalar == "\\"
            terms[terms.count - 1].append(scalar)
        }
        return terms.map { String($0) }
    }

    private static func split(_ term: String) -> (field: String, isNegated: Bool, value: String)? {
        let bytes = Array(term.utf8)
        for place in bytes.indices {
            let rest = bytes[place...]
            let isNegated = rest.starts(with: "!=".utf8)
            guard isNegated || bytes[place] == UInt8(ascii: "=") else { continue }
            let length = isNegated || rest.starts(with: "==".utf8) ? 2 : 1
            return (
                String(decoding: bytes[..<place], as: UTF8.self),
                isNegated,
                String(decoding: rest.dropFirst(length), as: UTF8.self)
            )
        }
        return nil
    }

    private static func unescaped(_ value: String) throws(SelectorError) -> String {
        var result = String.UnicodeScalarView()
        var isEscaped = false
        for scalar in value.unicodeScalars {
            if isEscaped {
                guard scalar == "\\" || scalar == "," || scalar == "=" else {
                    throw SelectorError("invalid field selector: invalid escape sequence: \\\(scalar)")
                }
                result.append(scalar)
                isEscaped = false
            } else if scalar == "\\" {
                isEscaped = true
            } else if scalar == "," || scalar == "=" {
                throw SelectorError("invalid field selector: unescaped character in value: \(scalar)")
            } else {
                result.append(scalar)
            }
        }
        guard !isEscaped else { throw SelectorError("invalid field selector: invalid escape sequence: \\") }
        return String(result)
    }
}

extension FieldSelector: CustomStringConvertible {
    /// The selector in the syntax that it is read in.
    public var description: String {
        requirements.map { requirement in
            let value = requirement.value.unicodeScalars.reduce(into: "") { text, scalar in
                if scalar == "\\" || scalar == "," || scalar == "=" { text += "\\" }
                text.unicodeScalars.append(scalar)
            }
            return requirement.field + (requirement.isNegated ? "!=" : "=") + value
        }
        .joined(separator: ",")
    }
}
