/// One request as it was read.
struct HTTP1Message: Equatable {
    var method = ""
    var target = ""
    var headers = HTTPHeaders()
    var body: [UInt8] = []
    var isBodyTooLarge = false
    /// Whether the peer lets the connection stay open.
    var keepsAlive = true
    /// Whether the peer speaks HTTP/1.0, which knows no chunks.
    var isHTTP10 = false
}

/// Reads requests out of bytes that come in any pieces.
///
/// No I/O.
///
/// Source: RFC 9112. Strict where requests could be smuggled: no folded lines, no bare line feeds, no second length.
struct HTTP1RequestParser {
    /// What to do next.
    enum Step: Equatable {
        case needMore
        /// The peer waits for `100 Continue` before it sends its body.
        case expectsContinue
        case request(HTTP1Message)
        /// A request whose body is handed over while it comes in; its first bytes are there already.
        case head(HTTP1Message)
        /// The last bytes of that body.
        case bodyEnded([UInt8])
        case failed(HTTP1ParseError)
    }

    /// How far the current request has come.
    enum Phase: Equatable {
        case idle
        case head
        case body
    }

    private enum State {
        case requestLine
        case fields
        case fixedBody(left: Int)
        case chunkedBody(ChunkedDecoder)
        case complete
        case failed(HTTP1ParseError)
    }

    private let limits: HTTPServerConfiguration.Limits
    private var buffer: [UInt8] = []
    private var position = 0
    private var scanned = 0
    private var headBytes = 0
    private var state = State.requestLine
    private var message = HTTP1Message()
    private var owesContinue = false
    /// Which bodies are handed over while they come in; nil for none.
    private let streamsBody: BodyStreaming?
    /// Whether that of the current request is, and whether its head has been.
    private var handing = Handing.whole

    private enum Handing {
        case whole
        case headFirst
        case body
    }

    init(limits: HTTPServerConfiguration.Limits, streamsBody: BodyStreaming? = nil) {
        self.limits = limits
        self.streamsBody = streamsBody
    }

    /// Bytes that were received and not yet used.
    var bufferedBytes: Int { buffer.count - position }

    /// Whether the last request is complete.
    var isBetweenRequests: Bool { handing != .body }

    var phase: Phase {
        switch state {
        case .requestLine: bufferedBytes == 0 ? .idle : .head
        case .fields: .head
        default: .body
        }
    }

