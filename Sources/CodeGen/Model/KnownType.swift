/// A type of `APIMachinery` that API types may use in their fields, and whose shape is known there.
public enum KnownType: String, Sendable, CaseIterable {
    case objectMeta = "ObjectMeta"
    case timestamp = "Timestamp"
    case microTime = "MicroTime"
    case ownerReference = "OwnerReference"
    case quantity = "Quantity"

    /// The shape as an expression in Swift; nil if it is written out where it is used.
    var schemaConstant: String? {
        switch self {
        case .objectMeta: "Schema.objectMeta"
        case .timestamp: "Schema.timestamp"
        case .microTime: "Schema.microTime"
        case .ownerReference: "Schema.ownerReference"
        case .quantity: nil
        }
    }

    /// Whether JSON says it as a text.
    var isText: Bool {
        switch self {
        case .timestamp, .microTime, .quantity: true
        case .objectMeta, .ownerReference: false
        }
    }
}
