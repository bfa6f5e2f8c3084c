import EventLoop

@testable import Transport

/// HTTP/2 without TLS on a free port: echoes what a request sends while it is being sent, as gRPC servers do.
enum EchoHTTP2Server {
    /// Begins; the server of sockets does the accepting.
    static func start() -> RawServer {
        RawServer { connection, _ in
            let echo = Echo()
            while true {
                let bytes = connection.receive()
                guard !bytes.isEmpty, let output = echo.take(bytes) else { return connection.close() }
                connection.send(output)
            }
        }
    }

    /// One connection, on one thread.
    private final class Echo: HTTP2SessionOwner {
        private var session: HTTP2Session?
        private var waiting: [Int32: [UInt8]] = [:]
        private var ended: Set<Int32> = []
        private var begun: [Int32] = []
        private var output: [UInt8] = []

        init() { session = HTTP2Session(owner: self, limits: HTTPServerConfiguration.Limits()) }

        /// Takes bytes; what to send.
        func take(_ bytes: [UInt8]) -> [UInt8]? {
            guard let session, bytes.withUnsafeBytes({ session.receive($0) }) else { return nil }
            for id in begun {
                let headers = HTTPHeaders([("content-type", "application/grpc")])
                _ = session.submitResponse(id, status: 200, headers: headers, date: [], length: nil, hasBody: true)
            }
            begun = []
            for id in waiting.keys { session.resume(id) }
            output = []
            while session.withNextFrames({ output += $0 }) == true {}
            return output
        }

        func streamBegan(_ id: Int32) { waiting[id] = [] }
        func fieldReceived(_ id: Int32, _ name: UnsafeBufferPointer<UInt8>, _ value: UnsafeBufferPointer<UInt8>) {}
        func bodyReceived(_ id: Int32, _ bytes: UnsafeBufferPointer<UInt8>) { waiting[id]? += bytes }
        func headReceived(_ id: Int32, isLast: Bool) {
            begun.append(id)
            if isLast { ended.insert(id) }
        }
        func bodyEnded(_ id: Int32) { ended.insert(id) }
        func resetReceived(_ id: Int32) {}
        func streamClosed(_ id: Int32) { waiting[id] = nil }
        func lastFrameSent(_ id: Int32) {}

        func dataSource(_ id: Int32, limit: Int) -> HTTP2Session.DataStep {
            let count = min(limit, waiting[id]?.count ?? 0)
            let isLast = ended.contains(id) && count == waiting[id]?.count
            return count > 0 || isLast ? .bytes(count, isLast: isLast) : .wait
        }

        func sendData(_ id: Int32, header: UnsafeBufferPointer<UInt8>, count: Int) -> Bool {
            output += header
            output += waiting[id]?.prefix(count) ?? []
            waiting[id]?.removeFirst(count)
            return true
        }
    }
}
