internal import EventLoop

extension HTTPResponse.Body {
    /// How many bytes it has; nil if it comes over time.
    package var byteCount: Int? {
        switch self {
        case .bytes(let bytes): bytes.count
        case .pieces(let pieces): pieces.reduce(0) { $0 + $1.count }
        case .stream: nil
        case .upgrade: 0
        }
    }

    /// The bytes as slices, empty ones left out; nil if it comes over time.
    var slices: [ArraySlice<UInt8>]? {
        switch self {
        case .bytes(let bytes): bytes.isEmpty ? [] : [bytes[...]]
        case .pieces(let pieces): pieces.filter { !$0.isEmpty }
        case .stream: nil
        case .upgrade: []
        }
    }

    /// Tells a stream that nobody will pull it.
    func discard(on loop: isolated EventLoop) {
        switch self {
        case .bytes, .pieces: break
        case .stream(let stream): stream.closed(on: loop)
        case .upgrade(let stream): stream.closed(on: loop)
        }
    }
}

extension HTTPResponse {
    /// The length that its fields tell, for a body that is not there or comes over time.
    var declaredLength: Int? { headers["content-length"].flatMap(HTTP1Syntax.contentLength) }

    /// The answer for a connection that cannot be taken over; itself if it does not ask for that.
    func refusingUpgrade(_ reason: String, on loop: isolated EventLoop) -> HTTPResponse {
        guard case .upgrade = body else { return self }
        body.discard(on: loop)
        return HTTPResponse(
            status: 501,
            headers: HTTPHeaders([("content-type", "text/plain; charset=utf-8")]),
            body: .bytes(Array("501 Not Implemented: \(reason)\n".utf8))
        )
    }
}
