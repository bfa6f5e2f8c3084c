import Glibc
import JSON
import Project
import Synchronization
import Testing

@testable import LocalControlPlane

/// The registration of a server in a cluster that others use, too.
struct RegistrationTests {
    private final class Folder {
        let path: String

        init() {
            var template = Array("/tmp/registration-XXXXXX".utf8CString)
            path = template.withUnsafeMutableBufferPointer { String(cString: mkdtemp($0.baseAddress!)) }
        }

        deinit { try? Files.removeTree(path) }
    }

    private static let server = ExtensionServer(
        name: "bees-local",
        namespace: "bees-local",
        port: 8_443,
        versions: [.init(group: "insect.example.com", version: "v1")],
        controllerRules: [RoleRule(groups: ["insect.example.com"], resources: ["bees"], verbs: ["get"])]
    )
    private static let eva = RunIdentity(text: "a1 eva@north:/bees")
    private static let otto = RunIdentity(text: "b2 otto@south:/bees")

    /// Everything that a registration makes, by path.
    private static let all: [(path: String, object: JSONValue)] = {
        let objects = RegistrationObjects(
            server: server,
            manager: ExistingCluster.manager,
            run: eva,
            externalName: "host"
        )
        return (objects.made + objects.apiServices(authority: "").map { ($0, .apiServices) }).map { object, resource in
            (resource.path(namespace: object.namespace) + "/" + object.name, object)
        }
    }()

    private let folder = Folder()
    private let cluster = FakeCluster()

    private func joined(_ run: RunIdentity = eva, takesOver: Bool = false) throws -> JoinedCluster {
        let registration = Registration(
            client: cluster,
            pki: try LocalPKI(folder: folder.path + "/pki"),
            folder: folder.path,
            cluster: [:],
            externalName: "host",
            manager: ExistingCluster.manager,
            isPrivate: false,
            run: run,
            takesOver: takesOver
        )
        return JoinedCluster(url: "https://cluster.test", registration: registration)
    }

    private func join(_ run: RunIdentity = eva, takesOver: Bool = false) async throws {
        let joined = try joined(run, takesOver: takesOver)
        _ = try await joined.prepare(Self.server) { _, _ in }
        try await joined.announce(Self.server)
    }

    private func owners() -> Set<String?> {
        Set(cluster.paths.map { cluster.object($0).flatMap { RunIdentity(of: $0) }?.place })
    }

    @Test
    func makesEverythingInItsName() async throws {
        try await join()
        #expect(cluster.paths == Set(Self.all.map(\.path)))
        #expect(owners() == ["eva@north:/bees"])
    }

    @Test
    func aControlPlaneOfOnesOwnSaysWhoseObjectsAreAndKeepsNobodyFromThem() async throws {
        func registration(_ origin: RunIdentity) throws -> Registration {
            Registration(
                client: cluster,
                pki: try LocalPKI(folder: folder.path + "/pki"),
                folder: folder.path,
                cluster: [:],
                origin: origin
            )
        }
        for origin in [Self.eva, Self.otto] {
            let joined = JoinedCluster(url: "", registration: try registration(origin))
            _ = try await joined.prepare(Self.server) { _, _ in }
            try await joined.announce(Self.server)
            #expect(Set(cluster.paths.map { cluster.object($0).flatMap { RunLocalMark($0) }?.place }) == [origin.place])
        }
    }

    @Test
    func rolesOfUsersNameWhatTheServerAnswersFor() {
        var server = Self.server
        server.resources = [
            ServedResource(
                group: "insect.example.com",
                name: "bees",
                hasStatus: true,
                subresources: [.init("proxy", verbs: ["get"])]
            )
        ]
        let named = RegistrationObjects(server: server).users.map { role in
            (role["rules"]?.array ?? []).flatMap { $0["resources"]?.array ?? [] }.compactMap(\.string)
        }
        #expect(named == [["bees", "bees/proxy"], ["bees", "bees/status"]])
        #expect(RegistrationObjects(server: Self.server).users.allSatisfy { $0["rules"] == [] })
    }

    @Test
    func anObjectThatWasDeployedIsNoRunLocals() {
        let deployed: JSONValue = [
            "metadata": [
                "labels": ["app.kubernetes.io/managed-by": "apiserver-boot", "app.kubernetes.io/part-of": "bees"]
            ]
        ]
        #expect(RunLocalMark(deployed) == nil)
        #expect(RunLocalMark(["metadata": ["name": "default"]]) == nil)
    }

