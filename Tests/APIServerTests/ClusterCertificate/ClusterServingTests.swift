import ComponentBase
import EventLoop
import KubeClient
import Telemetry
import Testing
import Transport

@testable import APIServer

@Suite struct ClusterServingTests {
    private func settings(_ arguments: String...) throws -> ClusterCertificateSettings? {
        let known = ServerSettings.flags(storage: ["memory"])
        return try ClusterCertificateSettings(CommandFlags(arguments, known: known))
    }

    @Test func isLeftOutUnlessASecretIsNamed() throws {
        #expect(try settings() == nil)
        let both = try settings("--serving-certificate-secret=bees.tls", "--serving-certificate-service=bees")
        #expect(both?.secret == "bees.tls")
        #expect(both?.service == "bees")
    }

    @Test(arguments: [
        (["--serving-certificate-secret=a"], "does not say for which Service"),
        (["--serving-certificate-service=a"], "says nothing without --serving-certificate-secret"),
        (
            ["--serving-certificate-secret=a", "--serving-certificate-service=a", "--tls-cert-file=x"],
            "--tls-cert-file both"
        ),
        (["--serving-certificate-secret=a", "--serving-certificate-service=a", "--cert-dir=x"], "--cert-dir both"),
        (["--serving-certificate-secret=A", "--serving-certificate-service=a"], "is no name"),
        (["--serving-certificate-secret=a", "--serving-certificate-service=a.b"], "is no name"),
    ])
    func saysWhichFlagsDoNotGoTogether(_ arguments: [String], _ part: String) throws {
        let flags = try CommandFlags(arguments, known: ServerSettings.flags(storage: ["memory"]))
        let error = #expect(throws: CommandLineError.self) { try ClusterCertificateSettings(flags) }
        #expect(error?.what.contains(part) == true)
    }

    @Test func saysThatThereIsNoCluster() throws {
        let loops = try EventLoopGroup(count: 1)
        defer { loops.stop() }
        let flags = try CommandFlags([], known: ServerSettings.flags(storage: ["memory"]))
        let clients = try CoreClients(
            DelegationSettings(flags),
            http: HTTPClient(group: loops),
            userAgent: "test",
            log: .silent,
            environment: { _ in nil }
        )
        let wanted = try settings("--serving-certificate-secret=a", "--serving-certificate-service=b")
        let error = #expect(throws: StartError.self) {
            try ClusterServing(#require(wanted), clients, groups: [], log: .silent)
        }
        #expect(error?.what == "--serving-certificate-secret=a: there is no cluster to keep it in")
    }
}
