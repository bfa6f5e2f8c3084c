package import APIMachinery
package import EventLoop
package import Transport

/// A request whose caller is known and may make it, before the server looks for what it is about.
package struct FrontRequest {
    let context: RequestContext

    /// As it came.
    package var request: HTTPRequest { context.request }
    /// The path, percent-decoded.
    package var path: String { context.info.path }
    /// Who makes it.
    package var user: UserInfo { context.user }
    /// Whether the path has the shape of a resource.
    package var isResource: Bool { context.info.isResource }
    /// The loop of its connection.
    package var loop: EventLoop { context.loop }
    /// What audit logs call the request.
    package let auditID: String

    /// What it is about; empty for paths that are no resources.
    package struct Attributes: Sendable, Equatable {
        /// In upper case: `LIST`.
        package let verb: String
        /// The group, version and so on of the path.
        package let group: String
        package let version: String
        package let resource: String
        package let subresource: String
    }

    /// What it is about.
    package var attributes: Attributes {
        let info = context.info
        guard info.isResource else {
            return Attributes(verb: info.verb.uppercased(), group: "", version: "", resource: "", subresource: "")
        }
        return Attributes(
            verb: info.verb.uppercased(),
            group: info.group,
            version: info.version,
            resource: info.resource,
            subresource: info.subresource
        )
    }

    /// What metrics say about how much it is about: `resource`, `namespace` or `cluster`.
    package var scope: String { isResource ? ServerMetrics.scope(context.info) : "" }

    /// Whether the answer is meant to last: a watch, or a connection to something.
    ///
    /// Source: apiserver `BasicLongRunningRequestCheck` with kube-apiserver's verbs and subresources.
    package var isLongRunning: Bool {
        let info = context.info
        guard info.isResource else { return path.hasPrefix("/debug/pprof/") }
        return info.verb == "watch" || info.verb == "proxy"
            || ["attach", "exec", "proxy", "log", "portforward"].contains(info.subresource)
    }

    /// Whether it asks for events.
    package var isWatch: Bool { context.info.isResource && context.info.verb == "watch" }

    init(context: RequestContext) {
        self.context = context
        auditID = context.auditID
    }

    /// The 413 for a body that was longer than the server reads; nil for others, which are complete.
    package var bodyRefusal: HTTPResponse? {
        guard request.isBodyTooLarge else { return nil }
        return answer(.requestEntityTooLarge("limit is \(RequestBody.limitBytes)"))
    }

    /// The answer for a failure, in the encoding that the client reads best.
    package func answer(_ error: StatusError) -> HTTPResponse { ErrorRendering.response(to: error, for: context) }
}

/// Stands before the resources and documents of a server and takes the requests that are its own.
///
/// Runs inside the pipeline: who asks is known, and has been found to be allowed to.
package protocol FrontHandler: Sendable {
    /// The answer; nil for what the server itself answers.
    func respond(to request: FrontRequest) async -> HTTPResponse?
    /// Whether another server answers what is asked of a path, decoded, and limits the time of changes itself.
    func passesOn(_ path: String) -> Bool
}
