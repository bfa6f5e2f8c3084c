import APIMachinery
import APIServerTesting
import JSON
import KubeClient
import TLS
import Telemetry
import Transport

@testable import APIServer

/// A cluster with a Secret for a certificate and an APIService, and the time in it.
struct CertificateCluster: Sendable {
    let server: TestServer
    let time = ManualTime()
    let place = CertificateKeeper.Place(namespace: "garden", secret: "bees-tls", service: "bees")

    static let secrets = GroupVersionResource(group: "", version: "v1", resource: "secrets")
    static let apiServices = GroupVersionResource(
        group: "apiregistration.k8s.io",
        version: "v1",
        resource: "apiservices"
    )

    static func run(_ body: (CertificateCluster) async throws -> Void) async throws {
        var definition = ResourceDefinition(
            group: apiServices.group,
            version: "v1",
            kind: "APIService",
            plural: "apiservices",
            singular: "apiservice",
            scope: .cluster,
            schema: .resource(
                definitionName: "APIService",
                description: "As in Kubernetes.",
                fields: [Schema.Field("spec", Schema(.any))]
            ),
            isStorageVersion: true,
            hasStatus: false
        )
        definition.allowsUnconditionalUpdate = true
        let group = APIGroup(
            apiServices.group,
            versions: [APIGroup.Version("v1", definitions: [UntypedResource(definition)])]
        )
        try await TestServer.run([group]) { try await body(CertificateCluster(server: $0)) }
    }

    // MARK: The Secret

    func makeSecret(_ data: JSONValue? = nil) async throws {
        var secret: JSONValue = [
            "apiVersion": "v1", "kind": "Secret", "metadata": ["name": .string(place.secret)], "type": "Opaque",
        ]
        if let data { secret["data"] = data }
        _ = try await server.client.create(secret, Self.secrets, namespace: place.namespace)
    }

    func secret() async throws -> JSONValue {
        try await server.client.get(Self.secrets, namespace: place.namespace, name: place.secret)
    }

    func patchSecret(_ operations: JSONValue) async throws {
        _ = try await server.client.patch(
            operations,
            .json,
            Self.secrets,
            namespace: place.namespace,
            name: place.secret
        )
    }

    func deleteSecret() async throws {
        _ = try await server.client.delete(Self.secrets, namespace: place.namespace, name: place.secret)
    }

    // MARK: The APIService

    func makeAPIService(_ name: String, _ changes: JSONValue = [:]) async throws {
        var spec: JSONValue = ["service": ["name": "bees", "namespace": "garden"]]
        for (key, value) in changes.object ?? JSONObject() { spec[key] = value }
        let object: JSONValue = [
            "apiVersion": "apiregistration.k8s.io/v1", "kind": "APIService", "metadata": ["name": .string(name)],
            "spec": spec,
        ]
        _ = try await server.client.create(object, Self.apiServices)
    }

    func bundle(_ name: String) async throws -> String? {
        try await server.client.get(Self.apiServices, name: name).at("spec", "caBundle")?.string
    }

    // MARK: Replicas

    func client(
        as name: String = "bees",
        groups: [String] = ["system:masters"],
        through transport: (any KubeTransport)? = nil
    ) throws -> KubeClient {
        guard let transport else { return try server.client(as: name, groups: groups) }
        var hooks = KubeClient.Hooks()
        hooks.sleep = { _ in }
        return try KubeClient(
            try server.client(as: name, groups: groups).configuration,
            http: transport,
            userAgent: name,
            hooks: hooks
        )
    }
}

/// A replica: what it shows, one after the other, and what it says.
final class CertificateReplica: Sendable {
    let keeper: CertificateKeeper
    private let shown: AsyncStream<ClusterCertificate>
    private let said: AsyncStream<String>

    init(_ cluster: CertificateCluster, _ client: KubeClient, chance: Double = 0) {
        let (shown, show) = AsyncStream<ClusterCertificate>.makeStream()
        let (said, say) = AsyncStream<String>.makeStream()
        self.shown = shown
        self.said = said
        let log = Logger(level: .warning, write: { say.yield(String(decoding: $0, as: UTF8.self)) })
        keeper = CertificateKeeper(cluster.place, client: client, clock: cluster.time.clock(chance), log: log) {
            show.yield($0)
        }
    }

    /// What it shows next.
    func next() async throws -> ClusterCertificate {
        for await certificate in shown { return certificate }
        throw CancellationError()
    }

    /// What it complains of next.
    func complaint() async throws -> CertificateTrouble {
        for await _ in said {
            if let trouble = keeper.trouble { return trouble }
        }
        throw CancellationError()
    }
}

/// Time that passes when a test says so.
final class ManualTime: Sendable {
    private struct State {
        var now: Int64 = 1_800_000_000
        var alarms: [(id: UInt64, due: Int64, continuation: CheckedContinuation<Void, Never>)] = []
        var lastID: UInt64 = 0
    }

    private let state = Locked(State())

    var now: Int64 { state.withLock { $0.now } }

    func clock(_ chance: Double = 0) -> CertificateClock {
        CertificateClock(now: { self.now }, sleepUntil: { try await self.sleep(until: $0) }, chance: { chance })
    }

    func pass(until moment: Int64) {
        let due = state.withLock { state in
            state.now = moment
            defer { state.alarms.removeAll { $0.due <= moment } }
            return state.alarms.filter { $0.due <= moment }
        }
        for alarm in due { alarm.continuation.resume() }
    }

    private func sleep(until moment: Int64) async throws {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let mustWait = state.withLock { state in
                    guard !Task.isCancelled, state.now < moment else { return false }
                    state.alarms.append((id, moment, continuation))
                    return true
                }
                if !mustWait { continuation.resume() }
            }
        } onCancel: {
            let alarm = state.withLock { state in
                state.alarms.firstIndex { $0.id == id }.map { state.alarms.remove(at: $0) }
            }
            alarm?.continuation.resume()
        }
        try Task.checkCancellation()
    }
}
