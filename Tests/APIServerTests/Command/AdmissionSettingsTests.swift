import ComponentBase
import Testing

@testable import APIServer

struct AdmissionSettingsTests {
    private func settings(_ arguments: [String]) throws -> AdmissionSettings {
        try AdmissionSettings(CommandFlags(arguments, known: AdmissionSettings.flags()))
    }

    @Test func everythingIsOnButWhatIsSwitchedOff() throws {
        #expect(try settings([]).enabled.count == 3)
        #expect(
            try settings(["--disable-admission-plugins=NamespaceLifecycle,ValidatingAdmissionPolicy"]).enabled
                == ["MutatingAdmissionWebhook", "ValidatingAdmissionWebhook"]
        )
        #expect(try settings(["--enable-admission-plugins=NamespaceLifecycle"]).enabled.count == 3)
    }

    @Test func aPluginOfTheServersOwnCanBeLeftOutByTheNameOfItsType() throws {
        struct BanBees: AdmissionPlugin {}
        let own = [AdmissionSettings.name(of: BanBees())]
        #expect(own == ["BanBees"])
        let flags = AdmissionSettings.flags(own: own)
        let all = try AdmissionSettings(CommandFlags([], known: flags), own: own)
        #expect(all.enabled.contains("BanBees"))
        let arguments = ["--disable-admission-plugins=BanBees"]
        let rest = try AdmissionSettings(CommandFlags(arguments, known: flags), own: own)
        #expect(rest.enabled == Set(AdmissionSettings.served))
        #expect(rest.asksCluster)
        let cluster = ["--disable-admission-plugins=" + AdmissionSettings.served.joined(separator: ",")]
        #expect(try !AdmissionSettings(CommandFlags(cluster, known: flags), own: own).asksCluster)
    }

    @Test(arguments: [
        (["--enable-admission-plugins=Nonsense"], "there is no plug-in Nonsense"),
        (["--disable-admission-plugins=Nonsense"], "there is no plug-in Nonsense"),
        (["--enable-admission-plugins=ValidatingAdmissionPolicy"], "there is no CEL here"),
        (
            ["--enable-admission-plugins=NamespaceLifecycle", "--disable-admission-plugins=NamespaceLifecycle"],
            "is in --enable-admission-plugins and in --disable-admission-plugins"
        ),
    ])
    func saysWhatCannotBe(_ arguments: [String], _ text: String) {
        let error = #expect(throws: CommandLineError.self) { try settings(arguments) }
        #expect(error?.what.contains(text) == true)
    }
}
