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

    /// The answer for a failure, in the encoding that the client reads best.
    package func answer(_ error: StatusError) -> HTTPResponse { ErrorRendering.response(to: error, for: context) }
}

/// Stands before the resources and documents of a server and takes the requests that are its own.
///
/// Runs inside the pipeline: who asks is known, and has been found to be allowed to.
package protocol FrontHandler: Sendable {
    /// The answer; nil for what the server itself answers.
    func respond(to request: FrontRequest) async -> HTTPResponse?
}
