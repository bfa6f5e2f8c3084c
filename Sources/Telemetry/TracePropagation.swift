/// The trace that the current task works for, in the headers of W3C Trace Context.
///
/// What a server is asked within a trace it asks others within the same one.
public struct TracePropagation: Sendable, Equatable {
    /// The header `traceparent`, known to be well formed.
    public let traceparent: String
    /// The header `tracestate`; nil if there was none.
    public let tracestate: String?

    /// The one of this task; nil outside any trace.
    @TaskLocal public static var current: TracePropagation?

    /// Takes the headers of a request; nil if they name no trace.
    public init?(traceparent: String, tracestate: String?) {
        guard TraceContext(traceparent: traceparent) != nil else { return nil }
        self.traceparent = traceparent
        self.tracestate = tracestate
    }
}
