import Foundation
import Glibc

/// A server on a free port of this machine that follows a script, one thread per connection.
final class RawServer: Sendable {
    typealias Script = @Sendable (_ connection: RawConnection, _ number: Int) -> Void

    let port: UInt16
    private let fd: Int32

    /// Begins to accept; `script` gets the connections with their numbers from 0.
    init(_ script: @escaping Script) {
        let fd = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = RawConnection.loopback(0)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = bind(fd, $0, size)
                _ = getsockname(fd, $0, &size)
            }
        }
        listen(fd, 64)
        self.fd = fd
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread {
            var number = 0
            while true {
                let accepted = accept(fd, nil, nil)
                guard accepted >= 0 else { return }
                let current = number
                number += 1
                Thread.detachNewThread { script(RawConnection(adopting: accepted), current) }
            }
        }
    }

    /// Accepts no more.
    func stop() {
        shutdown(fd, Int32(SHUT_RDWR))
        close(fd)
    }
}
