import TLS
import Testing

/// What `run local` says of the flags of its aggregation layer, before anything runs.
@Suite(.timeLimit(.minutes(5))) struct AggregationChoiceTests {
    private static let authority = Result {
        try CertificateIssuer.selfSigned(commonName: "proxies", validity: .seconds(3_600))
    }
    private static let stranger = Result {
        try CertificateIssuer.selfSigned(commonName: "others", validity: .seconds(3_600))
    }

    private static let project = """
        projectVersion: 1
        cliVersion: 0.1.0
        name: creatures
        domain: example.com
        package: creatures
        runtime: vendored
        groups: []

        """

    /// A project with `ca.crt`, and a certificate of it with its key.
    private func project(
        usage: CertificateRequest.Usage = .client,
        validity: Duration = .seconds(600),
        at now: Int64? = nil
    ) throws -> BuiltTool {
        let tool = try BuiltTool()
        try tool.write("PROJECT", Self.project)
        let issuer = try Self.authority.get()
        let request = CertificateRequest(commonName: "my-proxy", usages: [usage], validity: validity)
        let pair = try issuer.issue(request, at: now)
        try tool.write("ca.crt", String(decoding: issuer.pair.certificatePEM, as: UTF8.self))
        try tool.write("proxy.crt", String(decoding: pair.certificatePEM, as: UTF8.self))
        try tool.write("proxy.key", String(decoding: pair.privateKeyPEM, as: UTF8.self))
        return tool
    }

    private static let pair = "--proxy-client-cert-file proxy.crt --proxy-client-key-file proxy.key"
    private static let all = pair + " --requestheader-client-ca-file ca.crt"

    private func run(_ tool: BuiltTool, _ flags: String) throws -> (status: Int32, error: String) {
        let result = try tool.run("run local --dry-run --no-build " + flags)
        return (result.status, result.error)
    }

    @Test(arguments: [
        all, all + " --requestheader-allowed-names a,my-proxy", "--enable-aggregator-routing",
        all + " --enable-aggregator-routing",
    ])
    func takesWhatFitsTogether(_ flags: String) throws {
        let tool = try project()
        defer { tool.remove() }
        let answer = try run(tool, flags)
        #expect(answer.status == 0, "\(answer.error)")
    }

    @Test(arguments: [
        ("--proxy-client-cert-file proxy.crt", "--proxy-client-cert-file needs --proxy-client-key-file"),
        ("--proxy-client-key-file proxy.key", "--proxy-client-key-file needs --proxy-client-cert-file"),
        ("--requestheader-client-ca-file ca.crt", "--requestheader-client-ca-file needs --proxy-client-cert-file"),
        ("--requestheader-allowed-names a", "--requestheader-allowed-names needs --proxy-client-cert-file"),
        (all + " --requestheader-allowed-names a,b", "--requestheader-allowed-names does not name \"my-proxy\""),
        (all + " --no-aggregator", "--proxy-client-cert-file is for the control plane"),
        ("--enable-aggregator-routing --no-aggregator", "--enable-aggregator-routing is for the control plane"),
    ])
    func refusesOneWithoutTheOther(_ flags: String, _ text: String) throws {
        let tool = try project()
        defer { tool.remove() }
        let answer = try run(tool, flags)
        #expect(answer.status == 64)
        #expect(answer.error.contains(text), "\(answer.error)")
    }

    @Test func namesTheFileThatIsNotThereOrNotReadable() throws {
        let tool = try project()
        defer { tool.remove() }
        let missing = try run(tool, "--proxy-client-cert-file none.crt --proxy-client-key-file proxy.key")
        #expect(missing.status != 0)
        #expect(missing.error.contains("there is no file \(tool.folder)/none.crt"), "\(missing.error)")
        let folder = try run(tool, "--proxy-client-cert-file proxy.crt --proxy-client-key-file .")
        #expect(folder.error.contains("cannot read \(tool.folder)"), "\(folder.error)")
    }

    @Test func namesTheFileThatHoldsSomethingElse() throws {
        let tool = try project()
        defer { tool.remove() }
        let certificate = try run(tool, "--proxy-client-cert-file proxy.key --proxy-client-key-file proxy.key")
        #expect(certificate.error.contains("there is no certificate in \(tool.folder)/proxy.key"))
        let key = try run(tool, "--proxy-client-cert-file proxy.crt --proxy-client-key-file ca.crt")
        #expect(key.error.contains("there is no usable private key in \(tool.folder)/ca.crt"), "\(key.error)")
        let authority = try run(tool, Self.pair + " --requestheader-client-ca-file proxy.key")
        #expect(authority.error.contains("there is no certificate in \(tool.folder)/proxy.key"))
    }

    @Test func noticesAnotherCertificatesKey() throws {
        let tool = try project()
        defer { tool.remove() }
        let other = try Self.authority.get().issue(
            CertificateRequest(commonName: "my-proxy", usages: [.client], validity: .seconds(600))
        )
        try tool.write("proxy.key", String(decoding: other.privateKeyPEM, as: UTF8.self))
        let answer = try run(tool, Self.all)
        let text = "the key in \(tool.folder)/proxy.key does not belong to the certificate in \(tool.folder)/proxy.crt"
        #expect(answer.error.contains(text), "\(answer.error)")
    }

    @Test(arguments: zip([1_000_000_000, 9_000_000_000] as [Int64], ["has expired", "is not valid yet"]))
    func noticesAWrongTime(_ made: Int64, _ text: String) throws {
        let tool = try project(at: made)
        defer { tool.remove() }
        let answer = try run(tool, Self.all)
        #expect(answer.error.contains("the certificate in \(tool.folder)/proxy.crt \(text)"), "\(answer.error)")
        #expect(answer.error.contains(made == 1_000_000_000 ? "2001-09-09T" : "2255-"), "\(answer.error)")
    }

    @Test func noticesAnotherAuthority() throws {
        let tool = try project()
        defer { tool.remove() }
        let none = try run(tool, Self.pair)
        #expect(none.error.contains("add --requestheader-client-ca-file FILE with the CA"), "\(none.error)")
        try tool.write("ca.crt", String(decoding: try Self.stranger.get().pair.certificatePEM, as: UTF8.self))
        let answer = try run(tool, Self.all)
        #expect(answer.error.contains("is not one that \(tool.folder)/ca.crt vouches for"), "\(answer.error)")
        #expect(answer.error.contains("unable to get local issuer certificate"), "\(answer.error)")
    }

    @Test func noticesACertificateForServers() throws {
        let tool = try project(usage: .server)
        defer { tool.remove() }
        let answer = try run(tool, Self.all)
        #expect(answer.error.contains("have it issued for client authentication"), "\(answer.error)")
    }
}
