import ComponentBase
import Storage
import Testing

@testable import APIServer

struct ServerSettingsTests {
    private func settings(_ arguments: String..., pod: Bool = false) throws -> ServerSettings {
        let flags = ServerSettings.flags(storage: ["memory"])
        return try ServerSettings(CommandFlags(arguments, known: flags), storage: [.memory]) { name in
            pod && name == "KUBERNETES_SERVICE_HOST" ? "10.96.0.1" : nil
        }
    }

    /// In a pod nobody else could reach the loopback address.
    @Test func listensOnTheLoopbackAddressButInAPod() throws {
        #expect(try settings().bindAddress == "127.0.0.1")
        #expect(try settings(pod: true).bindAddress == "0.0.0.0")
        #expect(try settings("--bind-address=10.0.0.1", pod: true).bindAddress == "10.0.0.1")
    }

    @Test func readsNamesForItsOwnCertificate() throws {
        #expect(try settings().certificateNames.isEmpty)
        #expect(try settings("--cert-dns-names=a.b.svc,a.b").certificateNames == ["a.b.svc", "a.b"])
    }
}
