extension TransportError: CustomStringConvertible {
    /// What failed and why.
    public var description: String {
        switch self {
        case .system(let error): "\(error)"
        case .tls(let error): "\(error)"
        case .timedOut: "the deadline has passed"
        case .connectionClosed: "the other end closed the connection too early"
        case .malformed(let cause): cause
        }
    }
}
