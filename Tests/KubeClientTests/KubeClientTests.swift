import APIMachinery
import JSON
import Synchronization
import Testing

@testable import KubeClient

@Suite(.timeLimit(.minutes(1)))
struct KubeClientTests {
    private static let bees = LiveServer.bees

    @Test func createsReadsChangesAndDeletes() async throws {
        try await LiveServer.run { live in
            let client = try live.client()
            let made = try await client.create(LiveServer.bee("a"), Self.bees, namespace: "garden")
            #expect(made.at("spec", "gramsPerDay") == 10)
            let read = try await client.get(Self.bees, namespace: "garden", name: "a")
            #expect(read == made)
            var changed = read
            changed["spec"]?["gramsPerDay"] = 11
            let updated = try await client.update(changed, Self.bees, namespace: "garden", name: "a")
            #expect(updated.at("spec", "gramsPerDay") == 11)
            let patch: JSONValue = ["spec": ["gramsPerDay": 12]]
            let patched = try await client.patch(patch, .merge, Self.bees, namespace: "garden", name: "a")
            #expect(patched.at("spec", "gramsPerDay") == 12)
            var options = WriteOptions()
            options.fieldManager = "tester"
            let applied = try await client.apply(
                LiveServer.bee("b"),
                Self.bees,
                namespace: "garden",
                name: "b",
                options: options
            )
            #expect(applied.at("metadata", "name") == "b")
            let list = try await client.list(Self.bees)
            #expect(list["items"]?.array?.count == 2)
            let gone = try await client.delete(Self.bees, namespace: "garden", name: "a")
            #expect(gone["status"] == "Success")
        }
    }

