public import EventLoop

/// One answer.
public struct HTTPResponse: Sendable {
    /// What follows the head.
    public enum Body: Sendable {
        case bytes([UInt8])
        /// Several pieces, sent one after the other without being copied together first.
        case pieces([ArraySlice<UInt8>])
        /// Bytes that come over time; chunked in HTTP/1.1, unless the headers have their `content-length`.
        ///
        /// Pulled when the peer can take more.
        case stream(any ResponseStream)
        /// No body: the stream takes the connection over, in both directions.
        ///
        /// Goes with status 101 and an `upgrade` field. HTTP/1.1 only: over HTTP/2 and HTTP/1.0 the client is told so
        /// with 501, and the stream is closed.
        case upgrade(any DuplexStream)
    }

    /// The status code.
    public var status: Int
    /// The header fields, names in lower case.
    public var headers: HTTPHeaders
    /// What follows the head.
    public var body: Body

    /// Makes an answer.
    ///
    /// `content-length` (or chunking), `date` and connection headers are added by the transport.
    public init(status: Int, headers: HTTPHeaders = HTTPHeaders(), body: Body = .bytes([])) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// What a stream has to say when it is pulled.
public enum StreamStep: Sendable {
    /// Bytes were appended; pull again when the peer can take more.
    case more
    /// Nothing beyond what was appended; the stream calls its waker when there is more.
    case wait
    /// The stream is over, properly.
    case end
    /// The stream broke; the connection (HTTP/1.1) or the stream (HTTP/2) is cut so that the peer notices.
    case abort
}

/// The body of an answer that comes over time, such as a watch.
///
/// All calls come on the connection's loop, one at a time. Nothing is buffered beyond one pull, so a slow peer costs no
/// memory: the stream itself decides when a peer is too slow.
public protocol ResponseStream: AnyObject, Sendable {
    /// Called once before the first pull.
    ///
    /// `waker` may be called from any thread, any number of times.
    func start(waker: StreamWaker, on loop: isolated EventLoop)
    /// Appends what is ready, about `limit` bytes at the most.
    func pull(into buffer: inout [UInt8], limit: Int, on loop: isolated EventLoop) -> StreamStep
    /// Gives the next bytes, `limit` at the most, as a slice that is kept until it is sent, so that it is not copied.
    ///
    /// Asked before every pull. Nil, which is the default, if there is none: then `pull` is called.
    func pullSlice(limit: Int, on loop: isolated EventLoop) -> ArraySlice<UInt8>?
    /// The peer has gone or the server stops; no call follows.
    ///
    /// Also called after `end` and `abort`.
    func closed(on loop: isolated EventLoop)
}

extension ResponseStream {
    /// Nil: the stream has no slices.
    public func pullSlice(limit: Int, on loop: isolated EventLoop) -> ArraySlice<UInt8>? { nil }
}

/// Tells a connection that its stream has bytes again.
///
/// Cheap; wake-ups that come together are merged.
public struct StreamWaker: Sendable {
    private let atOnce: @Sendable () -> Void
    private let inRound: @Sendable () -> Void

    /// Makes a waker of what it does.
    public init(_ body: @escaping @Sendable () -> Void) { self.init(body, inRound: body) }

    /// Makes a waker of what it does at once, and of what it does for a stream that may wait.
    init(_ atOnce: @escaping @Sendable () -> Void, inRound: @escaping @Sendable () -> Void) {
        self.atOnce = atOnce
        self.inRound = inRound
    }

    /// Asks for a pull on the connection's loop.
    ///
    /// Any thread.
    public func wake() { atOnce() }

    /// Asks for a pull together with other streams: at once if the loop is quiet, at most some milliseconds later while
    /// many streams are woken again and again, so that what comes meanwhile travels together.
    ///
    /// For streams of small messages that many read, such as watches. Any thread.
    public func wakeInRound() { inRound() }
}

/// Answers requests.
///
/// Runs on the connection's loop: work above a millisecond belongs elsewhere.
public typealias HTTPHandler = @Sendable (_ request: consuming HTTPRequest, _ loop: EventLoop) async -> HTTPResponse

/// Decides, when the head of a request is there, whether its handler gets the body while it comes in, of any length.
///
/// Otherwise the handler is called when the body is complete, or longer than the server reads. A body that has come
/// together with the head is complete in any case. Must be quick, and depend on nothing but its arguments and what the
/// server knows already.
public typealias BodyStreaming = @Sendable (_ method: String, _ target: String, _ headers: HTTPHeaders) -> Bool
