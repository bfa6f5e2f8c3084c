import APIServerTesting
import JSON
import KubeClient
import TLS
import Telemetry
import Testing

@testable import APIServer

@Suite(.timeLimit(.minutes(1))) struct BundlePublisherTests {
    private let name = "v1.insect.example.com"

    /// A publisher at work, and what it says of what it does.
    private func run(
        _ cluster: CertificateCluster,
        _ client: KubeClient,
        _ body: (BundlePublisher, AsyncStream<String>) async throws -> Void
    ) async throws {
        let (lines, say) = AsyncStream<String>.makeStream()
        let log = Logger(write: { say.yield(String(decoding: $0, as: UTF8.self)) })
        let publisher = BundlePublisher(
            [name],
            place: cluster.place,
            client: client,
            clock: cluster.time.clock(),
            log: log
        )
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await publisher.run() }
            try await body(publisher, lines)
            tasks.cancelAll()
        }
    }

    private func next(_ lines: AsyncStream<String>) async -> String? {
        for await line in lines { return line }
        return nil
    }

    private func authorities() throws -> CertificateChain {
        try ClusterCertificate.born(for: ["bees"], at: 1_800_000_000).authorities
    }

    @Test func writesTheAuthoritiesAndTheirSuccessors() async throws {
        try await CertificateCluster.run { cluster in
            try await cluster.makeAPIService(name, ["groupPriorityMinimum": 7])
            try await run(cluster, try cluster.client()) { publisher, lines in
                for _ in 1...2 {
                    let authorities = try authorities()
                    publisher.publish(authorities)
                    let line = await next(lines)
                    #expect(line?.contains("wrote caBundle") == true)
                    let bundle = try await cluster.bundle(name)
                    #expect(bundle == Base64.encode(authorities.pem))
                }
                let found = try await cluster.server.client.get(CertificateCluster.apiServices, name: name)
                #expect(found.at("spec", "groupPriorityMinimum") == 7)
            }
        }
    }

    @Test func waitsForAnAPIServiceThatIsNotThereYet() async throws {
        try await CertificateCluster.run { cluster in
            try await run(cluster, try cluster.client()) { publisher, lines in
                let authorities = try authorities()
                publisher.publish(authorities)
                _ = await next(lines)
                #expect(publisher.trouble(with: name) == "it does not exist yet")
                try await cluster.makeAPIService(name)
                cluster.time.pass(until: cluster.time.now + 2)
                _ = await next(lines)
                #expect(publisher.trouble(with: name) == nil)
                let bundle = try await cluster.bundle(name)
                #expect(bundle == Base64.encode(authorities.pem))
            }
        }
    }

    @Test func writesAgainWhatSomebodyTookAway() async throws {
        try await CertificateCluster.run { cluster in
            try await cluster.makeAPIService(name)
            try await run(cluster, try cluster.client()) { publisher, lines in
                publisher.publish(try authorities())
                _ = await next(lines)
                _ = try await cluster.server.client.patch(
                    ["spec": ["caBundle": nil]],
                    .merge,
                    CertificateCluster.apiServices,
                    name: name
                )
                cluster.time.pass(until: cluster.time.now + 31)
                _ = await next(lines)
                let bundle = try await cluster.bundle(name)
                #expect(bundle != nil)
            }
        }
    }

    @Test(
        arguments: [
            ["service": ["name": "wasps", "namespace": "garden"]], ["service": nil], ["insecureSkipTLSVerify": true],
        ] as [JSONValue]
    )
    func leavesAloneWhatIsNotItsOwn(_ changes: JSONValue) async throws {
        try await CertificateCluster.run { cluster in
            try await cluster.makeAPIService(name, changes)
            try await run(cluster, try cluster.client()) { publisher, lines in
                publisher.publish(try authorities())
                let line = await next(lines)
                #expect(line?.contains("is left alone") == true)
                let bundle = try await cluster.bundle(name)
                #expect(bundle == nil)
            }
        }
    }

    @Test func saysWhichRightIsMissing() async throws {
        try await CertificateCluster.run { cluster in
            try await cluster.makeAPIService(name)
            try await run(cluster, try cluster.client(groups: ["system:authenticated"])) { publisher, lines in
                publisher.publish(try authorities())
                _ = await next(lines)
                let trouble = publisher.trouble(with: name)
                #expect(trouble?.contains("needs get and patch of apiservices with resourceNames [\(name)]") == true)
            }
        }
    }
}
