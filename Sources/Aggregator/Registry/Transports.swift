internal import Synchronization
internal import TLS

/// How extension servers are spoken to over TLS: one identity for equal parameters, so that connections are kept.
///
/// Any thread.
final class Transports: Sendable {
    /// What makes connections differ.
    struct Key: Sendable, Hashable {
        /// `<service>.<namespace>.svc`, whatever address is dialled.
        let serverName: String
        let caBundle: [UInt8]
        let trustsAnyone: Bool

        init(_ service: APIService, _ reference: APIService.ServiceReference) {
            serverName = "\(reference.name).\(reference.namespace).svc"
            caBundle = service.caBundle
            trustsAnyone = service.insecureSkipTLSVerify
        }
    }

    private let certificate: TLSIdentity?
    private let identities = Mutex<[Key: Result<TLSClientIdentity, TLSError>]>([:])

    /// The certificate is what the proxy proves itself with; nil for none.
    init(certificate: TLSIdentity?) { self.certificate = certificate }

    /// The identity for some parameters; made when it is first asked for.
    func identity(_ key: Key) -> Result<TLSClientIdentity, TLSError> {
        if let known = identities.withLock({ $0[key] }) { return known }
        let made = make(key)
        return identities.withLock { identities in
            let result = identities[key] ?? made
            identities[key] = result
            return result
        }
    }

    /// Forgets all others.
    func keep(only keys: Set<Key>) { identities.withLock { $0 = $0.filter { keys.contains($0.key) } } }

    private func make(_ key: Key) -> Result<TLSClientIdentity, TLSError> {
        let trust: TLSContext.Trust =
            if key.trustsAnyone {
                .anyone
            } else if key.caBundle.isEmpty {
                .system
            } else {
                .authorities(pem: key.caBundle)
            }
        do throws(TLSError) {
            return .success(
                try TLSClientIdentity(trust: trust, certificate: certificate, serverName: key.serverName)
            )
        } catch {
            return .failure(error)
        }
    }
}
