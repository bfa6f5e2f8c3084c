internal import EventLoop
internal import Storage
internal import TLS
internal import Transport

/// One member of the cluster.
struct EtcdMember: Sendable {
    /// As the operator wrote it.
    let name: String
    let endpoint: HTTPEndpoint

    /// The members that options name.
    ///
    /// - Throws: `unavailable` with what is wrong, where, and how to mend it.
    static func all(_ options: EtcdOptions) throws(StorageError) -> [EtcdMember] {
        guard !options.servers.isEmpty else {
            throw .unavailable("--etcd-servers must be specified, for instance --etcd-servers=http://127.0.0.1:2379")
        }
        let isSecret = options.servers.contains { $0.hasPrefix("https://") }
        let tls = isSecret ? try identity(options) : nil
        guard isSecret || options.certificateFile == nil && options.authoritiesFile == nil else {
            throw .unavailable(
                "--etcd-cafile and --etcd-certfile have no meaning: --etcd-servers names no https:// server"
            )
        }
        var members: [EtcdMember] = []
        for server in options.servers { members.append(try member(server, tls)) }
        return members
    }

    private static func member(_ server: String, _ tls: TLSClientIdentity?) throws(StorageError) -> EtcdMember {
        let isHTTPS = server.hasPrefix("https://")
        guard isHTTPS || server.hasPrefix("http://") else {
            throw .unavailable("--etcd-servers: \(server) is no http:// or https:// URL; write http://\(server)")
        }
        var rest = server.dropFirst(isHTTPS ? 8 : 7)
        if rest.hasSuffix("/") { rest = rest.dropLast() }
        guard let (host, port) = split(rest) else {
            throw .unavailable("--etcd-servers: \(server) names no host and port; write http://host:2379")
        }
        let endpoint = HTTPEndpoint(host: host, port: port, tls: isHTTPS ? tls : nil, protocols: .http2)
        return EtcdMember(name: server, endpoint: endpoint)
    }

    /// Host and port of `host:port`, `[address]:port`; nil if it is something else.
    private static func split(_ text: Substring) -> (String, UInt16)? {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]), port > 0 else {
            return nil
        }
        let host = text[..<colon]
        let isBracketed = host.hasPrefix("[") && host.hasSuffix("]") && host.count > 2
        guard !host.isEmpty, isBracketed || !host.contains(where: { ":/@?#[] ".contains($0) }) else { return nil }
        return (String(host), port)
    }

    private static func identity(_ options: EtcdOptions) throws(StorageError) -> TLSClientIdentity {
        guard (options.certificateFile == nil) == (options.keyFile == nil) else {
            throw .unavailable("--etcd-certfile and --etcd-keyfile belong together; give both or neither")
        }
        var trust = TLSContext.Trust.system
        if let file = options.authoritiesFile {
            do {
                trust = .authorities(pem: try FileBytes.read(file))
            } catch {
                throw .unavailable("--etcd-cafile: \(error)")
            }
        }
        var certificate: TLSIdentity?
        if let file = options.certificateFile, let key = options.keyFile {
            certificate = .files(certificate: file, key: key)
        }
        do {
            return try TLSClientIdentity(trust: trust, certificate: certificate)
        } catch {
            let files = [options.authoritiesFile, options.certificateFile, options.keyFile].compactMap { $0 }
            throw .unavailable(
                "--etcd-cafile, --etcd-certfile, --etcd-keyfile (\(files.joined(separator: ", "))): \(error)"
            )
        }
    }
}
