/// Decodes the chunked transfer coding, some bytes at a time.
///
/// Chunk extensions are read and dropped, trailers kept, within a limit.
/// Source: RFC 9112, 7.1.
struct ChunkedDecoder {
    private enum State {
        case size
        case data(left: Int)
        case dataEnd
        case trailer
        case done
    }

    private var state = State.size
    private var line: [UInt8] = []
    private var overhead = 0
    /// The fields after the last chunk.
    private(set) var trailers = HTTPHeaders()

    /// Most bytes of sizes, extensions and trailers that one body may have beyond 64 for each of its chunks.
    private let overheadLimit = 64 << 10

    /// Whether the last chunk and the trailers were read.
    var isDone: Bool { if case .done = state { true } else { false } }

    /// Takes bytes from `position` on and appends the data to `body`.
    mutating func decode(
        _ bytes: borrowing [UInt8],
        from position: inout Int,
        into body: inout [UInt8]
    ) throws(HTTP1ParseError) {
        while position < bytes.count, !isDone {
            if case .data(let left) = state {
                let count = min(left, bytes.count - position)
                body += bytes[position..<position + count]
                position += count
                state = left == count ? .dataEnd : .data(left: left - count)
            } else {
                try takeLineByte(bytes[position])
                position += 1
            }
        }
    }

    private mutating func takeLineByte(_ byte: UInt8) throws(HTTP1ParseError) {
        overhead += 1
        if overhead > overheadLimit || line.count > 8_192 {
            throw .malformed("a chunked body has too much between its chunks")
        }
        guard byte == HTTP1Syntax.lineFeed else {
            if line.last == HTTP1Syntax.carriageReturn {
                throw .malformed("a line of a chunked body ends without a line feed")
            }
            line.append(byte)
            return
        }
        guard line.popLast() == HTTP1Syntax.carriageReturn else {
            throw .malformed("a line of a chunked body ends without a carriage return")
        }
        try finishLine()
        line.removeAll(keepingCapacity: true)
    }

    private mutating func finishLine() throws(HTTP1ParseError) {
        switch state {
        case .size:
            let size = try chunkSize()
            overhead = max(0, overhead - 64)
            state = size == 0 ? .trailer : .data(left: size)
        case .dataEnd:
            guard line.isEmpty else { throw .malformed("a chunk is longer than its size") }
            state = .size
        case .trailer:
            guard !line.isEmpty else {
                state = .done
                return
            }
            try HTTP1Syntax.parseField(line, 0..<line.count, into: &trailers)
        case .data, .done: break
        }
    }

    private func chunkSize() throws(HTTP1ParseError) -> Int {
        var size = 0
        var digits = 0
        for byte in line {
            guard let value = PercentEncoding.hexValue(byte) else { break }
            digits += 1
            size = size << 4 | Int(value)
            guard digits <= 12 else { throw .malformed("a chunk size is too large") }
        }
        // Another reader must not see a longer number here.
        let rest = line[digits...].drop { HTTP1Syntax.isBlank($0) }
        guard rest.isEmpty || rest.first == UInt8(ascii: ";") else { throw .malformed("a chunk size is malformed") }
        guard digits > 0 else { throw .malformed("a chunk size is missing") }
        guard rest.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || HTTP1Syntax.isBlank($0) }) else {
            throw .malformed("a chunk extension has control characters")
        }
        return size
    }
}
