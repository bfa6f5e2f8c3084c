public import JSON

/// Chooses objects by their labels: all requirements must hold.
///
/// Source: apimachinery `labels.Selector`.
public struct LabelSelector: Sendable, Equatable {
    /// How a label is compared.
    public enum Operator: String, Sendable {
        case `in`
        case notIn = "notin"
        case equals = "="
        case doubleEquals = "=="
        case notEquals = "!="
        case exists
        case doesNotExist = "!"
        case greaterThan = "gt"
        case lessThan = "lt"
    }

    /// What one label must be.
    public struct Requirement: Sendable, Equatable {
        /// Key of the label.
        public let key: String
        /// How it is compared.
        public let `operator`: Operator
        /// With what; sorted, each once.
        ///
        /// None for `exists` and `doesNotExist`, one for comparisons.
        public let values: [String]

        /// Makes a requirement; it is not checked.
        public init(_ key: String, _ operator: Operator, _ values: [String] = []) {
            self.key = key
            self.operator = `operator`
            self.values = values
        }

        /// Whether a label with that value (nil: not there) fits.
        public func matches(_ value: String?) -> Bool {
            switch `operator` {
            case .in, .equals, .doubleEquals: value.map(values.contains) ?? false
            case .notIn, .notEquals: !(value.map(values.contains) ?? false)
            case .exists: value != nil
            case .doesNotExist: value == nil
            case .greaterThan, .lessThan: compares(value)
            }
        }

        private func compares(_ value: String?) -> Bool {
            guard let number = value.flatMap({ Int64($0) }), let limit = values.first.flatMap({ Int64($0) }) else {
                return false
            }
            return `operator` == .greaterThan ? number > limit : number < limit
        }
    }

    /// All that must hold, sorted by key.
    public let requirements: [Requirement]

    /// Chooses everything.
    public static let everything = LabelSelector([])

    /// Makes a selector of requirements that are not checked.
    public init(_ requirements: [Requirement]) { self.requirements = requirements }

    /// Whether every object fits.
    public var isEmpty: Bool { requirements.isEmpty }

    /// Whether labels fit, given how to look one up.
    public func matches(_ value: (String) -> String?) -> Bool {
        requirements.allSatisfy { $0.matches(value($0.key)) }
    }

    /// Whether labels fit.
    public func matches(_ labels: [String: String]) -> Bool { matches { labels[$0] } }

    /// Whether the labels of an object fit; nil means that it has none.
    public func matches(_ labels: JSONObject?) -> Bool { matches { labels?[$0]?.string } }
}

extension LabelSelector: CustomStringConvertible {
    /// The selector in the syntax that it is read in.
    public var description: String { requirements.map(\.description).joined(separator: ",") }
}

extension LabelSelector.Requirement: CustomStringConvertible {
    /// The requirement in the syntax that it is read in.
    public var description: String {
        switch `operator` {
        case .exists: key
        case .doesNotExist: "!" + key
        case .equals, .doubleEquals, .notEquals: key + `operator`.rawValue + (values.first ?? "")
        case .greaterThan: key + ">" + (values.first ?? "")
        case .lessThan: key + "<" + (values.first ?? "")
        case .in, .notIn: "\(key) \(`operator`.rawValue) (\(values == [""] ? "," : values.joined(separator: ",")))"
        }
    }
}
