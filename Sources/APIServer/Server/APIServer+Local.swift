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

    /// The stored objects of a resource; nil if it is not served or not stored.
    package func objects(group: String, plural: String) -> LocalObjects? {
        stores.first { $0.kind.group == group && $0.kind.plural == plural }.map { LocalObjects(store: $0) }
    }
}
