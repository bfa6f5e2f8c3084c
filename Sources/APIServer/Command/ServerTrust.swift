internal import ComponentBase
internal import TLS
internal import Telemetry

/// Whom a server believes and what callers may do, put together from flags, files and the cluster.
struct ServerTrust: Sendable {
    private(set) var authenticator = Authenticator()
    private(set) var authorizer: any Authorizer
    /// Whose certificates clients are asked for.
    private(set) var clientAuthorities: [CertificateAuthorities] = []
    /// Keeps up with the cluster; nil if flags say everything.
    private(set) var follower: TrustFollower?

    private static let seconds: @Sendable () -> Int64 = { Int64(WallTime.now.seconds) }
    private static let milliseconds: @Sendable () -> Int64 = {
        let start = ContinuousClock.now
        return { start.duration(to: .now).milliseconds }
    }()

    /// - Throws: `StartError` for a file that cannot be used.
    init(_ settings: TrustSettings, clients: CoreClients, registry: MetricsRegistry, log: Logger) throws {
        authorizer = try Self.authorizer(settings, clients, registry)
        let cluster = settings.delegation.skipsLookup ? nil : clients.authentication
        var trust = ClusterTrust()
        if let file = settings.clientCAFile {
            believe(clientsOf: try Self.authorities(file, flag: "client-ca-file", log: log))
        } else if cluster != nil {
            let authorities = try Self.authorities("client-ca-file", log)
            trust.clientAuthorities = authorities
            believe(clientsOf: authorities)
        }
        if let file = settings.requestHeaderCAFile {
            let authorities = try Self.authorities(file, flag: "requestheader-client-ca-file", log: log)
            believe(proxiesOf: authorities, Locked(settings.requestHeader))
        } else if cluster != nil {
            let authorities = try Self.authorities("requestheader-client-ca-file", log)
            let configuration = Locked<RequestHeaderConfiguration?>(nil)
            trust.proxies = (authorities, configuration)
            believe(proxiesOf: authorities, configuration)
        }
        if let cluster, trust.clientAuthorities != nil || trust.proxies != nil {
            follower = TrustFollower(
                client: cluster,
                trust: trust,
                toleratesFailure: settings.delegation.toleratesLookupFailure,
                log: log
            )
        }
        authenticator.tokens = try Self.tokens(settings, clients, registry)
    }

    private mutating func believe(clientsOf authorities: CertificateAuthorities) {
        authenticator.certificates = CertificateAuthenticator(authorities, clock: Self.seconds)
        clientAuthorities.append(authorities)
    }

    private mutating func believe(
        proxiesOf authorities: CertificateAuthorities,
        _ configuration: Locked<RequestHeaderConfiguration?>
    ) {
        authenticator.requestHeader = RequestHeaderAuthenticator(
            authorities,
            configuration: configuration,
            clock: Self.seconds
        )
        clientAuthorities.append(authorities)
    }

    // MARK: Tokens and rights

    private static func tokens(
        _ settings: TrustSettings,
        _ clients: CoreClients,
        _ registry: MetricsRegistry
    ) throws -> any TokenAuthenticator {
        var all: [any TokenAuthenticator] = []
        if let file = settings.tokenFile {
            let text = String(decoding: try ServerProcess.read(file, flag: "token-auth-file"), as: UTF8.self)
            do {
                all.append(try TokenFile(parsing: text))
            } catch {
                throw StartError("--token-auth-file: \(file), \(error)", fix: "mend that line")
            }
        }
        if let client = clients.authentication {
            let reviewer = TokenReviewer(
                call: ReviewCall(client, metrics: ReviewMetrics(.authentication, registry: registry))
            )
            let lifetime = settings.delegation.tokenLifetime
            all.append(
                CachedTokens(lifetime: lifetime, clock: milliseconds) { await reviewer.authenticate(token: $0) }
            )
        }
        return TokenAuthenticators(all: all)
    }

    private static func authorizer(
        _ settings: TrustSettings,
        _ clients: CoreClients,
        _ registry: MetricsRegistry
    ) throws -> any Authorizer {
        let always: [any Authorizer] = [PrivilegedGroups(), settings.alwaysAllowPaths]
        if let file = settings.policyFile {
            let text = String(decoding: try ServerProcess.read(file, flag: "authorization-policy-file"), as: UTF8.self)
            do {
                return AuthorizerUnion(all: always + [try ABACPolicy(parsing: text)])
            } catch {
                throw StartError("--authorization-policy-file: \(file), \(error)", fix: "mend that line")
            }
        }
        guard let client = clients.authorization else { return AuthorizerUnion(all: always + [DefaultRoles()]) }
        let reviewer = AccessReviewer(
            call: ReviewCall(client, metrics: ReviewMetrics(.authorization, registry: registry))
        )
        let decisions = CachedDecisions(
            allowedLifetime: settings.delegation.allowedLifetime,
            refusedLifetime: settings.delegation.refusedLifetime,
            clock: milliseconds
        ) { await reviewer.authorize($0) }
        return AuthorizerUnion(all: always + [decisions])
    }

    // MARK: Authorities

    private static func authorities(_ file: String, flag: String, log: Logger) throws -> CertificateAuthorities {
        // A file that is not there is told of as for all other flags.
        _ = try ServerProcess.read(file, flag: flag)
        do {
            return try CertificateAuthorities(file: file) { tell($0, flag, log) }
        } catch {
            throw StartError("--\(flag): there is no certificate in \(file)", fix: "name a PEM file with the CAs")
        }
    }

    /// Authorities that the cluster's ConfigMap will name.
    private static func authorities(_ key: String, _ log: Logger) throws -> CertificateAuthorities {
        try CertificateAuthorities { tell($0, key, log) }
    }

    private static func tell(_ notice: CertificateAuthorities.Notice, _ source: String, _ log: Logger) {
        switch notice {
        case .replaced: log.info("authorities were replaced", [("source", source)])
        case .kept(let error): log.error("authorities were not replaced", [("source", source), ("error", "\(error)")])
        }
    }
}
