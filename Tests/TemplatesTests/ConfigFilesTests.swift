import JSON
import Project
import Templates
import Testing

@Suite struct ConfigFilesTests {
    private static let rules = [
        RoleRule(groups: ["insect.example.com"], resources: ["bees"], verbs: ["get", "list", "watch"]),
        RoleRule(groups: [""], resources: ["events"], verbs: ["create", "patch"]),
        RoleRule(groups: [""], resources: ["events"], verbs: ["create", "patch"]),
        RoleRule(urls: ["/metrics"], verbs: ["get"]),
    ]

    private static let resources = [
        ServedResource(
            group: "insect.example.com",
            name: "bees",
            hasStatus: true,
            hasScale: true,
            subresources: [
                .init("feed", verbs: ["create"]), .init("mood", verbs: ["get"]), .init("wax", verbs: ["create"]),
            ]
        )
    ]

    private func project(versions: [String] = ["v1beta1"]) throws -> Project {
        var project = Project(cliVersion: "0.0.0", name: "creatures", domain: "example.com", package: "creatures")
        for version in versions { try project.add(Project.Resource(kind: "Bee"), to: "insect", version: version) }
        try project.add(group: "plant")
        try project.add(version: "v1", to: "plant")
        return project
    }

    private func deployment() -> Project.Deployment {
        Project.Deployment(name: "bees", namespace: "bees-system", image: "registry.example.com/bees:v1")
    }

    private func files(_ context: ConfigContext) -> [String: String] {
        Dictionary(
            uniqueKeysWithValues: ConfigFiles.plans(context).map {
                ($0.path, String(decoding: $0.contents, as: UTF8.self))
            }
        )
    }

    @Test func writesAServerWithItsOwnFileAndCertificate() throws {
        let context = ConfigContext(try project(), deployment(), resources: Self.resources, controllerRules: Self.rules)
        try GoldenFolder("config-sqlite").expect(files(context))
    }

    @Test func writesServersThatShareEtcd() throws {
        var wanted = deployment()
        wanted.storage = .etcd
        wanted.etcdServers = ["https://etcd-0.etcd:2379", "https://etcd-1.etcd:2379"]
        wanted.etcdSecret = "bees-etcd"
        wanted.imagePullSecrets = ["registry"]
        wanted.apiserverArguments = ["--v=4"]
        wanted.controllerArguments = ["--concurrency=4"]
        let versions = ["v1alpha1", "v1", "v1beta1", "v2"]
        let context = ConfigContext(
            try project(versions: versions),
            wanted,
            resources: Self.resources,
            controllerRules: Self.rules
        )
        try GoldenFolder("config-etcd").expect(files(context))
    }

    @Test func writesACertificateOfSomebodyElse() throws {
        var wanted = deployment()
        wanted.certificates = .provided
        wanted.certificatesSecret = "bees-tls"
        wanted.storageSize = "20Gi"
        wanted.storageClass = "fast"
        wanted.output = "deploy/production"
        let context = ConfigContext(
            try project(),
            wanted,
            resources: Self.resources,
            controllerRules: nil,
            authority: "Q0E="
        )
        try GoldenFolder("config-provided").expect(files(context))
    }

    /// Git is no place for keys, and the server alone fills its Secret.
    @Test func argumentsArriveAsTheyAre() throws {
        var wanted = deployment()
        wanted.storage = .etcd
        wanted.etcdServers = ["https://etcd:2379"]
        wanted.apiserverArguments = ["--x=$(HOME)", "--shutdown-delay-duration=3s"]
        let text =
            files(ConfigContext(try project(), wanted, resources: Self.resources, controllerRules: nil))[
                "config/50-apiserver.yaml"
            ] ?? ""
        #expect(text.contains("--x=$$(HOME)"))
        // A program takes no argument twice.
        #expect(text.split(separator: "--shutdown-delay-duration").count == 2)
    }

    @Test func noSecretHasContents() throws {
        for certificates in Project.Deployment.Certificates.allCases {
            var wanted = deployment()
            wanted.certificates = certificates
            wanted.certificatesSecret = certificates == .provided ? "bees-tls" : nil
            let context = ConfigContext(try project(), wanted, resources: Self.resources, controllerRules: Self.rules)
            let secrets = ConfigFiles.manifests(context).flatMap(\.objects).filter { $0["kind"]?.string == "Secret" }
            #expect(secrets.count == (certificates == .cluster ? 1 : 0))
            for secret in secrets { #expect(secret["data"] == nil && secret["stringData"] == nil) }
        }
    }
}
