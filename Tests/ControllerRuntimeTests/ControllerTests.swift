import APIMachinery
import APIServer
import APIServerTesting
import JSON
import KubeClient
import Telemetry
import Testing

@testable import ControllerRuntime

/// Writes what it has seen, and may do more.
struct HiveController: Reconciler {
    typealias Object = Hive

    var watches: [ControllerWatch] = []
    var before: @Sendable (Hive, ReconcileContext) async throws -> ReconcileResult? = { _, _ in nil }
    var onGone: @Sendable (NamespacedName) -> Void = { _ in }

    func reconcile(_ hive: Hive, in context: ReconcileContext) async throws -> ReconcileResult {
        if let result = try await before(hive, context) { return result }
        guard hive.seen != Int(hive.metadata.generation) else { return .done }
        var hive = hive
        hive.seen = Int(hive.metadata.generation)
        _ = try await context.client.updateStatus(hive)
        context.events.record(on: hive, reason: "Seen", "generation \(hive.metadata.generation)")
        return .done
    }

    func gone(_ name: NamespacedName, in context: ReconcileContext) async throws { onGone(name) }
}

@Suite(.timeLimit(.minutes(5))) struct ControllerTests {
    private static let configMaps = GroupVersionResource(group: "", version: "v1", resource: "configmaps")
    private static let events = GroupVersionResource(group: "", version: "v1", resource: "events")

    @Test func reconcilesWhatIsThereAndWhatChanges() async throws {
        try await TestServer.run(Hive.groups, reconcilers: [HiveController()]) { server in
            let hive = try await server.client.create(Hive("north"))
            var seen = try await server.eventually(hive) { $0.seen == 1 }
            seen.size = 5
            seen = try await server.client.update(seen)
            #expect(seen.metadata.generation == 2)
            _ = try await server.eventually(hive) { $0.seen == 2 }
        }
    }

    @Test func triesAgainAfterFailures() async throws {
        let attempts = Locked(0)
        let controller = HiveController(before: { _, _ in
            let attempt = attempts.withLock { count in
                count += 1
                return count
            }
            if attempt < 4 { throw SomeError() }
            return nil
        })
        try await TestServer.run(Hive.groups, reconcilers: [controller]) { server in
            let hive = try await server.client.create(Hive("north"))
            _ = try await server.eventually(hive) { $0.seen == 1 }
            #expect(attempts.withLock { $0 } >= 4)
        }
    }

    @Test func leavesTerminalFailuresAlone() async throws {
        let (failures, failed) = AsyncStream<String>.makeStream()
        let controller = HiveController(before: { hive, _ in
            failed.yield("\(hive.metadata.name) \(hive.size)")
            if hive.size == 1 { throw TerminalError("too small") }
            return nil
        })
        try await TestServer.run(Hive.groups, reconcilers: [controller]) { server in
            var hive = try await server.client.create(Hive("north"))
            var iterator = failures.makeAsyncIterator()
            #expect(await iterator.next() == "north 1")
            hive.size = 2
            hive = try await server.client.update(hive)
            _ = try await server.eventually(hive) { $0.seen == 2 }
            #expect(await iterator.next() == "north 2")
        }
    }

    @Test func looksAgainWhenAsked() async throws {
        let looks = Locked(0)
        let controller = HiveController(before: { _, _ in
            let count = looks.withLock { count in
                count += 1
                return count
            }
            return count < 3 ? .requeue(after: .milliseconds(1)) : nil
        })
        try await TestServer.run(Hive.groups, reconcilers: [controller]) { server in
            let hive = try await server.client.create(Hive("north"))
            _ = try await server.eventually(hive) { $0.seen == 1 }
        }
    }

    @Test func worksWhenSomethingItOwnsChanges() async throws {
        let (looks, looked) = AsyncStream<Int>.makeStream()
        let controller = HiveController(
            watches: [.owned(Self.configMaps)],
            before: { hive, context in
                looked.yield(try context.cache.objects(Self.configMaps).count)
                return .done
            }
        )
        try await TestServer.run(Hive.groups, reconcilers: [controller]) { server in
            let hive = try await server.client.create(Hive("north"))
            var iterator = looks.makeAsyncIterator()
            #expect(await iterator.next() == 0)
            let owned: JSONValue = [
                "apiVersion": "v1", "kind": "ConfigMap",
                "metadata": [
                    "name": "honey", "ownerReferences": [OwnerReference.controller(hive).json],
                ],
            ]
            _ = try await server.client.create(owned, Self.configMaps, namespace: "default")
            #expect(await iterator.next() == 1)
            _ = try await server.client.delete(Self.configMaps, namespace: "default", name: "honey")
            #expect(await iterator.next() == 0)
        }
    }

    @Test func cleansUpBeforeAnObjectGoes() async throws {
        let (cleanings, cleaned) = AsyncStream<String>.makeStream()
        let controller = HiveController(before: { hive, context in
            let kept = try await context.finalizing(hive, "insect.example.com/hive") { hive in
                cleaned.yield(hive.metadata.name)
            }
            return kept == nil ? .done : nil
        })
        try await TestServer.run(Hive.groups, reconcilers: [controller]) { server in
            let hive = try await server.client.create(Hive("north"))
            let kept = try await server.eventually(hive) { !$0.metadata.finalizers.isEmpty }
            #expect(kept.metadata.finalizers == ["insect.example.com/hive"])
            try await server.client.delete(hive)
            try await server.untilGone(hive)
            var iterator = cleanings.makeAsyncIterator()
            #expect(await iterator.next() == "north")
        }
    }

    @Test func hearsOfObjectsThatAreGone() async throws {
        let (names, gone) = AsyncStream<NamespacedName>.makeStream()
        try await TestServer.run(Hive.groups, reconcilers: [HiveController(onGone: { gone.yield($0) })]) { server in
            let hive = try await server.client.create(Hive("north"))
            _ = try await server.eventually(hive) { $0.seen == 1 }
            try await server.client.delete(hive)
            var iterator = names.makeAsyncIterator()
            #expect(await iterator.next() == NamespacedName(namespace: "default", name: "north"))
        }
    }

    @Test func tellsPeopleWhatItDoes() async throws {
        try await TestServer.run(Hive.groups, reconcilers: [HiveController()]) { server in
            var options = ListOptions()
            options.sendsInitialEvents = true
            options.allowsBookmarks = true
            options.resourceVersionMatch = "NotOlderThan"
            var watch = try await server.client.watch(Self.events, namespace: "default", options: options)
            _ = try await server.client.create(Hive("north"))
            while let event = try await watch.next() {
                guard case .added(let tree) = event else { continue }
                #expect(tree.at("involvedObject", "name")?.string == "north")
                #expect(tree.at("involvedObject", "kind")?.string == "Hive")
                #expect(tree["reason"]?.string == "Seen")
                #expect(tree["message"]?.string == "generation 1")
                #expect(tree.at("source", "component")?.string == "hive")
                return
            }
            Issue.record("the watch ended")
        }
    }

    @Test func twoControllersOfOneNameAreRefused() async throws {
        await #expect(throws: ManagerError.sameName("hive")) {
            try await TestServer.run(Hive.groups, reconcilers: [HiveController(), HiveController()]) { _ in }
        }
    }

    private struct SomeError: Error {}
}

