internal import Transport

/// Path and query as they go to an extension server: decoded once, and written in the one usual way.
///
/// Source: Go, `net/url` `EscapedPath` and `Values.Encode`, as kube-aggregator `handler_proxy.go` uses them.
enum ForwardedTarget {
    /// The target of the outgoing request.
    ///
    /// - Parameters:
    ///   - target: as the client sent it.
    ///   - path: its path, decoded.
    /// - Returns: path and query.
    static func make(target: String, path: String) -> String {
        let escaped = escape(path)
        guard let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) else { return escaped }
        let query = canonical(query: target[target.index(after: mark)...])
        return query.isEmpty ? escaped : escaped + "?" + query
    }

    /// The path with everything escaped that Go escapes; slashes that were escaped are not told apart from others.
    static func escape(_ path: String) -> String { escape(path, keeps: isPlainInPath, plus: false) }

    /// Pairs sorted by name, in the order of their values; those that cannot be read are left out.
    static func canonical(query: Substring) -> String {
        let items = QueryItems.parse(String(query))
        let sorted = items.enumerated().sorted { left, right in
            let (a, b) = (left.element.0.utf8, right.element.0.utf8)
            return a.elementsEqual(b) ? left.offset < right.offset : a.lexicographicallyPrecedes(b)
        }
        return sorted.map { escapeQuery($0.element.0) + "=" + escapeQuery($0.element.1) }.joined(separator: "&")
    }

    private static func escapeQuery(_ text: String) -> String { escape(text, keeps: isUnreserved, plus: true) }

    private static func escape(_ text: String, keeps: (UInt8) -> Bool, plus: Bool) -> String {
        if text.utf8.allSatisfy(keeps) { return text }
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if keeps(byte) {
                bytes.append(byte)
            } else if plus, byte == UInt8(ascii: " ") {
                bytes.append(UInt8(ascii: "+"))
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }

    private static func isPlainInPath(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "$"), UInt8(ascii: "&"), UInt8(ascii: "+"), UInt8(ascii: ","), UInt8(ascii: "/"),
            UInt8(ascii: ":"), UInt8(ascii: ";"), UInt8(ascii: "="), UInt8(ascii: "@"):
            true
        default: isUnreserved(byte)
        }
    }
}
