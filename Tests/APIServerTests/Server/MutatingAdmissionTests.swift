import APIMachinery
import APIServer
import JSON
import Synchronization
import Testing
import Transport

/// Plug-ins that change what is stored.
@Suite(.timeLimit(.minutes(1)))
struct MutatingAdmissionTests {
    private let bees = ServerUnderTest.bees
    private let maya = ServerUnderTest.bees + "/maya"

    /// Changes the object, and remembers what it was asked.
    private final class Changing: AdmissionPlugin {
        private let calls = Mutex<(asked: [AdmissionRequest], judged: [AdmissionRequest])>(([], []))
        private let change: @Sendable (AdmissionRequest, inout JSONValue) throws -> Void

        var asked: [AdmissionRequest] { calls.withLock { $0.asked } }
        var judged: [AdmissionRequest] { calls.withLock { $0.judged } }

        init(_ change: @escaping @Sendable (AdmissionRequest, inout JSONValue) throws -> Void) { self.change = change }

        func mutate(_ request: AdmissionRequest, objects: ObjectReader) async throws -> JSONValue? {
            calls.withLock { $0.asked.append(request) }
            guard var object = request.object else { return nil }
            try change(request, &object)
            return object
        }

        func validate(_ request: AdmissionRequest, objects: ObjectReader) async throws {
            calls.withLock { $0.judged.append(request) }
        }
    }

    @Test func changesWhatIsCreatedBeforeItIsValidated() async throws {
        let plugin = Changing { _, object in object["spec"]?["gramsPerDay"] = 7 }
        try await ServerUnderTest.run(admission: [plugin]) { server in
            var bee = ServerUnderTest.bee("maya")
            bee["spec"]?["gramsPerDay"] = -1
            let created = try await server.send("POST", bees, bee)
            #expect(created.status == 201)
            #expect(created.json.at("spec", "gramsPerDay") == 7)
            #expect(plugin.judged.map { $0.object?.at("spec", "gramsPerDay") } == [7])
            #expect(try await server.send("GET", maya).json == created.json)
        }
    }

    @Test func whatAPluginMakesIsValidatedToo() async throws {
        let plugin = Changing { _, object in object["spec"]?["gramsPerDay"] = -1 }
        try await ServerUnderTest.run(admission: [plugin]) { server in
            let refused = try await server.send("POST", bees, ServerUnderTest.bee("maya"))
            #expect(refused.status == 422)
            #expect(plugin.judged.isEmpty)
        }
    }

    @Test func defaultsAreFilledInAndUnknownFieldsDroppedAfterwards() async throws {
        let plugin = Changing { _, object in object["spec"] = ["hive": "south", "wings": 4] }
        try await ServerUnderTest.run(admission: [plugin]) { server in
            let created = try await server.send("POST", bees, ServerUnderTest.bee("maya"))
            #expect(created.json["spec"] == ["hive": "south", "gramsPerDay": 10])
        }
    }

    @Test func anObjectOfTheWrongShapeIsTheServersFault() async throws {
        let plugin = Changing { _, object in object["spec"] = "none" }
        try await ServerUnderTest.run(admission: [plugin]) { server in
            let failed = try await server.send("POST", bees, ServerUnderTest.bee("maya"))
            #expect(failed.status == 500)
            #expect(failed.json["message"]?.string?.contains("admission plug-in Changing made an object") == true)
        }
    }

    @Test(arguments: ["PUT", "merge-patch+json", "apply-patch+yaml"])
    func changesUpdatesWithTheOldObjectAtHand(_ way: String) async throws {
        let plugin = Changing { request, object in
            guard let old = try request.oldObject(as: Bee.self) else { return }
            object["spec"]?["gramsPerDay"] = .integer(Int64(old.spec.gramsPerDay + 1))
        }
        try await ServerUnderTest.run(admission: [plugin]) { server in
            let created = try await server.send("POST", bees, ServerUnderTest.bee("maya"))
            let changed =
                way == "PUT"
                ? try await server.send("PUT", maya, created.json)
                : try await server.patch(
                    maya + (way == "apply-patch+yaml" ? "?fieldManager=a&force=true" : ""),
                    ServerUnderTest.bee("maya"),
                    type: way
                )
            #expect(changed.status == 200)
            #expect(changed.json.at("spec", "gramsPerDay") == 11)
            #expect(plugin.asked.map(\.operation) == [.create, .update])
        }
    }

    /// Source: apiserver handlers `create`, `update`, `patch`: the books are written before plug-ins are asked.
    @Test func whatAPluginAddsHasNoOwnerAndWhatItChangesKeepsIts() async throws {
        let plugin = Changing { _, object in
            object["spec"]?["gramsPerDay"] = 3
            object.set(label: "a", "b")
        }
        try await ServerUnderTest.run(admission: [plugin]) { server in
            var bee = ServerUnderTest.bee("maya")
            bee["spec"]?["gramsPerDay"] = 5
            let created = try await server.send("POST", bees, bee)
            let entry = created.json.at("metadata", "managedFields")?[0]
            #expect(entry?["manager"] == "tester")
            #expect(entry?["fieldsV1"] == ["f:spec": ["f:gramsPerDay": [:], "f:hive": [:]]])
            #expect(created.json.at("metadata", "labels") == ["a": "b"])
        }
    }

