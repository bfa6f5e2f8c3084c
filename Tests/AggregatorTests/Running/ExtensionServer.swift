import APIServer
import EventLoop
import JSON
import Storage
import Synchronization
import TLS
import Telemetry
import Transport

@testable import struct APIServer.RequestHeaderAuthenticator
@testable import struct APIServer.RequestHeaderConfiguration

/// Who signs certificates in these tests: one authority for servers, another one for the front proxy.
struct TestAuthorities {
    let serving: CertificateIssuer
    let frontProxy: CertificateIssuer

    init() throws {
        serving = try .selfSigned(commonName: "serving", validity: .seconds(600))
        frontProxy = try .selfSigned(commonName: "front-proxy", validity: .seconds(600))
    }

    /// With what an aggregator proves itself.
    func proxyCertificate() throws -> TLSIdentity {
        let request = CertificateRequest(commonName: "front-proxy-client", usages: [.client], validity: .seconds(600))
        return Self.identity(try frontProxy.issue(request))
    }

    /// The certificate of a server behind a Service.
    func servingCertificate(service: String, namespace: String = "garden") throws -> TLSIdentity {
        let request = CertificateRequest(
            commonName: service,
            dnsNames: ["\(service).\(namespace).svc"],
            usages: [.server],
            validity: .seconds(600)
        )
        return Self.identity(try serving.issue(request))
    }

    var caBundle: String { Base64.encode(serving.pair.certificatePEM) }

    private static func identity(_ pair: CertificateKeyPair) -> TLSIdentity {
        .pem(certificate: pair.certificatePEM, key: pair.privateKeyPEM)
    }
}

/// An extension server on loopback: our own server, which believes the front proxy.
final class ExtensionServer: Sendable {
    let port: UInt16
    private let http: HTTPServer
    private let task: Task<Void, any Error>
    /// What it was asked, newest last.
    let requests: RequestLog

    /// Notes requests.
    final class RequestLog: Sendable {
        private let all = Mutex<[HTTPRequest]>([])

        func add(_ request: HTTPRequest) { all.withLock { $0.append(request) } }

        func last(_ path: String) -> HTTPRequest? { all.withLock { $0.last { $0.target.hasPrefix(path) } } }
    }

    /// Answers before the server does.
    typealias Interceptor = @Sendable (HTTPRequest) -> HTTPResponse?

    static func start(
        group: String,
        service: String,
        authorities: TestAuthorities,
        loops: EventLoopGroup,
        streamsBody: BodyStreaming? = nil,
        intercept: @escaping Interceptor = { _ in nil }
    ) async throws -> ExtensionServer {
        var configuration = APIServer.Configuration(
            groups: [APIGroup(group, versions: [.init("v1", definitions: [UntypedResource(bees(group))])])],
            backend: MemoryBackend(),
            title: group,
            log: .silent
        )
        configuration.authenticator.requestHeader = RequestHeaderAuthenticator(
            try CertificateAuthorities(pem: authorities.frontProxy.pair.certificatePEM),
            configuration: Locked(RequestHeaderConfiguration(uidHeaders: ["x-remote-uid"])),
            clock: { Int64(WallTime.now.seconds) }
        )
        let server = APIServer(configuration)
        let requests = RequestLog()
        let http = HTTPServer(
            configuration: HTTPServerConfiguration(host: "127.0.0.1", port: 0),
            tls: try .server(identity: try authorities.servingCertificate(service: service)),
            group: loops,
            streamsBody: streamsBody
        ) { request, loop in
            requests.add(request)
            if let answer = intercept(request) { return answer }
            return await server.respond(to: request, on: loop)
        }
        let task = Task { try await server.run() }
        try await server.waitUntilReady()
        return ExtensionServer(http: http, port: try await http.start().port, task: task, requests: requests)
    }

    private init(http: HTTPServer, port: UInt16, task: Task<Void, any Error>, requests: RequestLog) {
        self.http = http
        self.port = port
        self.task = task
        self.requests = requests
    }

    func stop() async {
        await http.shutdown(deadline: .zero)
        task.cancel()
        _ = try? await task.value
    }

    private static func bees(_ group: String) -> ResourceDefinition {
        ResourceDefinition(
            group: group,
            version: "v1",
            kind: "Bee",
            plural: "bees",
            singular: "bee",
            scope: .namespaced,
            schema: Schema.resource(
                definitionName: "com.example.\(group).v1.Bee",
                description: "A bee.",
                fields: [Schema.Field("spec", Schema(.any))]
            )
        )
    }
}
