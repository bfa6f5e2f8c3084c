internal import JSON
internal import Synchronization
internal import TLS
internal import Transport

/// Keeps the OpenAPI documents of one remote APIService.
///
/// Source: kube-aggregator `controllers/openapi`, `controllers/openapiv3`.
final class OpenAPIAgent: Sendable {
    let name: String
    let repeater: Repeater
    private let world: AgentWorld
    private let known = Mutex(Known())

    private struct Known {
        var v2Tag: String?
        /// Whether the tag is the server's own.
        var isServersTag = false
        var failures = 0
        var isFirst = true
    }

    private static let timeout = Duration.seconds(60)
    private static let refresh = Duration.seconds(60)
    private static let firstDelay = Duration.seconds(1)
    private static let limitBytes = 64 << 20

    init(name: String, world: AgentWorld) {
        self.name = name
        self.world = world
        repeater = Repeater(clock: world.clock)
    }

    func run() async { await repeater.run { await self.turn() } }

    private func turn() async -> Duration {
        let isFirst = known.withLock { known in
            defer { known.isFirst = false }
            return known.isFirst
        }
        // A server that has just been registered is mostly about to become available.
        if isFirst { return Self.firstDelay }
        guard let target = world.registry.target(named: name) else { return Repeater.forever }
        guard target.isAvailable else { return Repeater.forever }
        let isGood = await [fetchV2(target), fetchV3(target)].allSatisfy { $0 }
        let failures = known.withLock { known in
            known.failures = isGood ? 0 : known.failures + 1
            return known.failures
        }
        return isGood ? Self.refresh : Backoff.openAPI.delay(afterFailures: failures)
    }

    private func fetchV2(_ target: RemoteTarget) async -> Bool {
        let tag = known.withLock { $0.isServersTag ? $0.v2Tag : nil }
        let answer = await world.caller.get(
            "/openapi/v2",
            from: target,
            as: .documents,
            accept: "application/json",
            etag: tag,
            timeout: Self.timeout
        )
        guard !repeater.isStopped, case .response(let response) = answer else { return false }
        guard response.status == 200 else { return response.status == 304 }
        let own = response.headers["etag"]
        let new = own ?? Self.localTag(response.body)
        guard known.withLock({ $0.v2Tag }) != new else { return true }
        guard let tree = try? JSONReader.parse(response.body), tree.object != nil else { return false }
        world.openAPI.set(v2: tree, of: target.service)
        known.withLock { known in
            known.v2Tag = new
            known.isServersTag = own != nil
        }
        return true
    }

    private func fetchV3(_ target: RemoteTarget) async -> Bool {
        let answer = await world.caller.get("/openapi/v3", from: target, as: .documents, timeout: Self.timeout)
        guard !repeater.isStopped, case .response(let response) = answer else { return false }
        // A server that knows v2 alone has no v3 documents to show.
        guard response.status != 404 else { return true }
        guard response.status == 200, let tree = try? JSONReader.parse(response.body),
            let root = OpenAPIv3Root(tree)
        else { return false }
        world.openAPI.set(v3: root, of: target.service)
        return true
    }

    /// Tells documents apart whose server does not.
    private static func localTag(_ body: [UInt8]) -> String {
        "\"6E8F849B434D4B98A569B9D7718876E9-\(Digest.hex(Digest.sha512(body)).uppercased())\""
    }
}
