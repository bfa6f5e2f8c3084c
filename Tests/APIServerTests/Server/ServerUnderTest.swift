import APIServer
import EventLoop
import JSON
import Storage
import TLS
import Telemetry
import Transport

@testable import struct APIServer.Auditor
@testable import protocol APIServer.Authorizer
@testable import struct APIServer.AuthorizerUnion
@testable import struct APIServer.ClusterAdmission
@testable import struct APIServer.TokenFile

/// A server in the test's process, on memory, asked without a socket.
struct ServerUnderTest: Sendable {
    let server: APIServer
    let loop: EventLoop
    static let bees = "/apis/insect.example.com/v1/namespaces/garden/bees"
    static let swarms = "/apis/insect.example.com/v1/namespaces/garden/swarms"

    struct Answer {
        let status: Int
        let headers: HTTPHeaders
        let body: HTTPResponse.Body
        let json: JSONValue

        /// The answer as the transport would have it.
        var response: HTTPResponse { HTTPResponse(status: status, headers: headers, body: body) }
        /// The body as it came; empty for a stream.
        var text: String {
            guard case .bytes(let bytes) = body else { return "" }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    static let beeGroups = [
        APIGroup(
            "insect.example.com",
            versions: [
                APIGroup.Version("v1", [Bee.self, Swarm.self]), APIGroup.Version("v1beta1", [OldSwarm.self]),
            ]
        )
    ]

    /// Runs a server while `body` asks it.
    static func run(
        groups: [APIGroup] = beeGroups,
        backend: any StorageBackend = MemoryBackend(),
        admission: [any AdmissionPlugin] = [],
        services: [any Sendable] = [],
        tokens: String = "root,root,1,system:masters",
        authorizer: any Authorizer = AuthorizerUnion.standard,
        auditor: Auditor? = nil,
        cluster: ClusterAdmission? = nil,
        hasChangingKinds: Bool = false,
        _ body: @Sendable (ServerUnderTest) async throws -> Void
    ) async throws {
        var configuration = APIServer.Configuration(
            groups: groups,
            backend: backend,
            title: "test",
            log: .silent
        )
        configuration.admission = admission
        configuration.services = services
        configuration.authenticator.tokens = try TokenFile(parsing: tokens)
        configuration.authorizer = authorizer
        configuration.auditor = auditor
        configuration.cluster = cluster
        configuration.hasChangingKinds = hasChangingKinds
        let tested = ServerUnderTest(server: APIServer(configuration), loop: try EventLoop())
        defer { tested.loop.stop() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await tested.server.run() }
            try await tested.server.waitUntilReady()
            try await body(tested)
            group.cancelAll()
        }
    }

    func send(
        _ method: String,
        _ target: String,
        _ body: JSONValue? = nil,
        headers: [(String, String)] = [],
        anonymous: Bool = false
    ) async throws -> Answer {
        let request = HTTPRequest(
            method: method,
            target: target,
            headers: HTTPHeaders(
                (anonymous ? [] : [("authorization", "Bearer root")]) + [("user-agent", "tester/1")] + headers
            ),
            body: body.map { JSONWriter.bytes($0) } ?? []
        )
        return await answer(to: request)
    }

    /// Sends a request as it is, without a credential of its own.
    func answer(to request: HTTPRequest) async -> Answer {
        let response = await server.respond(to: request, on: loop)
        guard case .bytes(let bytes) = response.body, !bytes.isEmpty else {
            return Answer(status: response.status, headers: response.headers, body: response.body, json: .null)
        }
        return Answer(
            status: response.status,
            headers: response.headers,
            body: response.body,
            json: (try? JSONReader.parse(bytes)) ?? .null
        )
    }

    /// A bee of that name.
    static func bee(_ name: String, hive: String = "north") -> JSONValue {
        [
            "apiVersion": "insect.example.com/v1", "kind": "Bee", "metadata": ["name": .string(name)],
            "spec": ["hive": .string(hive)],
        ]
    }

    /// A swarm of that name, with a status that its maker has no business to give.
    static func swarm(_ name: String, size: JSONValue? = 3) -> JSONValue {
        var swarm: JSONValue = [
            "apiVersion": "insect.example.com/v1", "kind": "Swarm", "metadata": ["name": .string(name)],
            "spec": ["keeper": "eva"], "status": ["phase": "Lost"],
        ]
        swarm["spec"]?["size"] = size
        return swarm
    }

    /// Sends a patch, a merge patch if nothing else is said.
    func patch(_ target: String, _ body: JSONValue, type: String = "merge-patch+json") async throws -> Answer {
        try await send("PATCH", target, body, headers: [("content-type", "application/" + type)])
    }
}
