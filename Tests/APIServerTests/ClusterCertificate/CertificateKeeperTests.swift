import APIServerTesting
import JSON
import KubeClient
import TLS
import Telemetry
import Testing
import Transport

@testable import APIServer

@Suite(.timeLimit(.minutes(1))) struct CertificateKeeperTests {
    /// Runs replicas of one server over one Secret.
    private func run(
        _ cluster: CertificateCluster,
        _ replicas: [CertificateReplica],
        _ body: () async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for replica in replicas { tasks.addTask { await replica.keeper.run() } }
            try await body()
            tasks.cancelAll()
        }
    }

    private let empty: JSONValue = [["op": "remove", "path": "/data"]]

    @Test func fillsAnEmptySecretAndServesWithIt() async throws {
        try await CertificateCluster.run { cluster in
            try await cluster.makeSecret()
            let replica = CertificateReplica(cluster, try cluster.client())
            #expect(!replica.keeper.isReady)
            try await run(cluster, [replica]) {
                let shown = try await replica.next()
                let secret = try await cluster.secret()
                #expect(try ClusterCertificate(secret["data"], at: cluster.time.now) == shown)
                #expect(secret["type"] == "Opaque")
                #expect(
                    shown.names == ["bees", "bees.garden", "bees.garden.svc", "bees.garden.svc.cluster.local"]
                )
                #expect(replica.keeper.isReady)
            }
        }
    }

    @Test func aReplicaThatComesLaterShowsTheSame() async throws {
        try await CertificateCluster.run { cluster in
            let born = try ClusterCertificate.born(for: cluster.place.names, at: cluster.time.now)
            try await cluster.makeSecret(born.data)
            let replica = CertificateReplica(cluster, try cluster.client())
            try await run(cluster, [replica]) {
                let shown = try await replica.next()
                #expect(shown == born)
            }
            let secret = try await cluster.secret()
            #expect(secret["data"] == born.data)
        }
    }

    /// Both have read the empty Secret before either may write.
    @Test func ofTwoThatRaceOneWinsAndBothShowItsCertificate() async throws {
        try await CertificateCluster.run { cluster in
            try await cluster.makeSecret()
            let gate = WriteGate(cluster.server.transport, together: 2)
            let replicas = try (1...2).map {
                CertificateReplica(cluster, try cluster.client(as: "\($0)", through: gate))
            }
            try await run(cluster, replicas) {
                let first = try await replicas[0].next()
                let second = try await replicas[1].next()
                #expect(first == second)
                #expect(gate.statuses.sorted() == [200, 409])
            }
        }
    }

    @Test func oneRenewsInTimeAndTheOthersFollow() async throws {
        try await CertificateCluster.run { cluster in
            try await cluster.makeSecret()
            let gate = WriteGate(cluster.server.transport, together: 1)
            let replicas = try [0.0, 1.0].map { chance in
                CertificateReplica(cluster, try cluster.client(as: "\(chance)", through: gate), chance: chance)
            }
            try await run(cluster, replicas) {
                let born = try await replicas[0].next()
                let same = try await replicas[1].next()
                #expect(same == born)
                let writes = gate.statuses.count
                cluster.time.pass(until: born.renewal(chance: 0))
                let renewed = try await replicas[0].next()
                let followed = try await replicas[1].next()
                #expect(followed == renewed)
                #expect(renewed != born)
                #expect(renewed.authorities == born.authorities)
                #expect(gate.statuses.count == writes + 1)
            }
        }
    }

    @Test func aCertificateThatHasEndedIsReplacedAndNotShown() async throws {
        try await CertificateCluster.run { cluster in
            let old = try ClusterCertificate.born(
                for: cluster.place.names,
                at: cluster.time.now - 2 * ClusterCertificate.life
            )
            try await cluster.makeSecret(old.data)
            let replica = CertificateReplica(cluster, try cluster.client())
            try await run(cluster, [replica]) {
                let shown = try await replica.next()
                #expect(shown.leaf != old.leaf)
                #expect(shown.authorities == old.authorities)
            }
        }
    }

    @Test func aSecretThatIsMissingIsWaitedForAndNamed() async throws {
        try await CertificateCluster.run { cluster in
            let replica = CertificateReplica(cluster, try cluster.client())
            try await run(cluster, [replica]) {
                let trouble = try await replica.complaint()
                #expect(trouble.what == "there is no Secret bees-tls in the namespace garden")
                #expect(trouble.fix.hasSuffix("kubectl create secret generic bees-tls -n garden"))
                #expect(!replica.keeper.isReady)
                try await cluster.makeSecret()
                _ = try await replica.next()
                #expect(replica.keeper.isReady)
            }
        }
    }

    @Test func aSecretThatIsDeletedLeavesTheLastGoodOne() async throws {
        try await CertificateCluster.run { cluster in
            try await cluster.makeSecret()
            let replica = CertificateReplica(cluster, try cluster.client())
            try await run(cluster, [replica]) {
                let shown = try await replica.next()
                try await cluster.deleteSecret()
                let trouble = try await replica.complaint()
                #expect(trouble == .missing(cluster.place))
                #expect(replica.keeper.current == shown)
                #expect(replica.keeper.isReady)
                try await cluster.makeSecret()
                let next = try await replica.next()
                #expect(next != shown)
            }
        }
    }

    @Test func garbageLeavesTheLastGoodOneAndIsNotOverwritten() async throws {
        try await CertificateCluster.run { cluster in
            try await cluster.makeSecret()
            let replica = CertificateReplica(cluster, try cluster.client())
            try await run(cluster, [replica]) {
                let shown = try await replica.next()
                try await cluster.patchSecret([["op": "replace", "path": "/data/tls.key", "value": "eA=="]])
                let trouble = try await replica.complaint()
                #expect(
                    trouble.what
                        == "tls.key of the Secret garden/bees-tls cannot be used: it holds no private key"
                )
                #expect(trouble.fix.contains("kubectl patch secret bees-tls -n garden --type=merge -p 'data: null'"))
                #expect(replica.keeper.current == shown)
                let secret = try await cluster.secret()
                #expect(secret.at("data", "tls.key") == "eA==")
                // What the message says to do, does it.
                try await cluster.patchSecret(empty)
                let next = try await replica.next()
                #expect(next.authorities != shown.authorities)
                #expect(next.authorities.certificates.count == 1)
            }
        }
    }

    @Test func whoMayNotReadTheSecretIsToldWhichRightIsMissing() async throws {
        try await CertificateCluster.run { cluster in
            try await cluster.makeSecret()
            let replica = CertificateReplica(cluster, try cluster.client(groups: ["system:authenticated"]))
            try await run(cluster, [replica]) {
                let trouble = try await replica.complaint()
                #expect(trouble.what.contains(#"User "bees" cannot watch resource "secrets""#))
                #expect(
                    trouble.fix.contains(
                        "kubectl create role bees-tls -n garden --verb=get,list,watch,update,patch --resource=secrets "
                            + "--resource-name=bees-tls"
                    )
                )
            }
            let secret = try await cluster.secret()
            #expect(secret["data"] == nil)
        }
    }

    @Test func whoMayOnlyReadIsToldSoAndTriesAgain() async throws {
        try await CertificateCluster.run { cluster in
            try await cluster.makeSecret()
            let gate = WriteGate(cluster.server.transport, together: 1, refusals: 1)
            let replica = CertificateReplica(cluster, try cluster.client(through: gate))
            try await run(cluster, [replica]) {
                let trouble = try await replica.complaint()
                #expect(trouble.what.hasPrefix("the Secret garden/bees-tls cannot be filled: "))
                cluster.time.pass(until: cluster.time.now + 60)
                _ = try await replica.next()
                #expect(gate.statuses == [403, 200])
            }
        }
    }

    @Test func aServerWithoutItsClusterIsNotReadyAndSaysWhy() async throws {
        try await CertificateCluster.run { cluster in
            let replica = CertificateReplica(cluster, try cluster.client(through: NoCluster()))
            try await run(cluster, [replica]) {
                let trouble = try await replica.complaint()
                #expect(trouble.what.hasPrefix("the Secret garden/bees-tls cannot be read: "))
                #expect(trouble.fix == "it is tried again; the server must reach the cluster's API server")
                #expect(!replica.keeper.isReady)
            }
        }
    }
}

