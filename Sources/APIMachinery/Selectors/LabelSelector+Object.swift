public import JSON

extension LabelSelector {
    /// Reads a selector as objects carry it: `matchLabels` and `matchExpressions`.
    ///
    /// A selector without members chooses everything.
    ///
    /// - Parameter object: a `LabelSelector` of meta/v1.
    /// - Throws: `ObjectError` for what is none.
    /// Source: apimachinery `meta/v1.LabelSelectorAsSelector`.
    public init(object: JSONValue) throws(ObjectError) {
        var requirements: [Requirement] = []
        for (key, value) in object["matchLabels"]?.object ?? JSONObject() {
            guard let value = value.string else { throw ObjectError(description: "the value of \(key) is no text") }
            requirements.append(Requirement(key, .in, [value]))
        }
        for expression in object["matchExpressions"]?.array ?? [] {
            requirements.append(try Self.requirement(expression))
        }
        self.init(requirements.sorted { $0.key < $1.key })
    }

    /// Why an object is no selector.
    public struct ObjectError: Error, Sendable, Equatable, CustomStringConvertible {
        /// In the words of Kubernetes where it has some.
        public let description: String
    }

    private static func requirement(_ expression: JSONValue) throws(ObjectError) -> Requirement {
        let key = expression["key"]?.string ?? ""
        let values = (expression["values"]?.array ?? []).compactMap(\.string).sorted()
        let name = expression["operator"]?.string ?? ""
        switch name {
        case "In", "NotIn":
            guard !values.isEmpty else {
                throw ObjectError(
                    description: "values: Invalid value: []: for 'in', 'notin' operators, values set can't be empty"
                )
            }
            return Requirement(key, name == "In" ? .in : .notIn, values)
        case "Exists", "DoesNotExist":
            guard values.isEmpty else {
                throw ObjectError(
                    description: "values: Invalid value: values set must be empty for exists and does not exist"
                )
            }
            return Requirement(key, name == "Exists" ? .exists : .doesNotExist)
        default: throw ObjectError(description: "\(GoText.quoted(name)) is not a valid label selector operator")
        }
    }
}
