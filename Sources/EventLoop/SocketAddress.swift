internal import CLinux
internal import Glibc

/// A numeric address with its port, IPv4 or IPv6, as the system's calls take it.
package struct SocketAddress: Sendable, Hashable {
    /// A `sockaddr`.
    let bytes: [UInt8]

    /// Whether it is an address of IPv6.
    package var isIPv6: Bool { bytes.first == UInt8(AF_INET6) }

    /// The addresses of a host in the resolver's order, at most 16.
    ///
    /// Blocks: not on a loop.
    ///
    /// - Throws: `.unresolved`.
    package static func resolve(_ host: String, port: UInt16) throws(EventLoopError) -> [SocketAddress] {
        switch lookUp(host, port, isNumeric: false) {
        case .success(let addresses) where !addresses.isEmpty: return addresses
        case .success: throw .unresolved(host: host, reason: "no address")
        case .failure(let code):
            throw .unresolved(host: host, reason: unsafe String(cString: apiboot_resolve_error(code.value)))
        }
    }

    /// The address that a host is already; nil if it is a name.
    ///
    /// Does not block.
    package static func numeric(_ host: String, port: UInt16) -> SocketAddress? {
        guard case .success(let addresses) = lookUp(host, port, isNumeric: true) else { return nil }
        return addresses.first
    }

    private struct Code: Error { var value: Int32 }

    private static func lookUp(_ host: String, _ port: UInt16, isNumeric: Bool) -> Result<[SocketAddress], Code> {
        let (room, capacity) = (Int(apiboot_ADDRESS_BYTES), 16)
        var bytes = [UInt8](repeating: 0, count: room * capacity)
        var lengths = [UInt32](repeating: 0, count: capacity)
        let count = unsafe apiboot_resolve(host, port, isNumeric ? 1 : 0, &bytes, &lengths, Int32(capacity))
        guard count >= 0 else { return .failure(Code(value: count)) }
        return .success(
            (0..<Int(count)).map { index in
                SocketAddress(bytes: Array(bytes[index * room..<index * room + Int(lengths[index])]))
            }
        )
    }
}

extension SocketAddress: CustomStringConvertible {
    /// `10.0.0.1:443` or `[::1]:443`.
    package var description: String {
        let port = Int(bytes[2]) << 8 | Int(bytes[3])
        let (offset, count) = isIPv6 ? (8, 16) : (4, 4)
        let address = Array(bytes[offset..<offset + count])
        let text = unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
            let family = isIPv6 ? AF_INET6 : AF_INET
            guard let text = unsafe inet_ntop(family, address, buffer.baseAddress, 64) else { return "" }
            return unsafe String(cString: text)
        }
        return isIPv6 ? "[\(text)]:\(port)" : "\(text):\(port)"
    }
}
