/// Writes the heads of requests.
enum HTTP1RequestEncoder {
    /// How the body's end is told.
    enum Framing: Equatable {
        case none
        case length(Int)
        case chunked
    }

    /// How the body of a request is framed.
    static func framing(of request: ClientRequest) -> Framing {
        switch request.body {
        case .bytes(let bytes):
            let mayHaveBody = ["POST", "PUT", "PATCH"].contains(request.method)
            return bytes.isEmpty && !mayHaveBody ? .none : .length(bytes.count)
        case .stream:
            return request.headers["content-length"].flatMap(HTTP1Syntax.contentLength).map { .length($0) } ?? .chunked
        }
    }

    /// Appends request line and fields, up to the empty line.
    static func appendHead(_ request: ClientRequest, authority: String, to bytes: inout [UInt8]) {
        appendToken(request.method, to: &bytes)
        bytes.append(0x20)
        appendToken(request.target, to: &bytes)
        bytes += " HTTP/1.1\r\n".utf8
        if request.headers["host"] == nil { append("host", authority, to: &bytes) }
        for field in request.headers.fields {
            switch field.name {
            case "content-length", "transfer-encoding": continue
            default: append(field.name, field.value, to: &bytes)
            }
        }
        switch framing(of: request) {
        case .none: break
        case .length(let count): append("content-length", String(count), to: &bytes)
        case .chunked: bytes += "transfer-encoding: chunked\r\n".utf8
        }
        bytes += "\r\n".utf8
    }

    private static func append(_ name: String, _ value: String, to bytes: inout [UInt8]) {
        bytes += name.utf8
        bytes += ": ".utf8
        let start = bytes.count
        bytes += value.utf8
        // A caller's value must not end its line.
        for index in start..<bytes.count where !HTTP1Syntax.isFieldByte(bytes[index]) { bytes[index] = 0x20 }
        bytes += "\r\n".utf8
    }

    /// Appends what must hold neither blanks nor controls.
    private static func appendToken(_ text: String, to bytes: inout [UInt8]) {
        for byte in text.utf8 where byte > 0x20 && byte != 0x7f { bytes.append(byte) }
    }
}
