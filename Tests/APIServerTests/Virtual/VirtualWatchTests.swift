import APIServer
import Testing
import Transport

/// Watches of kinds that tell of their changes themselves.
@Suite(.timeLimit(.minutes(1)))
struct VirtualWatchTests {
    private let gauges = "/apis/plant.example.com/v1/namespaces/plant/gauges"

    private func run(_ body: @Sendable (ServerUnderTest, Plant) async throws -> Void) async throws {
        let plant = Plant(VirtualResourceTests.start)
        try await ServerUnderTest.run(groups: VirtualResourceTests.groups, services: [plant]) { server in
            try await body(server, plant)
        }
    }

    /// The events of a watch, as `TYPE name level`, while `change` happens; the source then ends.
    private func events(
        _ query: String,
        _ server: ServerUnderTest,
        _ plant: Plant,
        accept: String = "application/json",
        _ change: @Sendable () async throws -> Void = {}
    ) async throws -> [JSONValue] {
        let answer = try await server.send("GET", gauges + "?watch=true" + query, headers: [("accept", accept)])
        #expect(answer.status == 200)
        try await change()
        await plant.end()
        let text = try await server.text(of: answer)
        return try text.split(separator: "\n").map { try JSONReader.parse(Array($0.utf8)) }
    }

    private func short(_ events: [JSONValue]) -> [String] {
        events.map { event in
            let metadata = event.at("object", "metadata") ?? .null
            let what = metadata["name"]?.string ?? metadata["resourceVersion"]?.string ?? ""
            return "\(event["type"]?.string ?? "") \(what)"
        }
    }

    @Test func tellsWhatThereIsAndThenTheChanges() async throws {
        try await run { server, plant in
            let events = try await events("", server, plant) {
                _ = await plant.set(Gauge("d", level: 4))
                _ = await plant.set(Gauge("d", level: 5))
                _ = await plant.set(Gauge("e", namespace: "other", level: 5))
                _ = await plant.remove("plant/a")
            }
            #expect(short(events) == ["ADDED a", "ADDED b", "ADDED d", "MODIFIED d", "DELETED a"])
            #expect(events[3].at("object", "kind") == "Gauge")
            #expect(events[3].at("object", "level") == 5)
        }
    }

    @Test func goesOnAfterAState() async throws {
        try await run { server, plant in
            let events = try await events("&resourceVersion=0x7&allowWatchBookmarks=true", server, plant) {
                await plant.say(.bookmark(resourceVersion: "0x8"))
                _ = await plant.set(Gauge("d", level: 4))
            }
            #expect(short(events) == ["BOOKMARK 0x8", "ADDED d"])
        }
    }

    @Test func marksTheEndOfTheInitialEvents() async throws {
        try await run { server, plant in
            let query = "&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true"
            let events = try await events(query, server, plant)
            #expect(short(events) == ["ADDED a", "ADDED b", "BOOKMARK 0"])
            let mark = events[2].at("object", "metadata", "annotations")
            #expect(mark == ["k8s.io/initial-events-end": "true"])
        }
    }

    @Test func whatLeavesTheSelectionIsDeleted() async throws {
        try await run { server, plant in
            let events = try await events("&labelSelector=side%3Dleft", server, plant) {
                _ = await plant.set(Gauge("b", level: 2, labels: ["side": "left"]))
                _ = await plant.set(Gauge("a", level: 2, labels: ["side": "right"]))
                _ = await plant.set(Gauge("a", level: 3, labels: ["side": "right"]))
            }
            #expect(short(events) == ["ADDED a", "ADDED b", "DELETED a"])
        }
    }

    @Test func tablesBringTheirColumnsOnce() async throws {
        try await run { server, plant in
            let accept = "application/json;as=Table;g=meta.k8s.io;v=v1"
            let events = try await events("", server, plant, accept: accept)
            #expect(events.map { $0.at("object", "columnDefinitions")?.array?.count } == [3, nil])
            #expect(events[1].at("object", "rows")?[0]?["cells"]?[1] == 2)
        }
    }

    @Test func endsInTime() async throws {
        try await run { server, plant in
            let answer = try await server.send("GET", gauges + "?watch=true&timeoutSeconds=-1&resourceVersion=5")
            #expect(try await server.text(of: answer) == "")
        }
    }

    @Test func aClientThatDoesNotReadHoldsTheSourceBack() async throws {
        try await run { server, _ in
            let written = Counter()
            let response = HTTPResponse.streaming { body in
                while true {
                    try await body.write([UInt8](repeating: 1, count: 16 * 1024))
                    await written.increment()
                }
            }
            guard case .stream(let stream) = response.body else { return }
            let reader = StreamReader(stream, on: server.loop)
            await reader.start()
            await written.wait(for: 3)
            let first = await reader.next() ?? []
            // The fourth piece fills the buffer: whoever wrote it waits until somebody reads.
            #expect(first.count <= 64 * 1024)
            await written.wait(for: 6)
            await reader.close()
            #expect(await written.value <= 8)
        }
    }
}

/// Counts, and lets others wait for a count.
actor Counter {
    private(set) var value = 0
    private var waiting: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []

    func increment() {
        value += 1
        for (count, continuation) in waiting where count <= value { continuation.resume() }
        waiting.removeAll { $0.count <= value }
    }

    func wait(for count: Int) async {
        guard value < count else { return }
        await withCheckedContinuation { waiting.append((count, $0)) }
    }
}