    /// Adds received bytes.
    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        if case .fixedBody(let left) = state, bufferedBytes == 0, bytes.count < left {
            unsafe message.body.append(contentsOf: bytes)
            state = .fixedBody(left: left - bytes.count)
            if handing == .body { owesContinue = false }
            return
        }
        if position > 0 {
            if position == buffer.count {
                buffer.removeAll(keepingCapacity: buffer.capacity <= 4_096)
            } else {
                buffer.removeFirst(position)
            }
            scanned -= position
            position = 0
        }
        unsafe buffer.append(contentsOf: bytes)
    }

    /// Hands over what came behind the last request and was not used.
    mutating func takeBuffered() -> [UInt8] {
        let rest = Array(buffer[position...])
        buffer = []
        position = 0
        scanned = 0
        return rest
    }

    /// Hands over what has come of a body after its head.
    mutating func takeBody() -> [UInt8] {
        var bytes: [UInt8] = []
        swap(&bytes, &message.body)
        return bytes
    }

    /// Whether the peer waits for `100 Continue` with the rest of a body; it is told so once.
    mutating func takeContinue() -> Bool {
        defer { owesContinue = false }
        return owesContinue
    }

    /// Goes on until something happens.
    mutating func next() -> Step {
        do {
            while true {
                if let step = try advance() { return step }
            }
        } catch {
            state = .failed(error)
            return .failed(error)
        }
    }

    private mutating func advance() throws(HTTP1ParseError) -> Step? {
        switch state {
        case .requestLine, .fields:
            guard let line = try takeLine() else { return .needMore }
            return try use(line)
        case .fixedBody(let left):
            if let step = stepBeforeBody() { return step }
            let count = min(left, bufferedBytes)
            message.body += buffer[position..<position + count]
            position += count
            state = left == count ? .complete : .fixedBody(left: left - count)
            return left == count ? nil : stepWithinBody()
        case .chunkedBody(var decoder):
            if let step = stepBeforeBody() { return step }
            return try decodeChunks(&decoder)
        case .complete:
            let complete = message
            let isBody = handing == .body
            message = HTTP1Message()
            headBytes = 0
            scanned = position
            owesContinue = false
            handing = .whole
            state = .requestLine
            return isBody ? .bodyEnded(complete.body) : .request(complete)
        case .failed(let error): throw error
        }
    }

    /// What is to be done before bytes of a body are waited for.
    private mutating func stepBeforeBody() -> Step? {
        if handing != .whole, bufferedBytes > 0 { owesContinue = false }
        // Who gets the body while it comes in says himself that he wants it.
        guard owesContinue, bufferedBytes == 0, handing == .whole else { return nil }
        owesContinue = false
        return .expectsContinue
    }

    /// What is to be done where more of a body has to come.
    private mutating func stepWithinBody() -> Step {
        guard handing == .headFirst else { return .needMore }
        handing = .body
        defer { message.body = [] }
        return .head(message)
    }

    private mutating func decodeChunks(_ decoder: inout ChunkedDecoder) throws(HTTP1ParseError) -> Step? {
        state = .complete  // so that the decoder is not copied
        try decoder.decode(buffer, from: &position, into: &message.body)
        if handing == .whole, message.body.count > limits.bodyBytes {
            refuseBody()
            return nil
        }
        guard !decoder.isDone else { return nil }
        state = .chunkedBody(decoder)
        return stepWithinBody()
    }

    /// Delivers the request without its body; what follows on the connection cannot be understood any more.
    private mutating func refuseBody() {
        message.body = []
        message.isBodyTooLarge = true
        message.keepsAlive = false
        state = .complete
    }

    // MARK: Head

    /// The next line without its end; nil if it is not complete.
    private mutating func takeLine() throws(HTTP1ParseError) -> Range<Int>? {
        scanned = max(scanned, position)
        while scanned < buffer.count, buffer[scanned] != HTTP1Syntax.lineFeed { scanned += 1 }
        let used = headBytes + scanned - position
        guard used <= limits.headBytes else {
            throw HTTP1ParseError(status: 431, message: "the request head is longer than \(limits.headBytes) bytes")
        }
        guard scanned < buffer.count else { return nil }
        guard scanned > position, buffer[scanned - 1] == HTTP1Syntax.carriageReturn else {
            throw .malformed("a line ends without a carriage return")
        }
        let line = position..<scanned - 1
        headBytes = used + 1
        scanned += 1
        position = scanned
        return line
    }

    private mutating func use(_ line: Range<Int>) throws(HTTP1ParseError) -> Step? {
        if case .requestLine = state {
            // An empty line before a request is forgiven, as RFC 9112, 2.2 asks.
            guard !line.isEmpty else { return nil }
            try parseRequestLine(line)
            state = .fields
            return nil
        }
        guard !line.isEmpty else {
            try finishHead()
            return nil
        }
        guard message.headers.fields.count < limits.fieldCount else {
            throw HTTP1ParseError(status: 431, message: "the request has more than \(limits.fieldCount) header fields")
        }
        try HTTP1Syntax.parseField(buffer, line, into: &message.headers)
        return nil
    }

    private mutating func parseRequestLine(_ line: Range<Int>) throws(HTTP1ParseError) {
        var index = line.lowerBound
        while index < line.upperBound, HTTP1Syntax.tokenLowercase[Int(buffer[index])] != 0 { index += 1 }
        guard index > line.lowerBound, index < line.upperBound, buffer[index] == 0x20 else {
            throw .malformed("the method is malformed")
        }
        message.method = HTTP1Syntax.text(buffer, line.lowerBound..<index)
        let start = index + 1
        index = start
        while index < line.upperBound, buffer[index] > 0x20, buffer[index] != 0x7f { index += 1 }
        guard index > start, index < line.upperBound, buffer[index] == 0x20 else {
            throw .malformed("the request target is malformed")
        }
        message.target = HTTP1Syntax.text(buffer, start..<index)
        switch HTTP1Syntax.text(buffer, index + 1..<line.upperBound) {
        case "HTTP/1.1": break
        case "HTTP/1.0": message.isHTTP10 = true
        case let version where version.utf8.starts(with: "HTTP/".utf8) && version.utf8.count == 8:
            throw HTTP1ParseError(status: 505, message: "the protocol version is not supported")
        default: throw .malformed("the protocol version is malformed")
        }
    }

    private mutating func finishHead() throws(HTTP1ParseError) {
        try checkTarget()
        var length: Int?
        var isChunked = false
        var hosts = 0
        message.keepsAlive = !message.isHTTP10
        for field in message.headers.fields {
            switch field.name {
            case "host": hosts += 1
            case "content-length":
                guard length == nil, let value = HTTP1Syntax.contentLength(field.value) else {
                    throw .malformed("the content length is malformed")
                }
                length = value
            case "transfer-encoding":
                guard !isChunked, HTTP1Syntax.hasToken("chunked", in: field.value), field.value.utf8.count == 7 else {
                    throw HTTP1ParseError(status: 501, message: "the transfer encoding is not supported")
                }
                isChunked = true
            case "connection":
                if HTTP1Syntax.hasToken("close", in: field.value) { message.keepsAlive = false }
                if message.isHTTP10, HTTP1Syntax.hasToken("keep-alive", in: field.value) { message.keepsAlive = true }
            case "expect":
                guard HTTP1Syntax.hasToken("100-continue", in: field.value) else {
                    throw HTTP1ParseError(status: 417, message: "the expectation is not supported")
                }
                owesContinue = !message.isHTTP10
            default: break
            }
        }
        if isChunked, length != nil {
            throw .malformed("the request has both a content length and a transfer encoding")
        }
        if isChunked, message.isHTTP10 { throw .malformed("HTTP/1.0 has no transfer encoding") }
        guard hosts == 1 || hosts == 0 && message.isHTTP10 else {
            throw .malformed("the request needs exactly one host header")
        }
        begin(length: length ?? 0, isChunked: isChunked)
    }

    private mutating func begin(length: Int, isChunked: Bool) {
        if isChunked || length > 0, streamsBody?(message.method, message.target, message.headers) == true {
            handing = .headFirst
        }
        if isChunked {
            state = .chunkedBody(ChunkedDecoder())
        } else if length > limits.bodyBytes, handing == .whole {
            refuseBody()
        } else if length == 0 {
            state = .complete
        } else {
            if handing == .whole { message.body.reserveCapacity(min(length, 256 << 10)) }
            state = .fixedBody(left: length)
        }
    }

    /// Brings a target with scheme and host to its path; refuses all else but a path and `*`.
    private mutating func checkTarget() throws(HTTP1ParseError) {
        let target = message.target
        if target.utf8.first == UInt8(ascii: "/") || target == "*" || message.method == "CONNECT" { return }
        for scheme in ["http://", "https://"] where target.utf8.starts(with: scheme.utf8) {
            let rest = target.utf8.dropFirst(scheme.utf8.count)
            let path = rest.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? rest.endIndex
            let text = String(decoding: Array(rest[path...]), as: UTF8.self)
            message.target = text.utf8.first == UInt8(ascii: "/") ? text : "/" + text
            message.headers.set("host", String(decoding: Array(rest[..<path]), as: UTF8.self))
            return
        }
        throw .malformed("the request target is malformed")
    }
}
