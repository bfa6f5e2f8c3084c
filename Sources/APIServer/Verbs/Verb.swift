internal import Transport

/// What a server does for one verb on a resource.
protocol Verb: Sendable {
    /// Answers; throws `StatusError`, `StorageError`, or what user code throws.
    func respond(to request: ResourceRequest) async throws -> HTTPResponse
}
