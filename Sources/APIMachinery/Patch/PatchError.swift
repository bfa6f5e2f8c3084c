/// A patch that cannot be read or applied.
public enum PatchError: Error, Sendable, Equatable {
    /// It is no patch at all: 400 with this message.
    case malformed(String)
    /// More operations than allowed: 413.
    case tooManyOperations(count: Int, maximum: Int)
    /// It does not fit the object: 422. The cause is for logs, clients do not see it.
    case notApplicable(String)
    /// Elements of lists cannot be told apart and the like: 500 with this message.
    case unmergeable(String)

    /// What the client gets.
    public var status: StatusError {
        switch self {
        case .malformed(let message): .badRequest(message)
        case .tooManyOperations(let count, let maximum):
            .requestEntityTooLarge("The allowed maximum operations in a JSON patch is \(maximum), got \(count)")
        case .notApplicable: .genericInvalid
        case .unmergeable(let message): .unknown(message)
        }
    }
}
