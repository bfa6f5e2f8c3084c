/// Reads the answers of one connection out of bytes that come in any pieces.
///
/// No I/O. Informational answers are skipped.
///
/// Source: RFC 9112, 6.3. Strict where answers could be smuggled: no folded lines, no second length.
struct HTTP1ResponseParser {
    /// What happened next.
    enum Step: Equatable {
        case needMore
        case head(ResponseHead)
        /// The body is complete, or there was none.
        case end(trailers: HTTPHeaders)
        /// What follows is not HTTP any more: see `takeRest()`.
        case upgraded
        case failed(TransportError)
    }

    private enum State {
        case idle
        case statusLine
        case fields
        case fixedBody(left: Int)
        case chunkedBody(ChunkedDecoder)
        case untilClose
        case complete(trailers: HTTPHeaders)
        case upgrading
        case raw
        case failed(TransportError)
    }

    private let limits: HTTPClientConfiguration.Limits
    private var isHead = false
    private var acceptsUpgrade = false
    private var state = State.idle
    private var buffer: [UInt8] = []
    private var position = 0
    private var scanned = 0
    private var headBytes = 0
    private var head = ResponseHead(version: .http1, status: 0, headers: HTTPHeaders())
    private var isHTTP10 = false
    /// Whether the connection may be used again after the current answer.
    private(set) var keepsAlive = true

    init(limits: HTTPClientConfiguration.Limits) { self.limits = limits }

    /// Bytes that were received and not yet used.
    var bufferedBytes: Int { buffer.count - position }

    /// Expects the answer to a new request.
    mutating func begin(isHead: Bool, acceptsUpgrade: Bool) {
        self.isHead = isHead
        self.acceptsUpgrade = acceptsUpgrade
        keepsAlive = true
        headBytes = 0
        state = .statusLine
    }