@Suite struct PredicateTests {
    private func object(_ generation: Int64, labels: JSONValue = [:], finalizers: JSONValue = []) -> JSONValue {
        ["metadata": ["generation": .integer(generation), "labels": labels, "finalizers": finalizers]]
    }

    @Test func changesOfTheStatusHaveNoGeneration() {
        let predicate = Predicate.generationChanged
        #expect(predicate.accepts(.added(object(1))))
        #expect(!predicate.accepts(.changed(from: object(1), to: object(1, labels: ["a": "b"]))))
        #expect(predicate.accepts(.changed(from: object(1), to: object(2))))
        #expect(predicate.accepts(.changed(from: object(1), to: object(1, finalizers: ["a"]))))
        #expect(predicate.or(.labelsChanged).accepts(.changed(from: object(1), to: object(1, labels: ["a": "b"]))))
        #expect(!predicate.and(.labelsChanged).accepts(.changed(from: object(1), to: object(2))))
    }

    @Test func ownersOfOtherGroupsAndVersions() {
        func owned(by apiVersion: String, kind: String = "Hive", controller: Bool = true) -> JSONValue {
            [
                "metadata": [
                    "name": "x", "namespace": "default",
                    "ownerReferences": [
                        [
                            "apiVersion": .string(apiVersion), "kind": .string(kind), "name": "north", "uid": "1",
                            "controller": .bool(controller),
                        ]
                    ],
                ]
            ]
        }
        let watch = ControllerWatch.owned(GroupVersionResource(group: "", version: "v1", resource: "configmaps"))
        let north = NamespacedName(namespace: "default", name: "north")
        #expect(watch.requests(owned(by: "insect.example.com/v1"), Hive.mapping) == [north])
        #expect(watch.requests(owned(by: "insect.example.com/v2"), Hive.mapping) == [north])
        #expect(watch.requests(owned(by: "other.example.com/v1"), Hive.mapping) == [])
        #expect(watch.requests(owned(by: "insect.example.com/v1", kind: "Bee"), Hive.mapping) == [])
        #expect(watch.requests(owned(by: "insect.example.com/v1", controller: false), Hive.mapping) == [])
    }
}
