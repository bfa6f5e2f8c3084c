internal import CLinux
internal import Glibc

/// A non-blocking stream socket.
///
/// Closed by hand, exactly once.
@safe package struct Socket: Sendable {
    /// What came of a read or write.
    package enum Step: Sendable, Equatable {
        /// The number of bytes; never 0.
        case done(Int)
        /// Not now.
        case wouldBlock
        /// The peer has ended its side, or the connection is gone.
        case closed
    }

    /// The number of the descriptor.
    package let fd: Int32

    /// Listens on a name or address; an empty host means all addresses, port 0 a free one.
    ///
    /// - Throws: `.system` with the address as subject.
    package static func listen(
        host: String,
        port: UInt16,
        backlog: Int32 = 4_096,
        sharesPort: Bool = false
    ) throws(EventLoopError) -> Socket {
        let fd = unsafe apiboot_listen(host, port, backlog, sharesPort ? 1 : 0)
        guard fd >= 0 else { throw .system(call: "listen", code: -fd, subject: "\(host):\(port)") }
        return Socket(fd: fd)
    }

    /// Begins to connect; the socket is writable once that is done or has failed.
    ///
    /// - Throws: `.system` with the address as subject.
    package static func beginConnect(to address: SocketAddress) throws(EventLoopError) -> Socket {
        let fd = unsafe address.bytes.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return -EINVAL }
            return unsafe apiboot_connect_begin(start, UInt32(buffer.count))
        }
        guard fd >= 0 else { throw .system(call: "connect", code: -fd, subject: "\(address)") }
        return Socket(fd: fd)
    }

    /// The `errno` of a connection that was begun; 0 once it is there.
    ///
    /// Also sets what a connection needs, such as no delays.
    package func finishConnect() -> Int32 {
        let code = -apiboot_socket_error(fd)
        if code == 0 { _ = apiboot_socket_tune(fd) }
        return code
    }

    /// Takes the next connection; nil if there is none now.
    ///
    /// - Throws: `.system`, for instance if the process has no descriptors left.
    package func accept() throws(EventLoopError) -> Socket? {
        while true {
            let accepted = apiboot_accept(fd)
            switch -accepted {
            case EAGAIN: return nil
            case EINTR, ECONNABORTED, EPROTO, EPERM: continue
            case let code where code > 0: throw .system(call: "accept4", code: code, subject: "")
            default:
                _ = apiboot_socket_tune(accepted)
                return Socket(fd: accepted)
            }
        }
    }

    /// Reads what is there.
    package func read(into buffer: UnsafeMutableRawBufferPointer) -> Step {
        guard let start = buffer.baseAddress else { return .wouldBlock }
        return Self.step(unsafe apiboot_read(fd, start, buffer.count))
    }

    /// Writes what fits.
    package func write(_ bytes: UnsafeRawBufferPointer) -> Step {
        guard let start = bytes.baseAddress else { return .wouldBlock }
        return Self.step(unsafe apiboot_write(fd, start, bytes.count))
    }

    /// The first bytes, which stay there for the next read.
    package func peek(_ count: Int) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            guard let start = buffer.baseAddress else { return }
            initialized = max(0, unsafe apiboot_peek(fd, start, count))
        }
    }

    /// Ends the sending side.
    package func shutdownWrite() { _ = apiboot_shutdown_write(fd) }

    /// Gives the descriptor back.
    package func close() { _ = apiboot_close(fd) }

    /// Address and port of this end.
    package var localAddress: (host: String, port: UInt16) {
        unsafe Self.address { unsafe apiboot_local_address(fd, $0, $1) }
    }

    /// Address and port of the other end.
    package var peerAddress: (host: String, port: UInt16) {
        unsafe Self.address { unsafe apiboot_peer_address(fd, $0, $1) }
    }

    private static func step(_ code: Int) -> Step {
        if code > 0 { return .done(code) }
        return code == -Int(EAGAIN) ? .wouldBlock : .closed
    }

    private static func address(_ body: (UnsafeMutablePointer<CChar>, Int) -> Int32) -> (host: String, port: UInt16) {
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
            guard let start = buffer.baseAddress else { return ("", 0) }
            unsafe start.pointee = 0
            let port = unsafe body(start, 64)
            return (unsafe String(cString: start), UInt16(clamping: port))
        }
    }
}
