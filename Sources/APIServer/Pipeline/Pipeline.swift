internal import Transport

/// Answers a request, or lets the next part of the chain do so.
typealias Responder = @Sendable (RequestContext) async -> HTTPResponse

/// One step that every request passes.
protocol Middleware: Sendable {
    /// Answers by itself, or changes the context or the answer of `next`.
    func respond(to context: RequestContext, next: Responder) async -> HTTPResponse
}

/// The steps from the outermost to the handlers, put together once.
struct Pipeline: Sendable {
    private let responder: Responder

    /// Puts a chain together; the first step is the outermost.
    init(_ steps: [any Middleware], handler: @escaping Responder) {
        responder = steps.reversed().reduce(handler) { next, step in
            { context in await step.respond(to: context, next: next) }
        }
    }

    /// Answers a request.
    func callAsFunction(_ context: RequestContext) async -> HTTPResponse { await responder(context) }
}
