import ComponentBase
import TLS
import Testing

@testable import APIServer

struct ServingSettingsTests {
    private func settings(_ arguments: String...) throws -> ServingSettings {
        try ServingSettings(CommandFlags(arguments, known: ServingSettings.flags))
    }

    @Test func hasUpstreamsDefaults() throws {
        let settings = try settings()
        #expect(settings.tls.minimumVersion == .tls12)
        #expect(settings.tls.protocols == .http2AndHTTP1)
        #expect(settings.streamsPerConnection == 1_000)
        #expect(settings.requestTimeout == .seconds(60))
        #expect(settings.minRequestTimeout == .seconds(1_800))
        #expect(settings.shutdownDelay == .zero)
        #expect(!settings.sendsRetryAfter)
    }

    @Test func readsWhatIsGiven() throws {
        let settings = try settings(
            "--tls-min-version=VersionTLS13",
            "--disable-http2-serving",
            "--http2-max-streams-per-connection=0",
            "--goaway-chance=0.01",
            "--request-timeout=5m",
            "--min-request-timeout=10",
            "--permit-port-sharing",
            "--shutdown-delay-duration=1m30s",
            "--shutdown-send-retry-after",
            "--tls-sni-cert-key=a.crt,a.key",
            "--tls-sni-cert-key=b.crt,b.key:b.example.com,*.b.example.com"
        )
        #expect(settings.tls.minimumVersion == .tls13)
        #expect(settings.tls.protocols == .http1)
        #expect(settings.streamsPerConnection == 100)
        #expect(settings.goawayChance == 0.01)
        #expect(settings.requestTimeout == .seconds(300))
        #expect(settings.minRequestTimeout == .seconds(10))
        #expect(settings.sharesPort)
        #expect(settings.shutdownDelay == .seconds(90))
        #expect(settings.sendsRetryAfter)
        #expect(
            settings.tls.named == [
                .init(identity: .files(certificate: "a.crt", key: "a.key")),
                .init(
                    names: ["b.example.com", "*.b.example.com"],
                    identity: .files(certificate: "b.crt", key: "b.key")
                ),
            ]
        )
    }

    @Test(arguments: [
        ("--tls-min-version=VersionTLS11", "--tls-min-version=VersionTLS11 is not spoken"),
        ("--tls-cipher-suites=TLS_NOTHING", "--tls-cipher-suites: TLS_NOTHING is not known"),
        (
            "--tls-sni-cert-key=a.crt",
            "--tls-sni-cert-key=a.crt: expected comma separated certificate and key file paths"
        ),
        ("--goaway-chance=0.5", "--goaway-chance=0.5 is no number from 0.0 to 0.02"),
        ("--request-timeout=60", "--request-timeout=60 is no duration"),
    ])
    func saysWhatIsWrong(_ argument: String, _ expected: String) {
        let error = #expect(throws: CommandLineError.self) { try settings(argument) }
        #expect(error?.what == expected)
    }
}
