/// How much of a request is recorded; each level has everything of the ones before it.
enum AuditLevel: String, Sendable, Comparable, CaseIterable {
    /// Nothing.
    case none = "None"
    /// Who did what to which object, and how it ended.
    case metadata = "Metadata"
    /// Also the body of the request.
    case request = "Request"
    /// Also the body of the answer.
    case requestResponse = "RequestResponse"

    private var rank: Int {
        switch self {
        case .none: 0
        case .metadata: 1
        case .request: 2
        case .requestResponse: 3
        }
    }

    static func < (left: AuditLevel, right: AuditLevel) -> Bool { left.rank < right.rank }
}

/// When something is recorded of a request.
enum AuditStage: String, Sendable, CaseIterable {
    /// It has come, and nobody has answered yet.
    case requestReceived = "RequestReceived"
    /// The head of a long answer is on its way; only for what lasts, and for what is refused before it is looked at.
    case responseStarted = "ResponseStarted"
    /// The answer is complete.
    case responseComplete = "ResponseComplete"
    /// The handler crashed.
    ///
    /// Policies may name it; a Swift program that crashes ends, so it never comes.
    case panic = "Panic"
}
