public import Transport

/// What brings the requests of a client to an API server: the network, or nothing at all when both live in one process.
public protocol KubeTransport: Sendable {
    /// Sends a request and reads the whole answer, whatever its status.
    ///
    /// - Throws: why there is none.
    func perform(_ request: ClientRequest, to endpoint: HTTPEndpoint) async throws(TransportError) -> CompleteResponse

    /// Sends a request and waits for the head of the answer; the body comes when it is read.
    ///
    /// - Throws: why there is none.
    func open(_ request: ClientRequest, to endpoint: HTTPEndpoint) async throws(TransportError) -> OpenResponse
}

/// An answer whose body is still to come.
public struct OpenResponse: Sendable {
    /// The status code.
    public var status: Int
    /// The header fields, names in lower case.
    public var headers: HTTPHeaders
    /// What follows the head, to be read or dropped.
    public var body: any ByteSource

    /// Makes an answer.
    public init(status: Int, headers: HTTPHeaders, body: any ByteSource) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// Bytes that come over time.
///
/// Dropping the source ends them. One reader at a time.
public protocol ByteSource: AnyObject, Sendable {
    /// Waits for the next bytes; nil at the end.
    ///
    /// - Throws: what broke them, `.cancelled` if the task was cancelled.
    func next() async throws(TransportError) -> [UInt8]?
}

extension ByteSource {
    /// Reads all that is left.
    ///
    /// - Throws: `.bodyTooLarge` beyond `limitBytes`, and what broke the bytes.
    func collect(limitBytes: Int) async throws(TransportError) -> [UInt8] {
        var bytes: [UInt8] = []
        while let more = try await next() {
            bytes += more
            guard bytes.count <= limitBytes else { throw .bodyTooLarge(limitBytes: limitBytes) }
        }
        return bytes
    }
}

extension HTTPClient: KubeTransport {
    /// Sends a request over the network and reads the whole answer, whatever its status.
    public func perform(
        _ request: ClientRequest,
        to endpoint: HTTPEndpoint
    ) async throws(TransportError) -> CompleteResponse {
        try await perform(request, to: endpoint, on: nil)
    }

    /// Sends a request over the network and waits for the head of the answer.
    public func open(_ request: ClientRequest, to endpoint: HTTPEndpoint) async throws(TransportError) -> OpenResponse {
        let response = try await send(request, to: endpoint)
        return OpenResponse(status: response.status, headers: response.headers, body: response.body)
    }
}

extension IncomingBody: ByteSource {
    /// Waits for the next bytes, at most 64 KiB of them; nil at the end.
    public func next() async throws(TransportError) -> [UInt8]? { try await next(limit: 64 << 10) }
}
