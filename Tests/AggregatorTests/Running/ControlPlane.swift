import APIServer
import EventLoop
import JSON
import Storage
import TLS
import Telemetry
import Testing
import Transport

@testable import struct APIServer.TokenFile
@testable import class Aggregator.Aggregator

/// A control plane in the test's process: an aggregator over a server with Services, behind a listener on loopback.
struct ControlPlane {
    let aggregator: Aggregator
    let authorities: TestAuthorities
    let loops: EventLoopGroup
    private let client: HTTPClient
    private let endpoint: HTTPEndpoint
    static let apiServices = "/apis/apiregistration.k8s.io/v1/apiservices"

    /// Runs a control plane while `body` uses it; its listener hands over what the aggregator wants, unless told otherwise.
    static func run(
        streamsBody: BodyStreaming? = nil,
        requestTimeout: Duration = .seconds(60),
        _ body: (ControlPlane) async throws -> Void
    ) async throws {
        let loops = try EventLoopGroup(count: 1)
        let authorities = try TestAuthorities()
        var server = APIServer.Configuration(groups: groups, backend: MemoryBackend(), title: "plane", log: .silent)
        server.requestTimeout = requestTimeout
        server.authenticator.tokens = try TokenFile(
            parsing: "root,root,1,system:masters\njane,jane,7,\"keepers,system:masters\"\neve,eve,8"
        )
        var configuration = Aggregator.Configuration(server: server, loops: loops)
        configuration.proxyCertificate = try authorities.proxyCertificate()
        let aggregator = Aggregator(configuration)
        let http = HTTPServer(
            configuration: HTTPServerConfiguration(host: "127.0.0.1", port: 0),
            tls: nil,
            group: loops,
            streamsBody: streamsBody ?? aggregator.streamsBody
        ) { request, loop in await aggregator.respond(to: request, on: loop) }
        let running = Task { try await aggregator.run() }
        try await aggregator.waitUntilReady()
        let port = try await http.start().port
        let plane = ControlPlane(
            aggregator: aggregator,
            authorities: authorities,
            loops: loops,
            client: HTTPClient(group: loops),
            endpoint: HTTPEndpoint(host: "127.0.0.1", port: port, tls: nil)
        )
        let result: Result<Void, any Error>
        do { result = .success(try await body(plane)) } catch { result = .failure(error) }
        plane.client.shutdown()
        await http.shutdown(deadline: .zero)
        running.cancel()
        _ = try? await running.value
        loops.stop()
        try result.get()
    }

    // MARK: Requests

    /// Sends a request and reads the whole answer.
    func send(
        _ method: String,
        _ target: String,
        _ body: JSONValue? = nil,
        token: String = "root",
        headers: [(String, String)] = []
    ) async throws -> CompleteResponse {
        try await client.perform(request(method, target, body, token, headers), to: endpoint)
    }

    /// Sends a request whose answer comes over time.
    func open(
        _ target: String,
        headers: [(String, String)] = [],
        upgraded: (any ResponseStream)? = nil
    ) async throws -> ClientResponse {
        var request = request("GET", target, nil, "root", headers)
        request.upgraded = upgraded
        return try await client.send(request, to: endpoint)
    }

    /// Sends a request whose body comes over time.
    func send(
        _ method: String,
        _ target: String,
        streaming body: any ResponseStream,
        length: Int? = nil,
        headers: [(String, String)] = []
    ) async throws -> ClientResponse {
        var request = request(method, target, nil, "root", headers)
        if let length { request.headers.add("content-length", "\(length)") }
        request.body = .stream(body)
        return try await client.send(request, to: endpoint)
    }

    private func request(
        _ method: String,
        _ target: String,
        _ body: JSONValue?,
        _ token: String,
        _ headers: [(String, String)]
    ) -> ClientRequest {
        var all = [("authorization", "Bearer " + token)] + headers
        if body != nil { all.append(("content-type", "application/json")) }
        let bytes = body.map { JSONWriter.bytes($0) } ?? []
        return ClientRequest(method: method, target: target, headers: HTTPHeaders(all), body: .bytes(bytes))
    }

    /// Asks again and again until the answer is as wanted.
    func until(
        _ target: String,
        headers: [(String, String)] = [],
        _ isWanted: (CompleteResponse) -> Bool
    ) async throws -> CompleteResponse {
        while true {
            let answer = try await send("GET", target, headers: headers)
            if isWanted(answer) { return answer }
        }
    }

    // MARK: Registration

    /// Makes a Service that leads to a port of loopback, and an APIService for it.
    func register(_ group: String, service: String, port: UInt16) async throws {
        let object: JSONValue = [
            "apiVersion": "v1", "kind": "Service", "metadata": ["name": .string(service)],
            "spec": ["type": "ExternalName", "externalName": "127.0.0.1"],
        ]
        #expect(try await send("POST", "/api/v1/namespaces/garden/services", object).status == 201)
        var apiService = Samples.apiService(
            group,
            "v1",
            service: ["namespace": "garden", "name": .string(service), "port": .integer(Int64(port))]
        )
        apiService["spec"]?["caBundle"] = .string(authorities.caBundle)
        #expect(try await send("POST", Self.apiServices, apiService).status == 201)
    }

    /// Waits until the condition `Available` of an APIService is as wanted, and returns it.
    func condition(_ name: String, status: String) async throws -> JSONValue {
        let answer = try await until("\(Self.apiServices)/\(name)") { answer in
            Self.available(answer.json)?["status"]?.string == status
        }
        return Self.available(answer.json) ?? .null
    }

    private static func available(_ object: JSONValue) -> JSONValue? {
        object["status"]?["conditions"]?.array?.first { $0["type"] == "Available" }
    }

    private static let groups = [
        APIGroup("", versions: [.init("v1", definitions: [resource("", "v1", "Service", "services")])]),
        APIGroup(
            "discovery.k8s.io",
            versions: [
                .init("v1", definitions: [resource("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices")])
            ]
        ),
    ]

    private static func resource(
        _ group: String,
        _ version: String,
        _ kind: String,
        _ plural: String
    )
        -> UntypedResource
    {
        let any = Schema(.any)
        let fields = ["spec", "addressType", "endpoints", "ports"].map { Schema.Field($0, any) }
        let schema = Schema.resource(definitionName: "io.k8s.api." + kind, description: kind, fields: fields)
        return UntypedResource(
            ResourceDefinition(
                group: group,
                version: version,
                kind: kind,
                plural: plural,
                singular: kind.lowercased(),
                scope: .namespaced,
                schema: schema
            )
        )
    }
}

extension CompleteResponse {
    var text: String { String(decoding: body, as: UTF8.self) }
    var json: JSONValue { (try? JSONReader.parse(body)) ?? .null }
}
