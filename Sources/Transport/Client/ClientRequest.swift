internal import Telemetry

/// One request of a client.
public struct ClientRequest: Sendable {
    /// What follows the head.
    public enum Body: Sendable {
        /// Complete bytes; such a request may be sent again when a connection turns out to be dead.
        case bytes([UInt8])
        /// Bytes that come over time, pulled when the server can take more; chunked in HTTP/1.1 unless the headers have
        /// a `content-length`.
        ///
        /// Answers may begin before it ends. See ``BodyWriter``.
        case stream(any ResponseStream)
    }

    /// As sent: upper and lower case differ.
    public var method: String
    /// Path and query, percent-encoded.
    public var target: String
    /// Header fields, names in lower case.
    ///
    /// `host` and `content-length` are added.
    public var headers: HTTPHeaders
    /// What follows the head.
    public var body: Body
    /// What is sent after the server has answered 101 to an HTTP/1.1 upgrade that the headers ask for.
    ///
    /// The body of that answer is then the bytes of the other direction. After any other answer it is closed unused.
    /// An upgrade goes to an endpoint with `protocols` `.http1`.
    public var upgraded: (any ResponseStream)?
    /// From the moment when the request has a connection to the head of its answer; nil for no limit.
    public var headTimeout: Duration?
    /// For everything together, the body of the answer included; nil for no limit.
    public var timeout: Duration?
    /// Whether it may be sent a second time when a kept connection ended before any answer.
    ///
    /// By default so for GET, HEAD, OPTIONS and TRACE.
    public var isIdempotent: Bool
    /// Asked each time when the request has a connection, right before its first byte goes there: if it may not begin, it
    /// fails with `.withdrawn` and leaves nothing.
    ///
    /// Asked on the loop; nil if it may always begin.
    package var mayBegin: (@Sendable () -> Bool)?

    /// Makes a request.
    public init(
        method: String,
        target: String,
        headers: HTTPHeaders = HTTPHeaders(),
        body: Body = .bytes([]),
        headTimeout: Duration? = nil,
        timeout: Duration? = nil
    ) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
        self.headTimeout = headTimeout
        self.timeout = timeout
        isIdempotent = ["GET", "HEAD", "OPTIONS", "TRACE"].contains(method)
    }
}

extension ClientRequest {
    /// The same as part of the trace that the task works for, unless its headers name one.
    var traced: ClientRequest {
        guard let trace = TracePropagation.current, headers["traceparent"] == nil else { return self }
        var request = self
        request.headers.add("traceparent", trace.traceparent)
        if let state = trace.tracestate { request.headers.add("tracestate", state) }
        return request
    }
}
