public import APIMachinery
public import TLS
public import Transport

/// What can fail on the way to a Kubernetes API server and back.
public enum KubeClientError: Error, Sendable, Equatable {
    /// A file that the configuration names, or the configuration itself, cannot be read.
    ///
    /// `purpose` says what the file is for, such as `certificate-authority of cluster "home"`.
    case unreadable(file: String, purpose: String, reason: String)
    /// A file is not what it should be.
    case malformed(file: String, reason: String)
    /// None of the files exists.
    case noConfiguration(files: [String])
    /// No file names a current context, and the caller names none.
    case noContext(files: [String])
    /// An entry that another one names does not exist: `kind` is `context`, `cluster` or `user`.
    case missingEntry(kind: String, name: String, namedBy: String, files: [String], present: [String])
    /// A field of an entry cannot be used; `help` says what to do.
    case invalidEntry(kind: String, name: String, field: String, file: String, help: String)
    /// A credential plug-in failed.
    case plugin(command: String, reason: String, hint: String)
    /// The process does not run in a cluster.
    case notInCluster(missing: String)
    /// Certificates or keys cannot be used.
    case tls(TLSError)
    /// The program must not change anything any more; nothing was sent.
    case forbiddenHere(String)
    /// There was no answer.
    case transport(TransportError)
    /// The server refused.
    case status(StatusError)
    /// The server's answer is not what Kubernetes answers.
    case unexpectedAnswer(String)
}

extension KubeClientError: CustomStringConvertible {
    /// What failed, where, and what to do about it.
    public var description: String {
        switch self {
        case .unreadable(let file, let purpose, let reason): "\(file) (\(purpose)) cannot be read: \(reason)"
        case .malformed(let file, let reason): "\(file) is not a kubeconfig: \(reason)"
        case .noConfiguration(let files):
            "there is no kubeconfig: none of \(files.joined(separator: ", ")) exists; set KUBECONFIG or name a file"
        case .noContext(let files):
            "\(files.joined(separator: ", ")): no current-context is set; "
                + "choose one with: kubectl config use-context NAME"
        case .missingEntry(let kind, let name, let namedBy, let files, let present):
            "\(files.joined(separator: ", ")): there is no \(kind) \"\(name)\", which \(namedBy) names; "
                + (present.isEmpty ? "there are none" : "there are: \(present.joined(separator: ", "))")
        case .invalidEntry(let kind, let name, let field, let file, let help):
            "\(file): \(field) of \(kind) \"\(name)\" cannot be used: \(help)"
        case .plugin(let command, let reason, let hint):
            "the credential plug-in \(command) failed: \(reason)" + (hint.isEmpty ? "" : "\n\(hint)")
        case .notInCluster(let missing): "this process does not run in a cluster: \(missing) is missing"
        case .tls(let error): "\(error)"
        case .forbiddenHere(let reason): "nothing may be written any more: \(reason)"
        case .transport(let error): "\(error)"
        case .status(let error): error.message
        case .unexpectedAnswer(let reason): "the server's answer cannot be used: \(reason)"
        }
    }
}