/// Lets writes through together, and refuses the first ones if it is told to.
private final class WriteGate: KubeTransport {
    private struct State {
        var waiting: [CheckedContinuation<Void, Never>] = []
        var missing: Int
        var refusals: Int
        var statuses: [Int] = []
    }

    private let base: any KubeTransport
    private let state: Locked<State>

    init(_ base: any KubeTransport, together count: Int, refusals: Int = 0) {
        self.base = base
        state = Locked(State(missing: count, refusals: refusals))
    }

    /// How writes ended.
    var statuses: [Int] { state.withLock { $0.statuses } }

    func perform(
        _ request: ClientRequest,
        to endpoint: HTTPEndpoint
    ) async throws(TransportError) -> CompleteResponse {
        guard request.method == "PATCH" else { return try await base.perform(request, to: endpoint) }
        await gather()
        let isRefused = state.withLock { state in
            defer { state.refusals -= 1 }
            return state.refusals > 0
        }
        let response =
            isRefused
            ? CompleteResponse(status: 403, headers: HTTPHeaders(), body: Array("forbidden".utf8))
            : try await base.perform(request, to: endpoint)
        state.withLock { $0.statuses.append(response.status) }
        return response
    }

    func open(_ request: ClientRequest, to endpoint: HTTPEndpoint) async throws(TransportError) -> OpenResponse {
        try await base.open(request, to: endpoint)
    }

    private func gather() async {
        await withCheckedContinuation { continuation in
            let all = state.withLock { state in
                state.missing -= 1
                state.waiting.append(continuation)
                guard state.missing <= 0 else { return [CheckedContinuation<Void, Never>]() }
                defer { state.waiting = [] }
                return state.waiting
            }
            for each in all { each.resume() }
        }
    }
}

/// Leads nowhere.
private struct NoCluster: KubeTransport {
    func perform(
        _ request: ClientRequest,
        to endpoint: HTTPEndpoint
    ) async throws(TransportError) -> CompleteResponse { throw .connectionClosed }

    func open(_ request: ClientRequest, to endpoint: HTTPEndpoint) async throws(TransportError) -> OpenResponse {
        throw .connectionClosed
    }
}
