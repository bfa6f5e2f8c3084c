/// Writes the heads of answers.
enum HTTP1ResponseEncoder {
    /// How the body's end is told.
    enum Framing: Equatable {
        case length(Int)
        case chunked
        /// By the end of the connection, for HTTP/1.0.
        case close
        /// There is no body; a length may still be said.
        case none(length: Int?)
        /// The connection goes over to another protocol.
        case upgrade
    }

    /// Appends status line and fields, up to the empty line.
    static func appendHead(
        _ response: HTTPResponse,
        framing: Framing,
        keepsAlive: Bool,
        isHTTP10: Bool,
        date: [UInt8],
        to bytes: inout [UInt8]
    ) {
        bytes += "HTTP/1.1 ".utf8
        append(response.status, to: &bytes)
        bytes.append(0x20)
        bytes += HTTPStatus.reason(response.status).utf8
        bytes += "\r\n".utf8
        var hasDate = false
        for field in response.headers.fields {
            switch field.name {
            case "content-length", "transfer-encoding", "connection": continue
            case "date": hasDate = true
            default: break
            }
            append(field.name, field.value, to: &bytes)
        }
        if !hasDate {
            bytes += "date: ".utf8
            bytes += date
            bytes += "\r\n".utf8
        }
        switch framing {
        case .length(let count), .none(length: let count?):
            bytes += "content-length: ".utf8
            append(count, to: &bytes)
            bytes += "\r\n".utf8
        case .chunked: bytes += "transfer-encoding: chunked\r\n".utf8
        case .upgrade: bytes += "connection: Upgrade\r\n".utf8
        case .close, .none(length: nil): break
        }
        if framing == .upgrade {
            // The fate of the connection is the other protocol's affair.
        } else if !keepsAlive {
            bytes += "connection: close\r\n".utf8
        } else if isHTTP10 {
            bytes += "connection: keep-alive\r\n".utf8
        }
        bytes += "\r\n".utf8
    }

    /// Appends the chunk of some data, which is not empty.
    static func appendChunk(_ data: [UInt8], to bytes: inout [UInt8]) {
        appendChunkSize(data.count, to: &bytes)
        bytes += data
        bytes += "\r\n".utf8
    }

    /// Appends the line before the data of a chunk.
    static func appendChunkSize(_ count: Int, to bytes: inout [UInt8]) {
        bytes += String(count, radix: 16).utf8
        bytes += "\r\n".utf8
    }

    private static func append(_ name: String, _ value: String, to bytes: inout [UInt8]) {
        bytes += name.utf8
        bytes += ": ".utf8
        let start = bytes.count
        bytes += value.utf8
        // A handler's value must not end its line.
        for index in start..<bytes.count where !HTTP1Syntax.isFieldByte(bytes[index]) { bytes[index] = 0x20 }
        bytes += "\r\n".utf8
    }

    private static func append(_ number: Int, to bytes: inout [UInt8]) {
        guard number >= 10 else { return bytes.append(UInt8(ascii: "0") + UInt8(clamping: number)) }
        append(number / 10, to: &bytes)
        bytes.append(UInt8(ascii: "0") + UInt8(number % 10))
    }
}
