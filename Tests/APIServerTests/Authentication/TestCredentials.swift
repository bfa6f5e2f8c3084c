import TLS
import Telemetry
import Transport

@testable import APIServer

/// Authorities and certificates for tests, made once.
struct TestCredentials: Sendable {
    let clientCA: CertificateIssuer
    let proxyCA: CertificateIssuer
    let strangerCA: CertificateIssuer

    static let shared = Result {
        TestCredentials(
            clientCA: try .selfSigned(commonName: "client-ca", validity: .seconds(86_400)),
            proxyCA: try .selfSigned(commonName: "proxy-ca", validity: .seconds(86_400)),
            strangerCA: try .selfSigned(commonName: "client-ca", validity: .seconds(86_400))
        )
    }

    /// One moment for all tests: when the certificates were made.
    static let now = Int64(WallTime.now.seconds)

    /// A chain as a client presents it.
    static func chain(
        _ issuer: CertificateIssuer,
        _ name: String,
        groups: [String] = [],
        uid: String? = nil,
        usages: [CertificateRequest.Usage] = [.client],
        validity: Duration = .seconds(3_600)
    ) throws -> CertificateChain {
        let request = CertificateRequest(
            commonName: name,
            organizations: groups,
            uid: uid,
            usages: usages,
            validity: validity
        )
        return try CertificateChain(pem: try issuer.issue(request).certificatePEM)
    }

    /// An authenticator as the flags of a server make it.
    func authenticator(
        _ configuration: RequestHeaderConfiguration = RequestHeaderConfiguration(
            allowedNames: ["front-proxy-client"]
        ),
        tokens: String = "root,root,1,system:masters"
    ) throws -> Authenticator {
        let now = Self.now
        var authenticator = Authenticator()
        authenticator.requestHeader = RequestHeaderAuthenticator(
            try CertificateAuthorities(pem: proxyCA.pair.certificatePEM),
            configuration: Locked(configuration),
            clock: { now }
        )
        authenticator.certificates = CertificateAuthenticator(
            try CertificateAuthorities(pem: clientCA.pair.certificatePEM),
            clock: { now }
        )
        authenticator.tokens = try TokenFile(parsing: tokens)
        return authenticator
    }
}

/// What a pipeline behind the authentication sees of a request.
struct SeenRequest: Sendable, Equatable {
    var status = 0
    var user: UserInfo?
    var fields: [String] = []
}

extension Authenticator {
    /// Sends a request through the authentication alone.
    func seen(
        _ headers: [(String, String)] = [],
        chain: CertificateChain? = nil,
        on loop: EventLoopForTests
    ) async -> SeenRequest {
        let context = RequestContext(
            request: HTTPRequest(
                method: "GET",
                target: "/apis",
                headers: HTTPHeaders(headers),
                peerCertificates: chain
            ),
            loop: loop.loop
        )
        let seen = Locked(SeenRequest())
        let response = await Authenticating(self, metrics: IdentityMetrics(registry: MetricsRegistry()), log: .silent)
            .respond(to: context) { context in
                let found = SeenRequest(
                    status: 200,
                    user: context.user,
                    fields: context.request.headers.fields.map(\.name)
                )
                seen.withLock { $0 = found }
                return HTTPResponse(status: 200)
            }
        return response.status == 200 ? seen.withLock { $0 } : SeenRequest(status: response.status)
    }
}
