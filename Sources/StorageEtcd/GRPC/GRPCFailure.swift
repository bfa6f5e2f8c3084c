internal import EventLoop
internal import TLS
internal import Transport

/// Why a call of a gRPC method did not give an answer.
///
/// Source: gRPC, "Status codes and their use in gRPC".
enum GRPCFailure: Error, Sendable, Equatable {
    /// The numbers that this client looks at.
    enum Code {
        static let invalidArgument = 3
        static let deadlineExceeded = 4
        static let resourceExhausted = 8
        static let outOfRange = 11
        static let unavailable = 14
    }

    /// The server answered with a status other than OK.
    case status(code: Int, message: String)
    /// The connection could not be made, or broke.
    case transport(TransportError)
    /// What answered does not speak gRPC.
    case foreign(String)

    /// Whether the server certainly did nothing of what it was asked for.
    var isWithoutEffect: Bool {
        switch self {
        case .status(_, let message): message == EtcdMessage.noLeader
        case .foreign: true
        case .transport(let error):
            switch error {
            case .tls, .timedOut(.connect), .protocolRefused, .overloaded, .clientClosed: true
            case .system(.system(let call, code: _, subject: _)): call == "connect" || call == "socket"
            case .system(.unresolved(host: _, reason: _)): true
            default: false
            }
        }
    }

    /// Whether another member may do better.
    var isOfMember: Bool {
        switch self {
        case .status(let code, _): code == Code.unavailable || code == Code.deadlineExceeded
        case .foreign: true
        case .transport(let error): error != .cancelled && error != .clientClosed
        }
    }

    /// For the log and the operator.
    var text: String {
        switch self {
        case .status(let code, let message): message.isEmpty ? "gRPC status \(code)" : message
        case .transport(let error): "\(error)"
        case .foreign(let what): what
        }
    }
}

/// Texts by which etcd says what is wrong.
///
/// Source: etcd, `etcdserver/api/v3rpc/rpctypes/error.go`.
enum EtcdMessage {
    static let noLeader = "etcdserver: no leader"
    static let compacted = "etcdserver: mvcc: required revision has been compacted"
    static let future = "etcdserver: mvcc: required revision is a future revision"
    static let tooLarge = "etcdserver: request is too large"
}
