/// Header fields in the order sent.
///
/// Names are compared without regard to case and kept in lower case.
public struct HTTPHeaders: Sendable, Equatable {
    /// All fields in order.
    public private(set) var fields: [(name: String, value: String)] = []

    /// Makes empty headers.
    public init() {}

    /// Makes headers of pairs; names must be lower case ASCII.
    public init(_ fields: [(String, String)]) { self.fields = fields.map { (name: $0.0, value: $0.1) } }

    /// The first value of a field; `name` in lower case.
    public subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

    /// All values of a field in order; `name` in lower case.
    public func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

    /// Adds a field; `name` in lower case.
    public mutating func add(_ name: String, _ value: String) { fields.append((name, value)) }

    /// Replaces all fields of that name by one.
    public mutating func set(_ name: String, _ value: String) {
        remove(name)
        add(name, value)
    }

    /// Removes all fields of that name.
    public mutating func remove(_ name: String) { fields.removeAll { $0.name == name } }

    /// Removes all fields whose name, in lower case, is unwanted.
    public mutating func removeAll(where isUnwanted: (String) -> Bool) { fields.removeAll { isUnwanted($0.name) } }

    /// Whether both have the same fields in the same order.
    public static func == (left: HTTPHeaders, right: HTTPHeaders) -> Bool {
        left.fields.elementsEqual(right.fields) { $0 == $1 }
    }
}
