internal import EventLoop
public import TLS

/// A small HTTP/1.1 client: one connection and one thread per request.
///
/// For waiting until a server is ready, and for tests.
public enum HTTPClient {
    /// One answer, complete.
    public struct Response: Sendable, Equatable {
        /// The status code.
        public var status: Int
        /// The header fields, names in lower case.
        public var headers: HTTPHeaders
        /// The body, without its transfer coding.
        public var body: [UInt8]
    }

    /// Sends a request and reads the answer.
    ///
    /// - Parameters:
    ///   - method: such as `GET`.
    ///   - host: a name or address, which over TLS must be one of the server's certificate.
    ///   - port: the port.
    ///   - path: path and query, percent-encoded.
    ///   - headers: in addition to `host`, `content-length` and `connection`.
    ///   - body: may be empty.
    ///   - tls: nil for plain HTTP.
    ///   - timeout: for everything together.
    /// - Returns: the answer.
    /// - Throws: `.system` if there is no connection, `.tls`, `.timedOut`, `.connectionClosed` or `.malformed`.
    public static func request(
        _ method: String,
        host: String,
        port: UInt16,
        path: String,
        headers: HTTPHeaders = HTTPHeaders(),
        body: [UInt8] = [],
        tls: TLSContext? = nil,
        timeout: Duration = .seconds(10)
    ) async throws(TransportError) -> Response {
        var head = "\(method) \(path) HTTP/1.1\r\nhost: \(host):\(port)\r\nconnection: close\r\n"
        for field in headers.fields { head += "\(field.name): \(field.value)\r\n" }
        if !body.isEmpty || method == "POST" || method == "PUT" || method == "PATCH" {
            head += "content-length: \(body.count)\r\n"
        }
        let bytes = Array((head + "\r\n").utf8) + body
        let isHead = method == "HEAD"
        let thread: BlockingThread
        do throws(EventLoopError) { thread = try BlockingThread(name: "http-client") } catch { throw .system(error) }
        return try await thread.run { () throws(TransportError) in
            let connection = try ClientConnection(host: host, port: port, tls: tls, timeout: timeout)
            defer { connection.close() }
            try connection.send(bytes)
            var parser = HTTP1ResponseParser(isHead: isHead)
            while true {
                let received = try connection.receive()
                if let response = try parser.take(received) { return response }
                if received.isEmpty { throw .connectionClosed }
            }
        }
    }
}
