package import TLS
internal import Telemetry

extension APIServer.Configuration {
    /// Says whom the server believes and what callers may do, for a server that is no program of its own.
    ///
    /// Members of `system:masters` may do everything, and everybody may ask for the server's health.
    ///
    /// - Parameters:
    ///   - clients: the CAs whose client certificates stand for users.
    ///   - proxies: the CAs of front proxies, and the common names of those whose word is taken.
    ///   - tokens: know bearer tokens, asked in order.
    ///   - authorizer: decides about everybody else.
    package mutating func trust(
        clients: CertificateAuthorities,
        proxies: (authorities: CertificateAuthorities, names: [String]),
        tokens: [any TokenAuthenticator],
        authorizer: any Authorizer
    ) {
        let names = RequestHeaderConfiguration(allowedNames: proxies.names, uidHeaders: ["x-remote-uid"])
        authenticator.requestHeader = RequestHeaderAuthenticator(
            proxies.authorities,
            configuration: Locked(names),
            clock: clock
        )
        authenticator.certificates = CertificateAuthenticator(clients, clock: clock)
        authenticator.tokens = TokenAuthenticators(all: tokens)
        self.authorizer = AuthorizerUnion(all: [PrivilegedGroups(), AlwaysAllowPaths(), authorizer])
    }
}
