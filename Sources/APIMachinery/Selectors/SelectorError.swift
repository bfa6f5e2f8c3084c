/// A selector that cannot be understood; the message is what the client gets with 400.
public struct SelectorError: Error, Sendable, Equatable {
    /// In the words of Kubernetes.
    public let message: String

    /// Makes an error.
    public init(_ message: String) { self.message = message }
}

extension SelectorError: CustomStringConvertible {
    /// The message.
    public var description: String { message }
}