    /// What a cluster of many has no use for is named all the same.
    @Test
    func tellsOfEveryStepInItsOrder() async throws {
        for isPrivate in [false, true] {
            let told = Mutex<[(SetupStep, SetupStep.Outcome)]>([])
            let registration = Registration(
                client: FakeCluster(),
                pki: try LocalPKI(folder: folder.path + "/pki"),
                folder: folder.path,
                cluster: [:],
                isPrivate: isPrivate
            )
            _ = try await JoinedCluster(url: "", registration: registration).prepare(Self.server) { step, outcome in
                told.withLock { $0.append((step, outcome)) }
            }
            let all = told.withLock { $0 }
            #expect(all.compactMap(\.0.number) == [1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13])
            #expect(Set(all.map(\.0)) == Set(SetupStep.allCases))
            let leftOut = all.filter { $0.1 == .leftOut }.map(\.0)
            #expect(leftOut == (isPrivate ? [] : [.secret, .deployment]))
        }
    }

    @Test
    func refusesAClusterInWhichNobodyOrNotTheCallerRegistersServers() async throws {
        cluster.loseRights()
        let forbidden = try await #require(throws: JoinError.self) { try await join() }
        #expect(forbidden.cause == "you may not create apiservices.apiregistration.k8s.io in the cluster")
        cluster.loseLayer()
        let missing = try await #require(throws: JoinError.self) { try await join() }
        #expect(missing.cause.hasPrefix("the cluster has no aggregation layer"))
        #expect(cluster.writes.isEmpty)
    }

    @Test
    func looksAtTheFirstKindThatCanBeListed() async throws {
        let registration = try joined().registration
        #expect(try await registration.look(at: Self.server) == nil)
        let path = "/apis/insect.example.com/v1"
        let kinds: JSONValue = [
            ["name": "reviews", "verbs": ["create"]], ["name": "bees/status", "verbs": ["get"]],
            ["name": "bees", "verbs": ["get", "list"]],
        ]
        cluster.put(["resources": kinds], at: path)
        await #expect(throws: PlaneFailure.self) { try await registration.look(at: Self.server) }
        for items in [[], [["kind": "Bee"]]] as [JSONValue] {
            cluster.put(["items": items], at: path + "/bees?limit=1")
            let found = try await registration.look(at: Self.server)
            #expect(found == FoundObjects(resource: "bees.v1.insect.example.com", isEmpty: items == []))
        }
    }

    @Test(arguments: all.indices)
    func refusesBeforeTheFirstWriteWhatIsNotOurs(_ index: Int) async throws {
        let (path, wanted) = Self.all[index]
        var foreign = wanted
        foreign["metadata"]?["labels"] = ["app.kubernetes.io/managed-by": "Helm"]
        cluster.put(foreign, at: path)
        let kept = cluster.object(path)
        let error = try await #require(throws: JoinError.self) { try await join(takesOver: true) }
        #expect(error.cause.contains("\(wanted["kind"]?.string ?? "?") \(wanted.name)"))
        #expect(error.cause.contains("that is not ours"))
        #expect(cluster.writes.isEmpty)
        #expect(cluster.object(path) == kept)
    }

    @Test(arguments: all.indices)
    func refusesBeforeTheFirstWriteWhatAnotherRunHas(_ index: Int) async throws {
        cluster.put(Self.all[index].object, at: Self.all[index].path)
        let error = try await #require(throws: JoinError.self) { try await join(Self.otto) }
        #expect(error.cause.hasSuffix("belongs to another run of this project: eva@north:/bees"))
        #expect(error.fix == "end that run, or replace its registration with --take-over")
        #expect(cluster.writes.isEmpty)
    }

    @Test
    func aRunThatDoesNotSayWhoItIsCountsAsAnother() async throws {
        var old = Self.all[0].object
        old["metadata"]?["annotations"] = nil
        cluster.put(old, at: Self.all[0].path)
        let error = try await #require(throws: JoinError.self) { try await join() }
        #expect(error.cause == "the Namespace bees-local belongs to a run of an older apiserver-boot")
        try await join(takesOver: true)
        #expect(owners() == ["eva@north:/bees"])
    }

    @Test
    func findsWhatAnEarlierRunOfTheSameFolderHasLeft() async throws {
        try await join()
        try await join()
        #expect(cluster.paths == Set(Self.all.map(\.path)))
    }

    @Test
    func waitsForTheNamespaceOfAnEarlierRunToGo() async throws {
        try await join()
        let (path, wanted) = Self.all[0]
        var leaving = wanted
        leaving["metadata"]?["deletionTimestamp"] = "2026-01-01T00:00:00Z"
        cluster.put(leaving, at: path)
        // Once for the check of everything, twice for the wait.
        cluster.after(3, of: path) { $0.remove(path) }
        try await join()
        #expect(cluster.object(path)?["metadata"]?["deletionTimestamp"] == nil)
        #expect(cluster.writes.filter { $0 == "POST " + path }.count == 2)
    }

