/// Reads one answer out of bytes that come in any pieces.
///
/// No I/O.
///
/// Source: RFC 9112, 6.3.
struct HTTP1ResponseParser {
    private enum State {
        case statusLine
        case fields
        case fixedBody(left: Int)
        case chunkedBody(ChunkedDecoder)
        case untilClose
        case done
    }

    private let isHead: Bool
    private let headLimitBytes = 1 << 20
    private var state = State.statusLine
    private var buffer: [UInt8] = []
    private var position = 0
    private var response = HTTPClient.Response(status: 0, headers: HTTPHeaders(), body: [])

    init(isHead: Bool) { self.isHead = isHead }

    /// Takes received bytes; no bytes mean the end of the connection.
    ///
    /// - Returns: the answer once it is complete.
    mutating func take(_ bytes: [UInt8]) throws(TransportError) -> HTTPClient.Response? {
        buffer.removeFirst(position)
        position = 0
        buffer += bytes
        if bytes.isEmpty, case .untilClose = state { state = .done }
        do throws(HTTP1ParseError) {
            while try advance() {}
        } catch {
            throw .malformed(error.message)
        }
        guard case .done = state else { return nil }
        return response
    }

    private mutating func advance() throws(HTTP1ParseError) -> Bool {
        switch state {
        case .statusLine, .fields:
            guard let end = buffer[position...].firstIndex(of: HTTP1Syntax.lineFeed) else {
                guard buffer.count < headLimitBytes else { throw .malformed("the answer's head is too long") }
                return false
            }
            let hasReturn = end > position && buffer[end - 1] == HTTP1Syntax.carriageReturn
            let line = position..<(hasReturn ? end - 1 : end)
            position = end + 1
            try use(line)
            return true
        case .fixedBody(let left):
            let count = min(left, buffer.count - position)
            response.body += buffer[position..<position + count]
            position += count
            state = left == count ? .done : .fixedBody(left: left - count)
            return false
        case .chunkedBody(var decoder):
            state = .done
            try decoder.decode(buffer, from: &position, into: &response.body)
            if !decoder.isDone { state = .chunkedBody(decoder) }
            return false
        case .untilClose:
            response.body += buffer[position...]
            position = buffer.count
            return false
        case .done: return false
        }
    }

    private mutating func use(_ line: Range<Int>) throws(HTTP1ParseError) {
        if case .statusLine = state {
            let text = HTTP1Syntax.text(buffer, line)
            guard text.utf8.starts(with: "HTTP/1.".utf8), let status = Int(text.dropFirst(9).prefix(3)) else {
                throw .malformed("the status line is malformed")
            }
            response.status = status
            state = .fields
        } else if line.isEmpty {
            try finishHead()
        } else {
            try HTTP1Syntax.parseField(buffer, line, into: &response.headers)
        }
    }

    private mutating func finishHead() throws(HTTP1ParseError) {
        if (100..<200).contains(response.status), response.status != 101 {
            response.headers = HTTPHeaders()
            state = .statusLine
        } else if isHead || HTTPStatus.isBodiless(response.status) {
            state = .done
        } else if let encoding = response.headers["transfer-encoding"] {
            guard HTTP1Syntax.hasToken("chunked", in: encoding) else {
                throw .malformed("the transfer encoding is not supported")
            }
            state = .chunkedBody(ChunkedDecoder())
        } else if let text = response.headers["content-length"] {
            guard let length = HTTP1Syntax.contentLength(text) else {
                throw .malformed("the content length is malformed")
            }
            state = length == 0 ? .done : .fixedBody(left: length)
        } else {
            state = .untilClose
        }
    }
}
