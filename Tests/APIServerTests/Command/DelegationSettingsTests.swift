import ComponentBase
import EventLoop
import Telemetry
import Testing
import Transport

@testable import APIServer

@Suite struct DelegationSettingsTests {
    private static func trust(_ arguments: [String]) throws -> TrustSettings {
        try TrustSettings(CommandFlags(arguments, known: TrustSettings.flags))
    }

    private static func clients(
        _ arguments: [String],
        environment: [String: String] = [:]
    ) throws -> CoreClients {
        try CoreClients(
            try trust(arguments).delegation,
            http: HTTPClient(group: EventLoopGroup(count: 1)),
            userAgent: "test",
            log: .silent,
            environment: { environment[$0] }
        )
    }

    @Test func answersAreGoodForTenSecondsUnlessSaidOtherwise() throws {
        let settings = try Self.trust(["--authorization-webhook-cache-unauthorized-ttl=1m30s"]).delegation
        #expect(settings.tokenLifetime == .seconds(10))
        #expect(settings.allowedLifetime == .seconds(10))
        #expect(settings.refusedLifetime == .seconds(90))
        #expect(!settings.skipsLookup && !settings.toleratesLookupFailure)
    }

    @Test(arguments: ["10", "-1s", "soon", ""])
    func lifetimesThatAreNoneAreRefused(_ text: String) {
        let error = #expect(throws: CommandLineError.self) {
            try Self.trust(["--authentication-token-webhook-cache-ttl=\(text)"])
        }
        #expect(error?.what == "--authentication-token-webhook-cache-ttl=\(text) is no duration")
    }

    @Test func onlyOneMayDecideWhatCallersMayDo() {
        let error = #expect(throws: CommandLineError.self) {
            try Self.trust([
                "--authorization-mode=ABAC", "--authorization-policy-file=p", "--authorization-kubeconfig=k",
            ])
        }
        #expect(error?.what.contains("both say who decides") == true)
    }

    @Test func aServerThatFindsNoClusterStandsAlone() throws {
        let clients = try Self.clients([])
        #expect(clients.authentication == nil && clients.authorization == nil && clients.core == nil)
        // As Go's flags, an empty value is no value.
        #expect(try Self.clients(["--kubeconfig="]).core == nil)
    }

    @Test func aPodWithoutItsTokenIsNoStandaloneServer() {
        let pod = ["KUBERNETES_SERVICE_HOST": "10.96.0.1", "KUBERNETES_SERVICE_PORT": "443"]
        let error = #expect(throws: StartError.self) { try Self.clients([], environment: pod) }
        #expect(error?.what.contains("service account of this pod cannot be used") == true)
    }

    @Test(arguments: ["kubeconfig", "authentication-kubeconfig", "authorization-kubeconfig"])
    func aKubeconfigThatIsNotThereIsNamedWithItsFlag(_ flag: String) {
        let error = #expect(throws: StartError.self) { try Self.clients(["--\(flag)=/nowhere/k"]) }
        #expect(error?.what.hasPrefix("--\(flag): /nowhere/k (kubeconfig) cannot be read") == true)
    }
}
