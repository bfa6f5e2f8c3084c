package import TLS

extension APIServer.Configuration {
    /// Says whom the server believes and what callers may do, for a server that is no program of its own.
    ///
    /// Members of `system:masters` may do everything, and everybody may ask for the server's health.
    ///
    /// - Parameters:
    ///   - clients: the CAs whose client certificates stand for users.
    ///   - tokens: knows bearer tokens.
    ///   - authorizer: decides about everybody else.
    package mutating func trust(
        clients: CertificateAuthorities,
        tokens: any TokenAuthenticator,
        authorizer: any Authorizer
    ) {
        authenticator.certificates = CertificateAuthenticator(clients, clock: clock)
        authenticator.tokens = tokens
        self.authorizer = AuthorizerUnion(all: [PrivilegedGroups(), AlwaysAllowPaths(), authorizer])
    }
}
