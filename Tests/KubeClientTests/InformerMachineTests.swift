import APIMachinery
import JSON
import Testing
import Transport

@testable import KubeClient

@Suite struct InformerMachineTests {
    private func bee(_ name: String, _ version: String) -> JSONValue {
        ["kind": "Bee", "metadata": ["namespace": "n", "name": .string(name), "resourceVersion": .string(version)]]
    }

    private func list(_ names: [String], version: String, token: String = "") -> JSONValue {
        var metadata: JSONValue = ["resourceVersion": .string(version)]
        if !token.isEmpty { metadata["continue"] = .string(token) }
        return [
            "kind": "BeeList", "apiVersion": "g/v1", "metadata": metadata,
            "items": .array(names.map { ["metadata": ["namespace": "n", "name": .string($0)]] }),
        ]
    }

    private func status(_ code: Int, _ reason: String = "") -> KubeClientError {
        .status(StatusError(code: code, reason: reason, message: ""))
    }

    @Test func takesTheFirstEventsTogether() {
        var machine = InformerMachine()
        #expect(machine.request == .watchList(resourceVersion: ""))
        machine.watchBegan()
        #expect(machine.received(.added(bee("a", "3"))) == .none)
        #expect(machine.received(.bookmark(resourceVersion: "4", isInitialEnd: false)) == .none)
        let whole = machine.received(.bookmark(resourceVersion: "5", isInitialEnd: true))
        #expect(whole == .replace(["n/a": bee("a", "3")]))
        #expect(machine.request == .watch(resourceVersion: "5"))
        #expect(machine.received(.added(bee("b", "6"))) == .set("n/b", bee("b", "6")))
        #expect(machine.received(.deleted(bee("a", "7"))) == .remove("n/a", bee("a", "7")))
        #expect(machine.received(.bookmark(resourceVersion: "9", isInitialEnd: false)) == .none)
        #expect(machine.watchEnded(wasShort: true) == .atOnce)
        #expect(machine.request == .watch(resourceVersion: "9"))
    }

    @Test func forgetsWhatIsDeletedBeforeTheFirstStateIsComplete() {
        var machine = InformerMachine()
        _ = machine.received(.added(bee("a", "3")))
        _ = machine.received(.deleted(bee("a", "4")))
        #expect(machine.received(.bookmark(resourceVersion: "5", isInitialEnd: true)) == .replace([:]))
    }

    @Test func listsWhereTheServerKnowsNoInitialEvents() throws {
        var machine = InformerMachine()
        #expect(machine.failed(status(422, "Invalid")) == .atOnce)
        #expect(machine.request == .list(resourceVersion: "0", continueToken: ""))
        #expect(try machine.listed(list(["a"], version: "7", token: "t")) == .none)
        #expect(machine.request == .list(resourceVersion: "", continueToken: "t"))
        guard case .replace(let objects) = try machine.listed(list(["b"], version: "7")) else {
            Issue.record("the list was not complete")
            return
        }
        #expect(objects.keys.sorted() == ["n/a", "n/b"])
        #expect(objects["n/a"]?["kind"] == "Bee")
        #expect(objects["n/a"]?["apiVersion"] == "g/v1")
        #expect(machine.request == .watch(resourceVersion: "7"))
    }

    @Test func beginsAnewWhenItsVersionIsGone() throws {
        var machine = InformerMachine()
        _ = machine.received(.bookmark(resourceVersion: "5", isInitialEnd: true))
        #expect(machine.failed(status(410, "Expired")) == .backOff)
        #expect(machine.request == .watchList(resourceVersion: ""))

        var older = InformerMachine()
        _ = older.failed(status(400))
        _ = try older.listed(list([], version: "5"))
        #expect(older.failed(status(410, "Expired")) == .backOff)
        #expect(older.request == .list(resourceVersion: "", continueToken: ""))
    }

    @Test(arguments: [
        KubeClientError.transport(.connectionClosed), .status(StatusError(code: 429, reason: "", message: "")),
    ])
    func goesOnWhereItWas(_ error: KubeClientError) {
        var machine = InformerMachine()
        #expect(machine.failed(error) == .backOff)
        #expect(machine.request == .watchList(resourceVersion: ""))
        _ = machine.received(.bookmark(resourceVersion: "5", isInitialEnd: true))
        #expect(machine.failed(error) == .backOff)
        #expect(machine.request == .watch(resourceVersion: "5"))
    }

    @Test func slowsDownWhenWatchesEndAtOnce() {
        var machine = InformerMachine()
        _ = machine.received(.bookmark(resourceVersion: "5", isInitialEnd: true))
        machine.watchBegan()
        #expect(machine.watchEnded(wasShort: true) == .backOff)
        machine.watchBegan()
        #expect(machine.watchEnded(wasShort: false) == .atOnce)
    }

    @Test func refusesWhatIsNoList() {
        var machine = InformerMachine()
        #expect(throws: KubeClientError.self) { try machine.listed(["kind": "Table", "metadata": [:]]) }
    }

    @Test func waitsLongerAndLongerUpToACap() {
        var backoff = Backoff()
        let times = (0..<8).map { _ in backoff.next(now: .zero, chance: 0) }
        #expect(times[..<3] == [.milliseconds(800), .milliseconds(1_600), .milliseconds(3_200)])
        #expect(times[7] == .seconds(30))
        #expect(backoff.next(now: .seconds(121), chance: 1) == .milliseconds(1_600))
    }
}
