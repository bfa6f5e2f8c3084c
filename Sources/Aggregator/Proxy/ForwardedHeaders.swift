internal import APIServer
internal import Transport

/// The header fields that go to an extension server: the client's without what is the proxy's to say, and who asks.
///
/// Source: kube-aggregator `handler_proxy.go`, client-go `transport/round_trippers.go` `SetAuthProxyHeaders`, Go
/// `httputil.ReverseProxy`.
struct ForwardedHeaders {
    /// Who asks.
    let user: UserInfo
    /// `address:port` of the client.
    let remoteAddress: String
    /// `host:port` of the extension server.
    let backend: String
    /// The path as it is sent.
    let escapedPath: String
    /// What both servers call the request in their audit logs.
    let auditID: String
    /// Whether the connection shall become another protocol's.
    let isUpgrade: Bool

    /// A field that cannot be sent, because a line break in it would begin another one.
    struct InvalidValue: Error, Equatable {
        let field: String
    }

    /// Fields that belong to one connection alone.
    ///
    /// Source: RFC 9110, section 7.6.1; Go, `httputil` `hopHeaders`.
    static let perConnection: Set<String> = [
        "connection", "proxy-connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailer",
        "transfer-encoding", "upgrade", "http2-settings",
    ]

    /// The outgoing fields; `host` and `content-length` are added by the client.
    func make(of sent: HTTPHeaders) throws(InvalidValue) -> HTTPHeaders {
        let named = Self.named(byConnection: sent)
        var fields: [(String, String)] = []
        fields.reserveCapacity(sent.fields.count + user.groups.count + 8)
        var forwardedFor: [String] = []
        for (name, value) in sent.fields {
            if name == "x-forwarded-for" {
                forwardedFor.append(value)
            } else if !Self.isDropped(name) && !named.contains(name) {
                fields.append((name, value))
            }
        }
        if sent.all("te").contains(where: Self.hasTrailers) { fields.append(("te", "trailers")) }
        if isUpgrade {
            fields.append(("connection", "Upgrade"))
            for value in sent.all("upgrade") { fields.append(("upgrade", value)) }
        }
        appendIdentity(to: &fields)
        let client = Self.host(of: remoteAddress)
        if !client.isEmpty { forwardedFor.append(client) }
        if !forwardedFor.isEmpty { fields.append(("x-forwarded-for", forwardedFor.joined(separator: ", "))) }
        if !isUpgrade {
            fields.append(("x-forwarded-uri", escapedPath))
            fields.append(("x-forwarded-host", backend))
            fields.append(("x-forwarded-proto", "https"))
        }
        fields.append(("audit-id", auditID))
        for (name, value) in fields where !Self.isValid(value) { throw InvalidValue(field: name) }
        return HTTPHeaders(fields)
    }

    /// The fields of an answer that may pass on to the client.
    static func answer(_ headers: HTTPHeaders) -> HTTPHeaders {
        let named = named(byConnection: headers)
        let kept = headers.fields.filter { name, _ in
            !perConnection.contains(name) && !named.contains(name) && !name.hasPrefix("access-control-allow-")
        }
        return HTTPHeaders(kept.map { ($0.name, $0.value) })
    }

    private func appendIdentity(to fields: inout [(String, String)]) {
        fields.append(("x-remote-user", user.name))
        if !user.uid.isEmpty { fields.append(("x-remote-uid", user.uid)) }
        for group in user.groups { fields.append(("x-remote-group", group)) }
        guard !user.extra.isEmpty else { return }
        for (key, values) in user.extra.sorted(by: { $0.key < $1.key }) {
            let name = Self.extraPrefix + Self.escaped(extraKey: key)
            for value in values { fields.append((name, value)) }
        }
    }

    // MARK: Names

    private static let extraPrefix = "x-remote-extra-"

    /// What a client has no business to say, or what is said anew.
    ///
    /// Servers that read fields as environment variables do not tell `_` from `-`, so neither does this.
    private static func isDropped(_ name: String) -> Bool {
        guard !name.utf8.contains(UInt8(ascii: "_")) else {
            return isDropped(String(name.map { $0 == "_" ? "-" : $0 }))
        }
        return switch name {
        case "authorization", "host", "content-length", "x-remote-user", "x-remote-uid", "x-remote-group",
            "x-forwarded-uri", "x-forwarded-host", "x-forwarded-proto", "audit-id", "expect":
            true
        default:
            name.hasPrefix(extraPrefix) || name.hasPrefix("impersonate-") || perConnection.contains(name)
        }
    }

    /// Fields that a `Connection` field names belong to that connection too.
    private static func named(byConnection headers: HTTPHeaders) -> Set<String> {
        guard headers["connection"] != nil else { return [] }
        var names: Set<String> = []
        for value in headers.all("connection") {
            for name in value.split(separator: ",") {
                names.insert(name.filter { $0 != " " && $0 != "\t" }.lowercased())
            }
        }
        // These are said anew below, and are nobody's to remove.
        return names.subtracting(["x-forwarded-for", "te"])
    }

    /// Escapes every byte that is no token character of RFC 7230, and `%` itself.
    ///
    /// Field names are the same in any case, so the server reads them in lower case.
    static func escaped(extraKey key: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(key.utf8.count + 8)
        for byte in key.utf8 {
            let lower = HTTP1Syntax.tokenLowercase[Int(byte)]
            if lower != 0, byte != UInt8(ascii: "%") {
                bytes.append(lower)
            } else {
                bytes.append(UInt8(ascii: "%"))
                bytes.append(digit(byte >> 4))
                bytes.append(digit(byte & 15))
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }

    // MARK: Values

    private static func hasTrailers(_ value: String) -> Bool {
        value.split(separator: ",").contains { $0.filter { $0 != " " }.lowercased() == "trailers" }
    }

    /// Without control characters but the tab.
    private static func isValid(_ value: String) -> Bool {
        value.utf8.allSatisfy(HTTP1Syntax.isFieldByte)
    }

    /// The address without its port and brackets.
    private static func host(of address: String) -> String {
        guard let colon = address.utf8.lastIndex(of: UInt8(ascii: ":")) else { return address }
        let host = address[..<colon]
        return host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : String(host)
    }
}
