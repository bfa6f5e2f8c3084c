internal import APIMachinery
internal import JSON
internal import Transport

/// `GET` of a collection that a type makes itself, with `watch`.
struct VirtualWatchVerb: Verb {
    let handlers: VerbHandlers

    func respond(to request: ResourceRequest) async throws -> HTTPResponse {
        guard let watch = handlers.watch, handlers.list != nil else { throw request.notSupported("watch") }
        let representation = try request.representation(.watch)
        let options = try ListOptions(request.query, isWatch: true)
        let query = try VirtualSelection(request, options, handlers).query
        let encoder = try WatchEventEncoder(request: request, representation: representation)
        let answer = try WatchAnswer(request.context.request, contentType: representation.encoding.contentType)
        let context = request.verbContext()
        // Any text may name a state here: only its absence and zero mean the present one.
        let isFromNow = options.resourceVersion.isEmpty || options.resourceVersion == "0"
        let changes = try await watch(query, context)
        let initial =
            options.sendInitialEvents ?? isFromNow
            ? try await handlers.selected(Self.everything(query), context) : nil
        context.warnings.show(request.context)
        let events = VirtualEvents(
            encoder: encoder,
            query: handlers.appliesSelectors ? nil : query,
            allowsBookmarks: options.allowsBookmarks
        )
        let body = ProducedBody(lifetime: request.environment.watchLifetime(options)) { body in
            if let initial { try await events.tell(initial, to: body) }
            try await changes { change in try await events.tell(change, to: body) }
        }
        return answer.response(body)
    }

    private static func everything(_ query: ListQuery) -> ListQuery {
        var query = query
        query.resourceVersion = ""
        query.limit = 0
        query.continueToken = ""
        return query
    }
}
