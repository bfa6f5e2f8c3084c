import JSON
import TLS
import Telemetry
import Testing

@testable import APIServer

struct ClusterTrustTests {
    private let clients: CertificateAuthorities
    private let proxies: CertificateAuthorities
    private let configuration = Locked<RequestHeaderConfiguration?>(nil)
    private let credentials: TestCredentials

    init() throws {
        credentials = try TestCredentials.shared.get()
        clients = try CertificateAuthorities()
        proxies = try CertificateAuthorities()
    }

    private var trust: ClusterTrust {
        ClusterTrust(clientAuthorities: clients, proxies: (proxies, configuration))
    }

    private func configMap(_ changes: [String: String] = [:]) -> JSONValue {
        var data: [String: String] = [
            "client-ca-file": String(decoding: credentials.clientCA.pair.certificatePEM, as: UTF8.self),
            "requestheader-client-ca-file": String(decoding: credentials.proxyCA.pair.certificatePEM, as: UTF8.self),
            "requestheader-allowed-names": #"["front-proxy-client"]"#,
            "requestheader-username-headers": #"["X-Remote-User"]"#,
            "requestheader-group-headers": #"["X-Remote-Group"]"#,
            "requestheader-extra-headers-prefix": #"["X-Remote-Extra-"]"#,
        ]
        data.merge(changes) { $1 }
        let members = data.sorted { $0.key < $1.key }.map { ($0.key, JSONValue.string($0.value)) }
        return ["data": .object(JSONObject(uniqueKeysWithValues: members))]
    }

    @Test func takesOverWhomTheClusterBelieves() {
        #expect(trust.update(configMap()) == [])
        #expect(clients.verifier != nil)
        #expect(proxies.verifier != nil)
        let expected = RequestHeaderConfiguration(allowedNames: ["front-proxy-client"])
        #expect(configuration.withLock { $0 } == expected)
    }

    @Test func lossOfTheConfigMapKeepsWhatWasKnown() {
        _ = trust.update(configMap())
        #expect(trust.update(nil) == [])
        #expect(trust.update(["data": [:]]) == [])
        #expect(clients.verifier != nil)
        #expect(proxies.verifier != nil)
    }

    @Test(arguments: ["[", "{}", "[1]", "front-proxy-client"])
    func brokenListNeverWidensWhoIsBelieved(_ text: String) {
        _ = trust.update(configMap())
        let faults = trust.update(configMap(["requestheader-allowed-names": text]))
        #expect(faults == ["requestheader-allowed-names is no JSON array of strings"])
        #expect(configuration.withLock { $0?.allowedNames } == ["front-proxy-client"])
    }

    @Test func authoritiesRotateWithoutARestart() {
        _ = trust.update(configMap())
        let old = clients.pem
        let new = String(decoding: credentials.strangerCA.pair.certificatePEM, as: UTF8.self)
        _ = trust.update(configMap(["client-ca-file": new]))
        #expect(clients.pem != old)
        _ = trust.update(configMap(["client-ca-file": "broken"]))
        #expect(clients.pem == credentials.strangerCA.pair.certificatePEM)
    }

    @Test func flagsGoBeforeTheConfigMap() {
        let trust = ClusterTrust(clientAuthorities: clients, proxies: nil)
        #expect(trust.update(configMap()) == [])
        #expect(configuration.withLock { $0 } == nil)
    }
}
