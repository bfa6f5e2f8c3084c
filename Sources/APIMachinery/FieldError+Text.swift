internal import JSON

extension FieldError {
    /// What is wrong, without the place: `Invalid value: "b": cannot be set`.
    ///
    /// The message of a cause in a `Status`.
    public var message: String {
        switch kind {
        case .invalid(let value, let detail), .typeInvalid(let value, let detail):
            Self.joined("Invalid value: " + Self.shown(value), detail)
        case .required(let detail): Self.joined("Required value", detail)
        case .duplicate(let value): "Duplicate value: " + Self.shown(value)
        case .notSupported(let value, let supported):
            Self.joined(
                "Unsupported value: " + Self.shown(value),
                supported.isEmpty ? "" : "supported values: " + supported.map(GoText.quoted).joined(separator: ", ")
            )
        case .forbidden(let detail): Self.joined("Forbidden", detail)
        case .tooLong(let maximum): "Too long: may not be more than \(maximum) bytes"
        case .tooLongCharacters(let maximum): "Too long: may not be more than \(maximum) characters"
        case .tooMany(let count, let maximum):
            "Too many: \(count): must have at most \(maximum) item\(maximum == 1 ? "" : "s")"
        case .notFound(let value): "Not found: " + Self.shown(value)
        }
    }

    /// The reason of a cause in a `Status`: `FieldValueInvalid` and the like.
    public var causeReason: String {
        switch kind {
        case .invalid: "FieldValueInvalid"
        case .required: "FieldValueRequired"
        case .duplicate: "FieldValueDuplicate"
        case .notSupported: "FieldValueNotSupported"
        case .forbidden: "FieldValueForbidden"
        case .tooLong, .tooLongCharacters: "FieldValueTooLong"
        case .tooMany: "FieldValueTooMany"
        case .typeInvalid: "FieldValueTypeInvalid"
        case .notFound: "FieldValueNotFound"
        }
    }

    private static func joined(_ start: String, _ detail: String) -> String {
        detail.isEmpty ? start : start + ": " + detail
    }

    /// The value as it stands in messages.
    private static func shown(_ value: JSONValue) -> String {
        switch value {
        case .null: "\"null\""
        case .string(let text): GoText.quoted(text)
        case .bool(let value): value ? "true" : "false"
        case .integer(let value): "\(value)"
        case .number(let value): GoText.number(value)
        case .array, .object: GoText.json(value)
        }
    }
}

/// With the place: `spec.name: Required value`.
extension FieldError: CustomStringConvertible {
    /// The value as text.
    public var description: String { field + ": " + message }
}
