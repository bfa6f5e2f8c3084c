internal import APIServer
internal import JSON
internal import TLS

/// Issues and verifies the tokens of service accounts.
struct ServiceAccountTokens: Sendable {
    /// What tokens name as their issuer, and the audience of those who say none.
    static let issuer = "https://kubernetes.default.svc.cluster.local"

    let key: SigningKey
    /// Looks up what a token depends on.
    let directory: any ServiceAccountDirectory
    /// Now, in seconds since 1970.
    let clock: @Sendable () -> Int64
    private let verified = VerifiedTokens()

    init(key: SigningKey, directory: any ServiceAccountDirectory, clock: @escaping @Sendable () -> Int64) {
        self.key = key
        self.directory = directory
        self.clock = clock
    }

    /// Why a token is refused.
    enum Refusal: Error, Sendable, Equatable, CustomStringConvertible {
        /// Not one of ours: somebody else may know it.
        case unknown
        case invalid
        case expired
        case notYetValid
        case audience(of: [String], wanted: [String])
        /// The account, or what the token is bound to, is no longer there.
        case gone(String)

        var description: String {
            switch self {
            case .unknown, .invalid: "invalid bearer token"
            case .expired: "invalid bearer token, service account token has expired"
            case .notYetValid: "invalid bearer token, service account token is not valid yet"
            case .audience(let has, let wanted):
                "invalid bearer token, token audiences \(Self.list(has)) is invalid for the target audiences "
                    + Self.list(wanted)
            case .gone(let what): "invalid bearer token, service account token has been invalidated: \(what)"
            }
        }

        private static func list(_ names: [String]) -> String {
            "[" + names.map { "\"\($0)\"" }.joined(separator: " ") + "]"
        }
    }

    /// Signs a token.
    ///
    /// - Throws: `TLSError` if OpenSSL refuses.
    func issue(_ claims: ServiceAccountClaims) throws(TLSError) -> String {
        try JSONWebToken.sign(claims.json, with: key)
    }

    /// Who holds a token, and for which of the wanted audiences.
    ///
    /// - Parameters:
    ///   - token: as the client sent it.
    ///   - audiences: those for whom it may be; empty for those of the control plane itself.
    /// - Returns: the user, and the audiences that the token and the question share.
    /// - Throws: `Refusal`.
    func verify(
        _ token: String,
        audiences: [String] = []
    ) throws(Refusal) -> (user: UserInfo, audiences: [String]) {
        let known = try verified.known(token) { () throws(Refusal) in try self.claims(of: token) }
        let claims = known.claims
        let now = clock()
        guard now < claims.expiresAt else { throw .expired }
        guard claims.issuedAt <= now + 10 else { throw .notYetValid }
        let wanted = audiences.isEmpty ? [Self.issuer] : audiences
        let shared = wanted.filter(claims.audiences.contains)
        guard !shared.isEmpty else { throw .audience(of: claims.audiences, wanted: wanted) }
        guard directory.uid(ofServiceAccount: claims.name, in: claims.namespace) == claims.uid else {
            throw .gone("serviceaccounts \"\(claims.name)\" not found")
        }
        if let bound = claims.bound {
            guard directory.uid(ofBound: bound.kind, name: bound.name, in: claims.namespace) == bound.uid else {
                throw .gone("\(bound.kind)s \"\(bound.name)\" not found")
            }
        }
        return (known.user, shared)
    }

    /// What a token of ours says, its signature verified.
    private func claims(of token: String) throws(Refusal) -> ServiceAccountClaims {
        guard JSONWebToken.isShaped(token), let json = JSONWebToken.claims(of: token, signedBy: [key.verifier]) else {
            throw .unknown
        }
        guard let claims = ServiceAccountClaims(json: json), claims.issuer == Self.issuer else { throw .invalid }
        return claims
    }
}

/// What tokens depend on.
protocol ServiceAccountDirectory: Sendable {
    /// The UID of an account; nil if there is none.
    func uid(ofServiceAccount name: String, in namespace: String) -> String?
    /// The UID of a `pod`, `secret` or `node`; nil if there is none.
    func uid(ofBound kind: String, name: String, in namespace: String) -> String?
}
