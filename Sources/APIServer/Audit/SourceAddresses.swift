internal import EventLoop
internal import Transport

/// Where a request comes from, by what proxies say and by its connection.
///
/// Source: apimachinery `util/net.SourceIPs`.
enum SourceAddresses {
    /// The addresses, the one that is farthest away first; the connection's own is the last and cannot be made up.
    static func of(_ request: HTTPRequest) -> [String] {
        var all: [String] = []
        for part in (request.headers["x-forwarded-for"] ?? "").split(separator: ",") {
            if let address = canonical(part) { all.append(address) }
        }
        if let text = request.headers["x-real-ip"], let address = canonical(Substring(text)), !all.contains(address) {
            all.append(address)
        }
        if let remote = canonical(host(of: request.remoteAddress)), all.last != remote { all.append(remote) }
        return all
    }

    private static func host(of address: String) -> Substring {
        guard let colon = address.lastIndex(of: ":") else { return Substring(address) }
        let host = address[..<colon]
        return host.hasPrefix("[") && host.hasSuffix("]") ? host.dropFirst().dropLast() : host
    }

    /// An address in its usual spelling; nil for what is none, such as a host name or an address with a zone.
    private static func canonical(_ text: Substring) -> String? {
        let trimmed = text.drop { $0 == " " }
        let end = trimmed.lastIndex { $0 != " " }.map { trimmed.index(after: $0) } ?? trimmed.startIndex
        let address = trimmed[..<end]
        let isIPv6 = address.contains(":")
        // The system's reader also takes short forms of IPv4 (`127.1`) and zones, which Go does not.
        guard !address.contains("%"), isIPv6 || address.utf8.count(where: { $0 == UInt8(ascii: ".") }) == 3,
            let shown = SocketAddress.numeric(String(address), port: 0)?.description
        else { return nil }
        let host = String(Self.host(of: shown))
        let mapped = "::ffff:"
        return host.hasPrefix(mapped) && host.contains(".") ? String(host.dropFirst(mapped.count)) : host
    }
}