    /// In a control plane of its own.
    @Test
    func keepsTheAPIServicesThatWillBeServedAgainAndForgetsOthersAndOldEndpoints() async throws {
        let services = "/apis/apiregistration.k8s.io/v1/apiservices"
        let names = ["v1.insect.example.com", "v0.insect.example.com"]
        for name in names { cluster.put(["metadata": ["name": .string(name)]], at: services + "/" + name) }
        // Of `run in-cluster`, in the same control plane.
        let deployed: JSONValue = [
            "metadata": ["name": "v1.wasps.example.com", "labels": ["app.kubernetes.io/part-of": "wasps"]]
        ]
        cluster.put(
            ["items": .array(names.map { ["metadata": ["name": .string($0)]] } + [deployed])],
            at: services + "?labelSelector=app.kubernetes.io/managed-by%3Dapiserver-boot"
        )
        let endpoints = "/apis/discovery.k8s.io/v1/namespaces/bees-local/endpointslices/bees-local"
        cluster.put(["metadata": ["name": "bees-local"]], at: endpoints)
        let registration = Registration(
            client: cluster,
            pki: try LocalPKI(folder: folder.path + "/pki"),
            folder: folder.path,
            cluster: [:],
            externalName: nil,
            manager: "apiserver-boot",
            run: nil
        )
        _ = try await JoinedCluster(url: "", registration: registration).prepare(Self.server) { _, _ in }
        let deletions = cluster.writes.filter { $0.hasPrefix("DELETE") }
        #expect(deletions == ["DELETE " + endpoints, "DELETE \(services)/v0.insect.example.com"])
        #expect(cluster.object(endpoints)?["endpoints"] != nil)
    }

    @Test
    func leavesWhatComesWhileItWrites() async throws {
        let (path, wanted) = try #require(Self.all.first { $0.path.hasSuffix("/bees-local-edit") })
        var foreign = wanted
        foreign["metadata"]?["labels"] = nil
        cluster.before(path) { [foreign] in $0.put(foreign, at: path) }
        await #expect(throws: JoinError.self) { try await join() }
        #expect(cluster.object(path)?["metadata"]?["labels"] == nil)
        #expect(cluster.object(path)?["rules"] == wanted["rules"])
    }

    @Test
    func replacesAnotherRunIfAskedAndThatOneTakesNothingAwayThen() async throws {
        try await join()
        try await joined().registration.checkPossession(of: Self.server)
        try await join(Self.otto, takesOver: true)
        #expect(owners() == ["otto@south:/bees"])
        let error = try await #require(throws: JoinError.self) {
            try await joined().registration.checkPossession(of: Self.server)
        }
        #expect(error.cause.hasSuffix("taken over by another run: otto@south:/bees"))
        #expect(try await joined().registration.withdraw(Self.server).isEmpty)
        #expect(cluster.paths == Set(Self.all.map(\.path)))
    }

    @Test
    func takesItsOwnAwayAgain() async throws {
        let path = "/apis/rbac.authorization.k8s.io/v1/clusterroles/somebody"
        cluster.put(["metadata": ["name": "somebody"]], at: path)
        try await join()
        // The namespace takes what is in it along, in a cluster.
        let inside = Self.all.map(\.path).filter { $0.contains("/namespaces/bees-local/") }
        #expect(try await joined().registration.withdraw(Self.server).isEmpty)
        #expect(cluster.paths == Set(inside + [path]))
    }

    @Test
    func looksAgainAtWhatHasChangedBeforeItIsTakenAway() async throws {
        try await join()
        let (changing, taken) = (Self.all[3].path, Self.all[4].path)
        cluster.before(changing) { cluster in cluster.put(cluster.object(changing) ?? .null, at: changing) }
        cluster.before(taken) { cluster in
            var object = cluster.object(taken) ?? .null
            object["metadata"]?["annotations"]?[RunIdentity.annotation] = .string(Self.otto.text)
            cluster.put(object, at: taken)
        }
        #expect(try await joined().registration.withdraw(Self.server).isEmpty)
        #expect(cluster.object(changing) == nil)
        #expect(cluster.object(taken) != nil)
    }

    @Test
    func aFolderKeepsItsIdentityAndOthersHaveAnother() throws {
        let (first, second) = (folder.path + "/a/.apiserver-boot/cluster", folder.path + "/b")
        for path in [first, second] { try Files.makeDirectory(path, mode: 0o700) }
        let identity = try RunIdentity(folder: first)
        #expect(try RunIdentity(folder: first) == identity)
        #expect(try RunIdentity(folder: second) != identity)
        #expect(identity.place.hasSuffix(":\(folder.path)/a"))
    }
}
