extension TransportError: CustomStringConvertible {
    /// What failed and why.
    public var description: String {
        switch self {
        case .system(let error): "\(error)"
        case .tls(let error): "\(error)"
        case .timedOut(.connect): "the connection was not made in time"
        case .timedOut(.head): "the other end did not answer in time"
        case .timedOut(.whole): "the deadline has passed"
        case .timedOut(.pong): "the other end is no longer there"
        case .connectionClosed: "the other end closed the connection too early"
        case .streamReset(let code): "the other end ended the stream with code \(code)"
        case .malformed(let cause): cause
        case .headTooLarge(let limit): "the head of the answer is longer than \(limit) bytes"
        case .bodyTooLarge(let limit): "the answer is longer than \(limit) bytes"
        case .protocolRefused: "the other end does not speak HTTP/2"
        case .overloaded(let limit): "more than \(limit) requests wait for a connection"
        case .requestAborted: "the body of the request ended too early"
        case .cancelled: "the request was cancelled"
        case .withdrawn: "the request was withdrawn before it was sent"
        case .clientClosed: "the client was shut down"
        }
    }
}
