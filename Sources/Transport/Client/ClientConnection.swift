internal import EventLoop
internal import TLS

/// A connection whose calls block until a deadline.
///
/// One thread only.
final class ClientConnection {
    private let socket: Socket
    private var tls: TLSSession?
    private let deadline: ContinuousClock.Instant

    /// Connects and shakes hands.
    init(host: String, port: UInt16, tls context: TLSContext?, timeout: Duration) throws(TransportError) {
        let deadline = ContinuousClock.now + timeout
        self.deadline = deadline
        do throws(EventLoopError) {
            socket = try Socket.connect(host: host, port: port, timeout: timeout)
        } catch {
            throw .system(error)
        }
        guard let context else { return }
        do throws(TLSError) {
            tls = try context.makeSession(fd: socket.fd, peerName: host)
        } catch {
            socket.close()
            throw .tls(error)
        }
        do throws(TransportError) {
            _ = try perform { connection in connection.tls?.handshake() ?? .closed }
        } catch {
            tls = nil
            socket.close()
            throw error
        }
    }

    /// Sends all bytes.
    func send(_ bytes: [UInt8]) throws(TransportError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let part = rest
            let count = try perform { connection in unsafe part.withUnsafeBytes { unsafe connection.write($0) } }
            rest.removeFirst(count)
        }
    }

    /// Reads what is there; empty at the end.
    func receive() throws(TransportError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 16_384)
        let count: Int
        do throws(TransportError) {
            count = try perform { connection in unsafe bytes.withUnsafeMutableBytes { unsafe connection.read(into: $0) }
            }
        } catch .connectionClosed {
            return []
        }
        return Array(bytes[..<count])
    }

    /// Says that nothing more will be sent; what the peer sends can still be read.
    func endOutput() {
        tls?.shutdown()
        socket.shutdownWrite()
    }

    func close() {
        tls?.shutdown()
        tls = nil
        socket.close()
    }

    /// Repeats a step until it is done, waiting for the socket in between.
    private func perform(_ step: (ClientConnection) -> TLSStep) throws(TransportError) -> Int {
        while true {
            switch step(self) {
            case .done(let count): return count
            case .wantRead: try wait(forWriting: false)
            case .wantWrite: try wait(forWriting: true)
            case .closed: throw .connectionClosed
            case .failed(let error): throw .tls(error)
            }
        }
    }

    private func wait(forWriting: Bool) throws(TransportError) {
        let left = (deadline - ContinuousClock.now).nanosecondsClamped / 1_000_000
        guard left > 0, socket.waitReady(forWriting: forWriting, milliseconds: Int32(clamping: left)) else {
            throw .timedOut
        }
    }

    private func write(_ bytes: UnsafeRawBufferPointer) -> TLSStep {
        if tls != nil { return unsafe tls?.write(bytes) ?? .closed }
        return Self.translate(unsafe socket.write(bytes), blocked: .wantWrite)
    }

    private func read(into buffer: UnsafeMutableRawBufferPointer) -> TLSStep {
        if tls != nil { return unsafe tls?.read(into: buffer) ?? .closed }
        return Self.translate(unsafe socket.read(into: buffer), blocked: .wantRead)
    }

    private static func translate(_ step: Socket.Step, blocked: TLSStep) -> TLSStep {
        switch step {
        case .done(let count): .done(count)
        case .wouldBlock: blocked
        case .closed: .closed
        }
    }
}
