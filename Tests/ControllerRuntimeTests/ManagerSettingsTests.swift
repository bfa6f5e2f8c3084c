import ComponentBase
import Testing

@testable import ControllerRuntime

@Suite struct ManagerSettingsTests {
    private func settings(_ arguments: String...) throws -> ManagerSettings {
        try ManagerSettings(CommandFlags(arguments, known: ManagerSettings.flags(name: "bees")))
    }

    @Test func listensNowhereByDefaultAndDoesNotElect() throws {
        let settings = try settings()
        #expect(settings.metrics == nil)
        #expect(settings.probes == nil)
        #expect(!settings.elects)
        #expect(settings.leaseName == "bees")
        #expect(settings.leaseDuration == .seconds(15))
    }

    @Test func readsAddresses() throws {
        #expect(try settings("--metrics-bind-address=:8080").metrics == ManagerSettings.Address(host: "::", port: 8080))
        #expect(
            try settings("--metrics-bind-address=127.0.0.1:0").metrics
                == ManagerSettings.Address(host: "127.0.0.1", port: 0)
        )
        #expect(
            try settings("--health-probe-bind-address=[::1]:81").probes
                == ManagerSettings.Address(host: "::1", port: 81)
        )
        #expect(throws: CommandLineError.self) { try settings("--metrics-bind-address=8080") }
        #expect(throws: CommandLineError.self) { try settings("--metrics-bind-address=:70000") }
    }

    @Test func aLeaderHasTimeToRenew() throws {
        let short = ["--leader-elect-lease-duration=2s", "--leader-elect-renew-deadline=1s"]
        #expect(throws: CommandLineError.self) { try settings(short[0], short[1]) }
        _ = try settings(short[0], short[1], "--leader-elect-retry-period=200ms")
        #expect(throws: CommandLineError.self) {
            try settings("--leader-elect-lease-duration=500ms", "--leader-elect-renew-deadline=300ms")
        }
    }
}
