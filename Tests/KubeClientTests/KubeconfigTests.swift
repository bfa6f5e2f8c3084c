import TLS
import Testing

@testable import KubeClient

@Suite struct KubeconfigTests {
    private static let authority = Result {
        try CertificateIssuer.selfSigned(commonName: "test-ca", validity: .seconds(600))
    }

    private static let home = """
        apiVersion: v1
        kind: Config
        current-context: home
        clusters:
        - name: home
          cluster: {server: "https://10.0.0.1:6443/base/", tls-server-name: kubernetes, insecure-skip-tls-verify: true}
        users:
        - name: ann
          user: {token: secret, as: bob, as-groups: [a, b], as-user-extra: {Team: [x]}}
        contexts:
        - name: home
          context: {cluster: home, user: ann, namespace: garden}
        """

    private func load(_ text: String, context: String? = nil) throws(KubeClientError) -> ClientConfiguration {
        try Kubeconfig(Array(text.utf8), file: "/etc/k").resolve(context: context)
    }

    @Test func readsContexts() throws {
        let configuration = try load(Self.home)
        #expect(configuration.server == ClientConfiguration.Server("https://10.0.0.1:6443/base"))
        #expect(configuration.server.basePath == "/base")
        #expect(configuration.serverName == "kubernetes")
        #expect(configuration.trust == .anyone)
        #expect(configuration.credential == .token("secret"))
        #expect(configuration.namespace == "garden")
        #expect(
            configuration.impersonation == [
                .init("impersonate-user", "bob"), .init("impersonate-group", "a"), .init("impersonate-group", "b"),
                .init("impersonate-extra-team", "x"),
            ]
        )
    }

    @Test(arguments: [
        ("https://a", true, "a", 443, ""), ("http://a:80/x/", false, "a", 80, "/x"),
        ("https://[::1]:6443", true, "::1", 6443, ""), ("localhost:8080", false, "localhost", 8080, ""),
    ])
    func readsAddresses(_ text: String, _ hasTLS: Bool, _ host: String, _ port: UInt16, _ path: String) throws {
        let server = try #require(ClientConfiguration.Server(text))
        #expect(server.hasTLS == hasTLS)
        #expect(server.host == host)
        #expect(server.port == port)
        #expect(server.basePath == path)
    }

    @Test(arguments: ["ftp://a", "https://", "https://a:b", "https://u@a", "https://[::1", "https://a/?b"])
    func refusesOtherAddresses(_ text: String) { #expect(ClientConfiguration.Server(text) == nil) }

    @Test func mergesFilesAsKubectlDoes() throws {
        let folder = try TestFolder()
        try folder.write("ca.crt", String(decoding: try Self.authority.get().pair.certificatePEM, as: UTF8.self))
        let first = try folder.write(
            "first",
            """
            clusters:
            - {name: c, cluster: {server: "https://first", certificate-authority: ca.crt}}
            contexts:
            - {name: x, context: {cluster: c, user: u}}
            """
        )
        let second = try folder.write(
            "second",
            """
            current-context: x
            clusters:
            - {name: c, cluster: {server: "https://second", insecure-skip-tls-verify: true}}
            users:
            - {name: u, user: {tokenFile: token}}
            """
        )
        try folder.write("token", "t\n")
        let list = "\(first):\(folder.path)/nowhere::\(second):\(first)"
        let merged = try Kubeconfig.load(environment: { $0 == "KUBECONFIG" ? list : nil })
        #expect(merged.files == [first, second])
        let configuration = try merged.resolve()
        #expect(configuration.server.host == "first")
        #expect(configuration.trust == .authorities(pem: try Self.authority.get().pair.certificatePEM))
        #expect(configuration.credential == .tokenFile(folder.path + "/token"))
    }

    @Test func readsCertificatesInlineAndFromFiles() throws {
        let pair = try Self.authority.get().pair
        let certificate = Base64.encode(pair.certificatePEM)
        let key = Base64.encode(pair.privateKeyPEM)
        let text = """
            current-context: x
            clusters: [{name: c, cluster: {server: "https://a", certificate-authority-data: \(certificate)}}]
            users: [{name: u, user: {client-certificate-data: \(certificate), client-key-data: \(key)}}]
            contexts: [{name: x, context: {cluster: c, user: u}}]
            """
        let configuration = try load(text)
        #expect(configuration.trust == .authorities(pem: pair.certificatePEM))
        #expect(configuration.certificate == .pem(certificate: pair.certificatePEM, key: pair.privateKeyPEM))
    }

    @Test(arguments: [
        (
            "contexts: []", nil,
            "/etc/k: no current-context is set; choose one with: kubectl config use-context NAME"
        ),
        (
            "current-context: z\ncontexts: [{name: x, context: {}}]", nil,
            "/etc/k: there is no context \"z\", which current-context names; there are: x"
        ),
        (
            "contexts: [{name: x, context: {cluster: c}}]", "x",
            "/etc/k: there is no cluster \"c\", which context \"x\" names; there are none"
        ),
        (
            "contexts: [{name: x, context: {cluster: c, user: u}}]\nclusters: [{name: c, cluster: {server: a}}]", "x",
            "/etc/k: there is no user \"u\", which context \"x\" names; there are none"
        ),
        (
            "contexts: [{name: x, context: {cluster: c}}]\nclusters: [{name: c, cluster: {server: 'ftp://a'}}]", "x",
            "/etc/k: server of cluster \"c\" cannot be used: \"ftp://a\" is not an address like https://10.0.0.1:6443"
        ),
        (
            "contexts: [{name: x, context: {cluster: c}}]\n"
                + "clusters: [{name: c, cluster: {server: a, certificate-authority: nowhere.crt}}]", "x",
            "/etc/nowhere.crt (certificate-authority of cluster \"c\") cannot be read: No such file or directory"
        ),
        (
            "contexts: [{name: x, context: {cluster: c}}]\nclusters: [{name: c, cluster: {server: a, proxy-url: b}}]",
            "x",
            "/etc/k: proxy-url of cluster \"c\" cannot be used: "
                + "proxies are not supported; name a server that can be reached directly"
        ),
        ("clusters: {}", nil, "/etc/k is not a kubeconfig: clusters is not a list"),
        ("kind: Pod", nil, "/etc/k is not a kubeconfig: its kind is Pod, not Config"),
        ("users: [{name: a}, {name: a}]", nil, "/etc/k is not a kubeconfig: users has \"a\" twice"),
    ])
    func saysWhatIsMissingAndWhere(_ text: String, _ context: String?, _ message: String) {
        do throws(KubeClientError) {
            _ = try load(text, context: context)
            Issue.record("it was accepted")
        } catch {
            #expect(error.description == message)
        }
    }

    @Test func namesTheFilesThatItLookedFor() {
        #expect(throws: KubeClientError.noConfiguration(files: ["/nowhere/.kube/config"])) {
            try Kubeconfig.load(environment: { $0 == "HOME" ? "/nowhere" : nil })
        }
    }

    @Test func readsTheConfigurationOfAPod() throws {
        let folder = try TestFolder()
        let pem = try Self.authority.get().pair.certificatePEM
        try folder.write("ca.crt", String(decoding: pem, as: UTF8.self))
        try folder.write("token", "t")
        try folder.write("namespace", "garden\n")
        let variables = ["KUBERNETES_SERVICE_HOST": "fd00::1", "KUBERNETES_SERVICE_PORT": "443"]
        let configuration = try ClientConfiguration.inCluster(folder: folder.path) { variables[$0] }
        #expect(configuration.server == ClientConfiguration.Server("https://[fd00::1]:443"))
        #expect(configuration.trust == .authorities(pem: pem))
        #expect(configuration.credential == .tokenFile(folder.path + "/token"))
        #expect(configuration.namespace == "garden")
        #expect(throws: KubeClientError.notInCluster(missing: "the variable KUBERNETES_SERVICE_HOST")) {
            try ClientConfiguration.inCluster(folder: folder.path) { _ in nil }
        }
    }
}
