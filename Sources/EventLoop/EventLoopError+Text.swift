internal import Glibc

extension EventLoopError: CustomStringConvertible {
    /// The call with its subject and what the system said.
    public var description: String {
        switch self {
        case .system(let call, let code, let subject):
            "\(subject.isEmpty ? call : "\(call) \(subject)"): \(unsafe String(cString: strerror(code)))"
        case .unresolved(let host, let reason): "look-up of \(host): \(reason)"
        case .tooLarge(let path, let limitBytes):
            "\(path) is longer than the \(limitBytes) bytes that are read"
        }
    }
}
