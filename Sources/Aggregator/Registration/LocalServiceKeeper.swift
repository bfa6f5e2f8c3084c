internal import APIServer
internal import JSON
internal import Synchronization
internal import Telemetry

/// Makes APIServices for what the control plane serves itself, and says of every local one that it is available.
///
/// Source: kube-aggregator `autoregister_controller.go`, `controllers/status/local`.
final class LocalServiceKeeper: Sendable {
    private let wanted: [String: AutoRegistration.Wanted]
    private let objects: LocalObjects
    private let api: LocalAPI
    private let conditions: ConditionWriter
    private let log: Logger
    let repeater: Repeater
    private let state = Mutex(State())

    private struct State {
        /// What is wanted besides, as long as it is served.
        var changing: [String: AutoRegistration.Wanted] = [:]
        /// Whether that is all there is.
        var knowsAll = true
        var atStart: Set<String>?
        var synced: Set<String> = []
        /// Wanted ones that have been seen available.
        var seen: Set<String> = []
        var failures = 0
    }

    private static let resync = Duration.seconds(30)

    init(
        wanted: [AutoRegistration.Wanted],
        hasChanging: Bool,
        objects: LocalObjects,
        api: LocalAPI,
        conditions: ConditionWriter,
        log: Logger,
        clock: any Clock<Duration>
    ) {
        self.wanted = Dictionary(uniqueKeysWithValues: wanted.map { ($0.groupVersion.serviceName, $0) })
        self.objects = objects
        self.api = api
        self.conditions = conditions
        self.log = log
        repeater = Repeater(clock: clock)
        state.withLock { $0.knowsAll = !hasChanging }
    }

    /// Whether every APIService that is made here is available, or was once.
    func isComplete(_ services: [APIService]) -> Bool {
        state.withLock { state in
            for service in services where service.isAvailable { state.seen.insert(service.name) }
            return state.seen.isSuperset(of: wanted.keys)
        }
    }

    /// Takes over what is wanted for kinds that come and go; as long as these may not be all, nothing goes.
    func want(_ changing: [AutoRegistration.Wanted], isComplete: Bool) {
        let byName = Dictionary(changing.map { ($0.groupVersion.serviceName, $0) }) { first, _ in first }
        state.withLock { state in
            state.changing = byName
            state.knowsAll = isComplete
        }
        repeater.poke()
    }

    func run() async { await repeater.run { await self.turn() } }

    private func turn() async -> Duration {
        let present = objects.list().map { APIService($0) }
        let (atStart, changing, knowsAll) = state.withLock { state in
            if state.atStart == nil { state.atStart = Set(present.map(\.name)) }
            return (state.atStart ?? [], state.changing, state.knowsAll)
        }
        let wanted = self.wanted.merging(changing) { own, _ in own }
        var isGood = true
        let byName = Dictionary(present.map { ($0.name, $0) }) { first, _ in first }
        for name in Set(wanted.keys).union(byName.keys).sorted() {
            let service = byName[name]
            let known = service.map {
                AutoRegistration.Present(service: $0, existedAtStart: atStart.contains(name))
            }
            let isDone = await settle(name, known, wanted[name], isComplete: knowsAll)
            isGood = isGood && isDone
        }
        for service in present where service.isLocal {
            let isDone = await conditions.write(.local, to: service.name)
            isGood = isGood && isDone
        }
        let failures = state.withLock { state in
            state.failures = isGood ? 0 : state.failures + 1
            return state.failures
        }
        return isGood ? Self.resync : min(Backoff.controller.delay(afterFailures: failures), Self.resync)
    }

    /// Does what there is to do about one name; false if it has to be tried again.
    private func settle(
        _ name: String,
        _ present: AutoRegistration.Present?,
        _ wanted: AutoRegistration.Wanted?,
        isComplete: Bool
    ) async -> Bool {
        let wasSynced = state.withLock { $0.synced.contains(name) }
        let action = AutoRegistration.action(
            wanted: wanted,
            present: present,
            wasSynced: wasSynced,
            isComplete: isComplete
        )
        let isDone: Bool
        switch (action, wanted) {
        case (.create, let wanted?):
            isDone = await send("POST", APIServiceDefinition.path, AutoRegistration.object(wanted), [200, 201, 409])
        case (.updateSpec, let wanted?):
            guard var object = objects.get(name: name) else { return true }
            object["spec"] = AutoRegistration.spec(wanted)
            isDone = await send("PUT", "\(APIServiceDefinition.path)/\(name)", object, [200, 404, 409])
        case (.delete, _):
            let uid = JSONValue.string(present?.service.uid ?? "")
            let options: JSONValue = ["kind": "DeleteOptions", "apiVersion": "v1", "preconditions": ["uid": uid]]
            isDone = await send("DELETE", "\(APIServiceDefinition.path)/\(name)", options, [200, 202, 404, 409])
        default: isDone = true
        }
        if isDone { state.withLock { _ = $0.synced.insert(name) } }
        return isDone
    }

    private func send(_ method: String, _ path: String, _ body: JSONValue, _ good: Set<Int>) async -> Bool {
        let answer = await api.send(method, path, body)
        guard !good.contains(answer.status) else { return true }
        let message = answer.body["message"]?.string ?? ""
        log.warning("a local APIService could not be written", [("path", path), ("error", message)])
        return false
    }
}
