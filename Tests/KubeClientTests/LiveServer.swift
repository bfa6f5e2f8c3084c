import APIServer
import EventLoop
import JSON
import Storage
import TLS
import Telemetry
import Testing
import Transport

@testable import struct APIServer.AuthorizerUnion
@testable import struct APIServer.TokenFile
@testable import KubeClient

/// An API server of bees on loopback, over TLS.
struct LiveServer {
    let configuration: ClientConfiguration
    let server: APIServer
    static let bees = GroupVersionResource(group: "insect.example.com", version: "v1", resource: "bees")

    static func run(_ body: (LiveServer) async throws -> Void) async throws {
        let issuer = try CertificateIssuer.selfSigned(commonName: "test-ca", validity: .seconds(600))
        let names = CertificateRequest(
            commonName: "localhost",
            dnsNames: ["localhost"],
            usages: [.server],
            validity: .seconds(600)
        )
        let pair = try issuer.issue(names)
        let groups = [APIGroup("insect.example.com", versions: [APIGroup.Version("v1", [Bee.self])])]
        var settings = APIServer.Configuration(groups: groups, backend: MemoryBackend(), title: "test", log: .silent)
        settings.authenticator.tokens = try TokenFile(parsing: "root,root,1,system:masters")
        let server = APIServer(settings)
        let running = Task { try await server.run() }
        try await server.waitUntilReady()
        let http = HTTPServer(
            configuration: HTTPServerConfiguration(),
            tls: try .server(identity: .pem(certificate: pair.certificatePEM, key: pair.privateKeyPEM)),
            group: try EventLoopGroup(count: 1)
        ) { request, loop in await server.respond(to: request, on: loop) }
        let port = try await http.start().port
        var configuration = ClientConfiguration(
            server: try #require(ClientConfiguration.Server("https://127.0.0.1:\(port)")),
            trust: .authorities(pem: issuer.pair.certificatePEM),
            serverName: "localhost",
            credential: .token("root")
        )
        configuration.namespace = "garden"
        try await body(LiveServer(configuration: configuration, server: server))
        await http.shutdown(deadline: .milliseconds(100))
        running.cancel()
        _ = await running.result
    }

    func client(
        credential: Credential? = nil,
        hooks: KubeClient.Hooks = KubeClient.Hooks()
    ) throws -> KubeClient {
        var configuration = configuration
        if let credential { configuration.credential = credential }
        let http = HTTPClient(group: try EventLoopGroup(count: 1))
        return try KubeClient(configuration, http: http, userAgent: "tester/1", hooks: hooks)
    }

    static func bee(_ name: String, hive: String = "north") -> JSONValue {
        [
            "apiVersion": "insect.example.com/v1", "kind": "Bee", "metadata": ["name": .string(name)],
            "spec": ["hive": .string(hive)],
        ]
    }
}
