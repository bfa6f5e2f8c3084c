import Project
import Testing

@Suite struct DeploymentTests {
    private static let sqlite = Project.Deployment(name: "bees", namespace: "bees-system", image: "bees:v1")
    private static let everything = with {
        $0.output = "deploy"
        $0.storage = .etcd
        $0.etcdServers = ["https://a:2379", "https://b:2379"]
        $0.etcdSecret = "etcd"
        $0.replicas = 3
        $0.certificates = .provided
        $0.certificatesSecret = "tls"
        $0.authorityFile = "ca.crt"
        $0.imagePullSecrets = ["registry"]
        $0.apiserverArguments = ["--v=4"]
        $0.controllerArguments = ["--concurrency=2"]
    }
    private static let volume = with {
        $0.storageSize = "5Gi"
        $0.storageClass = "fast"
    }

    private static func with(_ change: (inout Project.Deployment) -> Void) -> Project.Deployment {
        var deployment = sqlite
        change(&deployment)
        return deployment
    }

    @Test(arguments: [sqlite, everything, volume])
    func isKeptInPROJECT(_ deployment: Project.Deployment) throws {
        var project = Project(cliVersion: "", name: "bees", domain: "example.com", package: "bees")
        project.deployment = deployment
        #expect(try ProjectFile.parse(ProjectFile.bytes(of: project)) == project)
        #expect(deployment.problems == [])
    }

    @Test(arguments: [
        ("storage: disk", ProjectFormatError.wrongType("deployment.storage", expected: "'sqlite' or 'etcd'")),
        ("replicas: 0", .wrongType("deployment.replicas", expected: "a number from 1 to 1000")),
        ("colour: red", .unknownMember("deployment.colour")),
        ("output: 5", .wrongType("deployment.output", expected: "text")),
    ])
    func refusesWhatNobodyWrote(_ line: String, _ error: ProjectFormatError) {
        let text =
            "projectVersion: 1\nname: a\ndomain: b.c\ndeployment:\n  name: a\n  namespace: b\n  image: c\n  \(line)\n"
        #expect(throws: error) { try ProjectFile.parse(Array(text.utf8)) }
    }

    @Test(arguments: [
        ("AB6001", with { $0.name = "Bees" }),
        ("AB6001", with { $0.name = String(repeating: "a", count: 41) }),
        ("AB6002", with { $0.namespace = "bees.system" }),
        ("AB6003", with { $0.namespace = "kube-public" }),
        ("AB6004", with { $0.output = "../config" }),
        ("AB6004", with { $0.output = "/config" }),
        ("AB6004", with { $0.output = "deploy\nfix: none" }),
        ("AB6005", with { $0.imagePullSecrets = ["A"] }),
        ("AB6006", with { $0.replicas = 2 }),
        ("AB6007", with { $0.storageSize = "1 Gi" }),
        ("AB6008", with { $0.storage = .etcd }),
        ("AB6009", with { ($0.storage, $0.etcdServers) = (.etcd, ["etcd:2379"]) }),
        ("AB6009", with { ($0.storage, $0.etcdServers) = (.etcd, ["https://etcd"]) }),
        ("AB6010", with { $0.certificates = .provided }),
        ("AB6012", with { $0.etcdSecret = "etcd" }),
        ("AB6004", with { $0.output = "Vendor" }),
        ("AB6004", with { $0.output = "Sources/APIs" }),
        ("AB6004", with { $0.output = ".git" }),
        ("AB6016", with { $0.apiserverArguments = ["--secure-port=1"] }),
        ("AB6016", with { $0.controllerArguments = ["--leader-elect=false"] }),
        ("AB6012", with { $0.certificatesSecret = "tls" }),
        ("AB6012", with { $0.authorityFile = "ca.crt" }),
    ])
    func saysWhatIsWrong(_ id: String, _ deployment: Project.Deployment) {
        #expect(deployment.problems.map(\.id) == [id])
    }

    @Test(arguments: [
        ("Bees", "bees"), ("1", "app-1"), ("!!!", "app"), ("9lives", "lives"),
        (String(repeating: "a", count: 41), String(repeating: "a", count: 40)),
        (String(repeating: "a", count: 39) + "-b", String(repeating: "a", count: 39)),
    ])
    func aNameThatIsNotPossibleIsOneProblemWithANameThatIs(_ name: String, _ suggested: String) {
        let deployment = Self.with { ($0.name, $0.namespace) = (name, name + "-system") }
        #expect(deployment.problems.map(\.fix) == ["--name " + suggested])
        #expect(Self.with { ($0.name, $0.namespace) = (suggested, suggested + "-system") }.problems == [])
    }

    @Test func etcdHasTwoServersUnlessMoreAreWanted() {
        #expect(Self.sqlite.replicaCount == 1)
        #expect(Self.with { $0.storage = .etcd }.replicaCount == 2)
        #expect(Self.everything.replicaCount == 3)
    }

    @Test(arguments: [("v1", 15), ("v12", 15), ("v1beta1", 9), ("v2alpha3", 1)])
    func stableVersionsComeFirst(_ version: String, _ priority: Int) {
        #expect(Project.Version(version).priority == priority)
    }
}
