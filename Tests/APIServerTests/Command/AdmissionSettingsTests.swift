import Testing

@testable import APIServer

struct AdmissionSettingsTests {
    private func settings(_ arguments: [String]) throws -> AdmissionSettings {
        try AdmissionSettings(CommandFlags(arguments, known: AdmissionSettings.flags))
    }

    @Test func everythingIsOnButWhatIsSwitchedOff() throws {
        #expect(try settings([]).enabled.count == 3)
        #expect(
            try settings(["--disable-admission-plugins=NamespaceLifecycle,ValidatingAdmissionPolicy"]).enabled
                == ["MutatingAdmissionWebhook", "ValidatingAdmissionWebhook"]
        )
        #expect(try settings(["--enable-admission-plugins=NamespaceLifecycle"]).enabled.count == 3)
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
