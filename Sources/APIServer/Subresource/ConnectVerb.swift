internal import APIMachinery
internal import Transport

/// Any method below an object that a connector takes.
struct ConnectVerb: Verb {
    let subresource: ServedSubresource

    func respond(to request: ResourceRequest) async throws -> HTTPResponse {
        guard let connect = subresource.handlers.connect else { throw request.notSupported("connect") }
        guard request.query.all("dryRun").isEmpty else { throw StatusError.badRequest("dryRun is not supported") }
        let parent = try await request.parent(WriteOptions())
        try await request.admitConnection()
        let context = request.verbContext()
        let connection = UntypedConnectRequest(
            parent: parent,
            context: context,
            options: ConnectOptions(request.query),
            path: Self.path(of: request.info),
            http: request.context.request,
            loop: request.context.loop
        )
        let response = try await connect(connection)
        context.warnings.show(request.context)
        return response
    }

    /// What follows the subresource; a slash at the end stays.
    private static func path(of info: RequestInfo) -> String {
        let parts = info.parts.dropFirst(3)
        let isFolder = info.path.hasSuffix("/")
        return parts.isEmpty ? (isFolder ? "/" : "") : "/" + parts.joined(separator: "/") + (isFolder ? "/" : "")
    }
}
