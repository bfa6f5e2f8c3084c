package import EventLoop
package import Transport

extension APIServer {
    /// Answers a request of the process itself: nobody is asked who that is, and whether it may.
    ///
    /// Everything else is as if it had come over a connection.
    package func respond(
        to request: consuming HTTPRequest,
        as user: UserInfo,
        on loop: EventLoop
    ) async -> HTTPResponse {
        let context = RequestContext(request: request, loop: loop)
        context.user = user
        return await trusted(context)
    }

    /// The same without what stands in front: what this server alone has to say.
    package func respondItself(
        to request: consuming HTTPRequest,
        as user: UserInfo,
        on loop: EventLoop
    ) async -> HTTPResponse {
        let context = RequestContext(request: request, loop: loop)
        context.user = user
        return await bare(context)
    }

    /// Serves these kinds besides those that the server has from its start, and no others; returns when they are served.
    ///
    /// One call at a time, while the server runs. Group versions that the server has from its start stay as they are.
    package func serve(_ kinds: [ChangingKind]) async { await changing?.set(kinds) }

    /// The stored objects of a resource; nil if it is not served or not stored.
    package func objects(group: String, plural: String) -> LocalObjects? {
        let all = stores + (changing?.stores ?? [])
        return all.first { $0.kind.group == group && $0.kind.plural == plural }.map { LocalObjects(store: $0) }
    }
}
