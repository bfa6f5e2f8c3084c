internal import Telemetry
internal import Transport

/// Makes the requests that are sent on behalf of a request part of its trace.
///
/// Source: apiserver `endpoints/filters/traces.go`, without spans of its own.
struct Tracing: Middleware {
    func respond(to context: RequestContext, next: Responder) async -> HTTPResponse {
        guard let parent = context.request.headers["traceparent"],
            let trace = TracePropagation(traceparent: parent, tracestate: context.request.headers["tracestate"])
        else { return await next(context) }
        return await TracePropagation.$current.withValue(trace) { await next(context) }
    }
}
