internal import Project
internal import TLS
internal import Transport

extension ReadyProbe {
    /// Asks `/readyz` of a server on this machine, as the user of the kubeconfig: what answers is what that user meets.
    static func https(port: UInt16, _ credentials: LocalCredentials) throws(Problems) -> ReadyProbe {
        let context: TLSContext
        do {
            let admin = credentials.admin
            context = try TLSContext.client(
                trust: .authorities(pem: credentials.authority),
                identity: .pem(certificate: admin.certificatePEM, key: admin.privateKeyPEM)
            )
        } catch {
            throw Problems(Problem("AB5004", "certificates cannot be used: \(error)", status: .failure))
        }
        return ReadyProbe { await ask(port, context) }
    }

    private static func ask(_ port: UInt16, _ context: TLSContext) async -> String? {
        do {
            let response = try await HTTPClient.request(
                "GET",
                host: "127.0.0.1",
                port: port,
                path: "/readyz",
                tls: context,
                timeout: .seconds(2)
            )
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