    @Test func throwsWhatTheServerRefuses() async throws {
        try await LiveServer.run { live in
            let client = try live.client()
            do throws(KubeClientError) {
                _ = try await client.get(Self.bees, namespace: "garden", name: "nobody")
                Issue.record("it was found")
            } catch {
                guard case .status(let status) = error else {
                    Issue.record("\(error)")
                    return
                }
                #expect(status.code == 404)
                #expect(status.reason == "NotFound")
                #expect(status.details?.name == "nobody")
                #expect(error.description == "bees.insect.example.com \"nobody\" not found")
            }
            await #expect(throws: KubeClientError.self) {
                try await live.client(credential: .token("x")).list(Self.bees)
            }
        }
    }

    /// The right ends after the client has looked, while the request is on its way to the connection.
    @Test func sendsNoWriteWhoseRightEndsOnTheWay() async throws {
        try await LiveServer.run { live in
            let asked = Mutex(0)
            let client = try live.client().writing {
                asked.withLock { asked in
                    asked += 1
                    return asked == 1 ? nil : "another one writes"
                }
            }
            await #expect(throws: KubeClientError.forbiddenHere("another one writes")) {
                _ = try await client.create(LiveServer.bee("maja"), Self.bees, namespace: "garden")
            }
            let left = try await client.list(Self.bees)["items"]?.array
            #expect(left?.isEmpty == true)
        }
    }

    @Test func tellsEachWarningOnce() async throws {
        try await LiveServer.run { live in
            let warnings = Mutex<[String]>([])
            var hooks = KubeClient.Hooks()
            hooks.onWarning = { text in warnings.withLock { $0.append(text) } }
            let client = try live.client(hooks: hooks)
            for name in ["a", "b"] {
                var bee = LiveServer.bee(name)
                bee["spec"]?["colour"] = "blue"
                _ = try await client.create(bee, Self.bees, namespace: "garden")
            }
            #expect(warnings.withLock { $0 } == ["unknown field \"spec.colour\""])
        }
    }

    @Test func readsATokenFileAgain() async throws {
        let folder = try TestFolder()
        let file = try folder.write("token", "old")
        try await LiveServer.run { live in
            let time = Mutex<Int64>(0)
            var hooks = KubeClient.Hooks()
            hooks.now = { time.withLock { $0 } }
            let client = try live.client(credential: .tokenFile(file), hooks: hooks)
            await #expect(throws: KubeClientError.self) { try await client.list(Self.bees) }
            try folder.write("token", "root\n")
            // A refusal makes the client look again, and so does time.
            _ = try await client.list(Self.bees)
            try folder.write("token", "wrong")
            _ = try await client.list(Self.bees)
            time.withLock { $0 = CredentialSource.fileSeconds }
            await #expect(throws: KubeClientError.self) { try await client.list(Self.bees) }
        }
    }

    @Test func asksAPluginAndKeepsItsAnswer() async throws {
        let folder = try TestFolder()
        let script = try folder.write(
            "plugin",
            """
            #!/bin/sh
            echo run >> "$COUNT"
            case "$KUBERNETES_EXEC_INFO" in *'"kind":"ExecCredential"'*'"interactive":false'*) ;; *) exit 9 ;; esac
            echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1",'
            echo '"status":{"token":"'$1'","expirationTimestamp":"1970-01-01T00:01:40Z"}}'
            """,
            mode: 0o700
        )
        let count = folder.path + "/count"
        let plugin = ExecPlugin(
            apiVersion: "client.authentication.k8s.io/v1",
            command: script,
            arguments: ["root"],
            environment: [.init("COUNT", count)]
        )
        try await LiveServer.run { live in
            let time = Mutex<Int64>(0)
            var hooks = KubeClient.Hooks()
            hooks.now = { time.withLock { $0 } }
            let client = try live.client(credential: .exec(plugin), hooks: hooks)
            for _ in 0..<3 { _ = try await client.list(Self.bees) }
            #expect(try Files.read(count, purpose: "") == Array("run\n".utf8))
            time.withLock { $0 = 100 }
            _ = try await client.list(Self.bees)
            #expect(try Files.read(count, purpose: "") == Array("run\nrun\n".utf8))
        }
    }

    @Test func saysWhyAPluginFailed() async throws {
        func outcome(_ command: String, _ arguments: [String] = []) async -> String {
            let server = ClientConfiguration.Server("http://127.0.0.1:1")
            let plugin = ExecPlugin(
                apiVersion: "client.authentication.k8s.io/v1",
                command: command,
                arguments: arguments,
                installHint: "install it"
            )
            do throws(KubeClientError) {
                guard let server else { return "" }
                let configuration = ClientConfiguration(server: server, credential: .exec(plugin))
                _ = try await CredentialSource(configuration, now: { 0 }).current()
                return ""
            } catch {
                return error.description
            }
        }
        let missing = await outcome("no-such-plugin")
        #expect(missing == "the credential plug-in no-such-plugin failed: there is no such program\ninstall it")
        let failing = await outcome("/bin/sh", ["-c", "exit 3"])
        #expect(failing == "the credential plug-in /bin/sh failed: it exited with 3")
        let babbling = await outcome("/bin/echo", ["{}"])
        #expect(babbling == "the credential plug-in /bin/echo failed: its output is no ExecCredential")
    }

    @Test func watches() async throws {
        try await LiveServer.run { live in
            let client = try live.client()
            var watch = try await client.watch(Self.bees, namespace: "garden")
            let made = try await client.create(LiveServer.bee("a"), Self.bees, namespace: "garden")
            #expect(try await watch.next() == .added(made))
            _ = try await client.delete(Self.bees, namespace: "garden", name: "a")
            guard case .deleted(let gone) = try await watch.next() else {
                Issue.record("no deletion")
                return
            }
            #expect(gone.at("metadata", "name") == "a")
        }
    }

    @Test func followsWithAnInformer() async throws {
        try await LiveServer.run { live in
            let client = try live.client()
            _ = try await client.create(LiveServer.bee("a"), Self.bees, namespace: "garden")
            let (events, source) = AsyncStream.makeStream(of: Informer.Event.self)
            var hooks = Informer.Hooks()
            hooks.onEvent = { source.yield($0) }
            let informer = Informer(client, Self.bees, hooks: hooks)
            let running = Task { await informer.run() }
            await informer.waitForSync()
            #expect(informer.hasSynced)
            #expect(informer.object(namespace: "garden", name: "a")?.at("spec", "hive") == "north")
            _ = try await client.create(LiveServer.bee("b"), Self.bees, namespace: "garden")
            _ = try await client.delete(Self.bees, namespace: "garden", name: "a")
            var seen: [String] = []
            for await event in events {
                switch event {
                case .added(let bee): seen.append("+" + (bee.at("metadata", "name")?.string ?? ""))
                case .changed: seen.append("*")
                case .deleted(let bee): seen.append("-" + (bee.at("metadata", "name")?.string ?? ""))
                }
                if seen.count == 3 { break }
            }
            #expect(seen == ["+a", "+b", "-a"])
            #expect(informer.objects.count == 1)
            running.cancel()
            await running.value
        }
    }

    @Test func followsOneObject() async throws {
        try await LiveServer.run { live in
            let client = try live.client()
            for name in ["a", "b"] { _ = try await client.create(LiveServer.bee(name), Self.bees, namespace: "garden") }
            let informer = Informer(client, Self.bees, namespace: "garden", name: "b")
            let running = Task { await informer.run() }
            await informer.waitForSync()
            #expect(informer.objects.compactMap { $0.at("metadata", "name") } == ["b"])
            running.cancel()
            await running.value
        }
    }
}
