import Glibc
import TLS

/// A connection to this machine whose calls block, for bytes that no proper client or server would send.
///
/// One thread only.
final class RawConnection {
    struct Failure: Error { let code: Int32 }

    private let fd: Int32
    private var tls: TLSSession?
    private var isOpen = true

    /// Connects and shakes hands.
    init(port: UInt16, tls context: TLSContext? = nil, timeout: Duration = .seconds(20)) throws {
        fd = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        Self.limit(fd, timeout)
        var address = Self.loopback(port)
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(fd, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else { throw Failure(code: errno) }
        tls = try context?.makeSession(fd: fd, peerName: "localhost")
        _ = tls?.handshake()
    }

    /// Takes over an accepted socket.
    init(adopting fd: Int32) {
        self.fd = fd
        Self.limit(fd, .seconds(20))
    }

    deinit { close() }

    func send(_ text: String) { send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes { buffer in
                guard tls != nil else { return max(0, write(fd, buffer.baseAddress, buffer.count)) }
                return if case .done(let count) = tls?.write(buffer) { count } else { 0 }
            }
            guard sent > 0 else { return }
            rest.removeFirst(sent)
        }
    }

    /// What is there; empty at the end or after the time-out.
    func receive() -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 16_384)
        let count = bytes.withUnsafeMutableBytes { buffer in
            guard tls != nil else { return max(0, Glibc.read(fd, buffer.baseAddress, buffer.count)) }
            return if case .done(let count) = tls?.read(into: buffer) { count } else { 0 }
        }
        return Array(bytes[..<count])
    }

    /// Everything up to a text, that text included, or up to the end.
    func read(through end: String) -> String {
        var text = ""
        while !text.contains(end) {
            let more = receive()
            if more.isEmpty { break }
            text += String(decoding: more, as: UTF8.self)
        }
        return text
    }

    func readToEnd() -> String {
        var bytes: [UInt8] = []
        while true {
            let more = receive()
            if more.isEmpty { return String(decoding: bytes, as: UTF8.self) }
            bytes += more
        }
    }

    /// Says that nothing more will be sent; what the peer sends can still be read.
    func endOutput() {
        tls?.shutdown()
        shutdown(fd, Int32(SHUT_WR))
    }

    func close() {
        guard isOpen else { return }
        isOpen = false
        tls?.shutdown()
        tls = nil
        _ = Glibc.close(fd)
    }

    static func loopback(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return address
    }

    private static func limit(_ fd: Int32, _ timeout: Duration) {
        let (seconds, attoseconds) = timeout.components
        var value = timeval(tv_sec: Int(seconds), tv_usec: Int(attoseconds / 1_000_000_000_000))
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(fd, SOL_SOCKET, option, &value, socklen_t(MemoryLayout<timeval>.size))
        }
    }
}
