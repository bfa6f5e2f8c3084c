internal import EventLoop
internal import Project
internal import TLS
internal import Transport

extension ReadyProbe {
    /// Asks `/readyz` of a server on this machine, as the user of the kubeconfig: what answers is what that user meets.
    static func https(port: UInt16, _ credentials: LocalCredentials) throws(Problems) -> ReadyProbe {
        let admin = credentials.admin
        do {
            let identity = try TLSClientIdentity(
                trust: .authorities(pem: credentials.authority),
                certificate: .pem(certificate: admin.certificatePEM, key: admin.privateKeyPEM)
            )
            let client = HTTPClient(group: try EventLoopGroup(count: 1))
            // HTTP/1.1 without keeping connections, so that the server may stop at once.
            let endpoint = HTTPEndpoint(host: "127.0.0.1", port: port, tls: identity, protocols: .http1)
            return ReadyProbe { await ask(client, endpoint) }
        } catch {
            throw Problems(Problem("AB5004", "the server cannot be asked: \(error)", status: .failure))
        }
    }

    private static func ask(_ client: HTTPClient, _ endpoint: HTTPEndpoint) async -> String? {
        do throws(TransportError) {
            let request = ClientRequest(
                method: "GET",
                target: "/readyz",
                headers: HTTPHeaders([("connection", "close")]),
                timeout: .seconds(2)
            )
            let response = try await client.perform(request, to: endpoint)
            if response.status == 200 { return nil }
            let line = response.body.prefix { $0 != UInt8(ascii: "\n") }
            return "\(response.status) " + String(decoding: line, as: UTF8.self)
        } catch {
            switch error {
            case .system: return ""  // nobody listens yet
            default: return "\(error)"
            }
        }
    }
}