    /// Adds received bytes.
    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        if position == buffer.count {
            buffer.removeAll(keepingCapacity: buffer.capacity <= 64 << 10)
        } else if position > 0 {
            buffer.removeFirst(position)
        }
        scanned = max(0, scanned - position)
        position = 0
        unsafe buffer.append(contentsOf: bytes)
    }

    /// Goes on until something happens; bytes of the body are appended to `body`.
    mutating func next(into body: inout [UInt8]) -> Step {
        do throws(TransportError) {
            while true {
                if let step = try advance(&body) { return step }
            }
        } catch {
            state = .failed(error)
            return .failed(error)
        }
    }

    /// The peer sends no more: whether that is the proper end of the current answer.
    mutating func inputClosed() -> Bool {
        guard case .untilClose = state else { return false }
        state = .complete(trailers: HTTPHeaders())
        return true
    }

    /// The bytes after an upgrade that came with the answer.
    mutating func takeRest() -> [UInt8] {
        let rest = Array(buffer[position...])
        buffer = []
        (position, scanned) = (0, 0)
        return rest
    }

    private mutating func advance(_ body: inout [UInt8]) throws(TransportError) -> Step? {
        switch state {
        case .idle, .raw: return .needMore
        case .statusLine, .fields:
            guard let line = try takeLine() else { return .needMore }
            do throws(HTTP1ParseError) { return try use(line) } catch { throw .malformed(error.message) }
        case .fixedBody(let left):
            let count = min(left, bufferedBytes)
            body += buffer[position..<position + count]
            position += count
            state = left == count ? .complete(trailers: HTTPHeaders()) : .fixedBody(left: left - count)
            return left == count ? nil : .needMore
        case .chunkedBody(var decoder):
            state = .idle  // so that the decoder is not copied
            do throws(HTTP1ParseError) {
                try decoder.decode(buffer, from: &position, into: &body)
            } catch {
                throw .malformed(error.message)
            }
            state = decoder.isDone ? .complete(trailers: decoder.trailers) : .chunkedBody(decoder)
            return decoder.isDone ? nil : .needMore
        case .untilClose:
            body += buffer[position...]
            position = buffer.count
            return .needMore
        case .complete(let trailers):
            state = .idle
            scanned = position
            return .end(trailers: trailers)
        case .upgrading:
            state = .raw
            return .upgraded
        case .failed(let error): throw error
        }
    }

    // MARK: Head

    /// The next line without its end; nil if it is not complete.
    private mutating func takeLine() throws(TransportError) -> Range<Int>? {
        scanned = max(scanned, position)
        while scanned < buffer.count, buffer[scanned] != HTTP1Syntax.lineFeed { scanned += 1 }
        let used = headBytes + scanned - position
        guard used <= limits.headBytes else { throw .headTooLarge(limitBytes: limits.headBytes) }
        guard scanned < buffer.count else { return nil }
        let hasReturn = scanned > position && buffer[scanned - 1] == HTTP1Syntax.carriageReturn
        let line = position..<(hasReturn ? scanned - 1 : scanned)
        headBytes = used + 1
        scanned += 1
        position = scanned
        return line
    }

    private mutating func use(_ line: Range<Int>) throws(HTTP1ParseError) -> Step? {
        if case .statusLine = state {
            try parseStatusLine(line)
            state = .fields
            return nil
        }
        guard line.isEmpty else {
            guard head.headers.fields.count < limits.fieldCount else {
                throw .malformed("the answer has more than \(limits.fieldCount) header fields")
            }
            try HTTP1Syntax.parseField(buffer, line, into: &head.headers)
            return nil
        }
        return try finishHead()
    }

    private mutating func parseStatusLine(_ line: Range<Int>) throws(HTTP1ParseError) {
        let text = HTTP1Syntax.text(buffer, line)
        guard line.count >= 12, text.utf8.starts(with: "HTTP/1.".utf8), buffer[line.lowerBound + 8] == 0x20,
            let status = Int(HTTP1Syntax.text(buffer, line.lowerBound + 9..<line.lowerBound + 12)), status >= 100,
            line.count == 12 || buffer[line.lowerBound + 12] == 0x20
        else { throw .malformed("the status line is malformed") }
        isHTTP10 = buffer[line.lowerBound + 7] == UInt8(ascii: "0")
        head = ResponseHead(version: .http1, status: status, headers: HTTPHeaders())
    }

    private mutating func finishHead() throws(HTTP1ParseError) -> Step? {
        if head.status == 101 {
            guard acceptsUpgrade else { throw .malformed("the server switches protocols, and nobody asked it to") }
            keepsAlive = false
            state = .upgrading
            return .head(head)
        }
        guard head.status >= 200 else {
            state = .statusLine
            return nil
        }
        var length: Int?
        var isChunked = false
        if isHTTP10 { keepsAlive = false }
        for field in head.headers.fields {
            switch field.name {
            case "content-length":
                guard let value = HTTP1Syntax.contentLength(field.value), length == nil || length == value else {
                    throw .malformed("the content length is malformed")
                }
                length = value
            case "transfer-encoding":
                guard !isChunked, HTTP1Syntax.hasToken("chunked", in: field.value), field.value.utf8.count == 7 else {
                    throw .malformed("the transfer encoding is not supported")
                }
                isChunked = true
            case "connection":
                if HTTP1Syntax.hasToken("close", in: field.value) { keepsAlive = false }
                if isHTTP10, HTTP1Syntax.hasToken("keep-alive", in: field.value) { keepsAlive = true }
            default: break
            }
        }
        beginBody(length: length, isChunked: isChunked)
        return .head(head)
    }

    private mutating func beginBody(length: Int?, isChunked: Bool) {
        if isHead || HTTPStatus.isBodiless(head.status) {
            state = .complete(trailers: HTTPHeaders())
        } else if isChunked {
            if length != nil { keepsAlive = false }
            state = .chunkedBody(ChunkedDecoder())
        } else if let length {
            state = length == 0 ? .complete(trailers: HTTPHeaders()) : .fixedBody(left: length)
        } else {
            keepsAlive = false
            state = .untilClose
        }
    }
}