    @Test func aPluginThatSpoilsTheBooksIsOverruled() async throws {
        let plugin = Changing { _, object in object["metadata"]?["managedFields"] = [["manager": "x"]] }
        try await ServerUnderTest.run(admission: [plugin]) { server in
            let created = try await server.send("POST", bees, ServerUnderTest.bee("maya"))
            #expect(created.json.at("metadata", "managedFields")?[0]?["manager"] == "tester")
            #expect(created.headers["warning"]?.contains(".metadata.managedFields was in an invalid state") == true)
        }
    }

    @Test func earlierPluginsAreAskedOnceMoreWhenALaterOneChangedTheObject() async throws {
        let calls = Mutex<[String]>([])
        func counting(_ name: String, _ limit: Int64) -> Changing {
            Changing { _, object in
                calls.withLock { $0.append(name) }
                let grams = object.at("spec", "gramsPerDay")?.integer ?? 0
                if grams < limit { object["spec"]?["gramsPerDay"] = .integer(grams + 1) }
            }
        }
        // The first is content at once, the second changes once, the third looks on.
        try await ServerUnderTest.run(admission: [counting("a", 0), counting("b", 11), counting("c", 0)]) { server in
            let created = try await server.send("POST", bees, ServerUnderTest.bee("maya"))
            #expect(created.json.at("spec", "gramsPerDay") == 11)
            let order = calls.withLock { $0 }
            #expect(order == ["a", "b", "c", "a"])
        }
    }

    @Test func onlyOneMoreRoundIsMade() async throws {
        func adding() -> Changing {
            Changing { _, object in
                let grams = object.at("spec", "gramsPerDay")?.integer ?? 0
                object["spec"]?["gramsPerDay"] = .integer(grams + 1)
            }
        }
        let plugins = [adding(), adding()]
        try await ServerUnderTest.run(admission: plugins) { server in
            let created = try await server.send("POST", bees, ServerUnderTest.bee("maya"))
            #expect(created.json.at("spec", "gramsPerDay") == 14)
            #expect(plugins.map(\.asked.count) == [2, 2])
        }
    }

    @Test func warningsAndAnswersOfPluginsReachTheClient() async throws {
        let plugin = Changing { request, object in
            request.warn("bees are tired")
            if request.name == "willy" {
                throw StatusError(code: 429, reason: "TooManyRequests", message: "one drone at a time")
            }
            if request.name == "drone" { throw AdmissionRefusal("no drones") }
            object["spec"]?["hive"] = "west"
        }
        try await ServerUnderTest.run(admission: [plugin]) { server in
            let created = try await server.send("POST", bees, ServerUnderTest.bee("maya"))
            #expect(created.headers["warning"] == #"299 - "bees are tired""#)
            #expect(created.json.at("spec", "hive") == "west")
            let refused = try await server.send("POST", bees, ServerUnderTest.bee("willy"))
            #expect(refused.status == 429)
            #expect(refused.json["message"] == "one drone at a time")
            let forbidden = try await server.send("POST", bees, ServerUnderTest.bee("drone"))
            #expect(forbidden.status == 403)
            #expect(forbidden.headers["warning"] == #"299 - "bees are tired""#)
        }
    }

    @Test func theNameOfAGeneratedOneIsKnownWhenItIsJudged() async throws {
        let plugin = Changing { _, _ in }
        try await ServerUnderTest.run(admission: [plugin]) { server in
            var bee = ServerUnderTest.bee("maya")
            bee["metadata"] = ["generateName": "bee-"]
            let created = try await server.send("POST", bees, bee)
            #expect(plugin.asked.map(\.name) == [""])
            #expect(plugin.judged.map(\.name) == [created.json.at("metadata", "name")?.string])
        }
    }

    @Test(arguments: [ServerUnderTest.bees, ServerUnderTest.bees + "/maya"])
    func deletionsPassBothPhases(_ path: String) async throws {
        struct Keeping: AdmissionPlugin {
            func validate(_ request: AdmissionRequest, objects: ObjectReader) async throws {
                guard request.operation == .delete, request.oldObject?.at("spec", "hive") == "north" else { return }
                throw AdmissionRefusal("the north keeps its bees")
            }
        }
        let plugin = Changing { _, _ in }
        try await ServerUnderTest.run(admission: [plugin, Keeping()]) { server in
            _ = try await server.send("POST", bees, ServerUnderTest.bee("maya"))
            let refused = try await server.send("DELETE", path)
            #expect(refused.status == 403)
            #expect(plugin.asked.map(\.operation) == [.create, .delete])
            #expect(plugin.judged.last?.object == nil)
            #expect(try await server.send("GET", maya).status == 200)
        }
    }
}

extension JSONValue {
    fileprivate mutating func set(label: String, _ value: JSONValue) {
        var metadata = self["metadata"] ?? .emptyObject
        var labels = metadata["labels"] ?? .emptyObject
        labels[label] = value
        metadata["labels"] = labels
        self["metadata"] = metadata
    }
}
