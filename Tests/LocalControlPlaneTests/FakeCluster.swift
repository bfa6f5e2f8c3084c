import JSON
import Synchronization

@testable import LocalControlPlane

/// A cluster that keeps what is sent to it, as far as registrations need one.
final class FakeCluster: PlaneClient {
    private struct State {
        var objects: [String: JSONValue] = [:]
        var revision = 0
        var hasLayer = true
        var isAdministrator = true
        var writes: [String] = []
        /// What comes before a write to a path, once.
        var before: [String: @Sendable (FakeCluster) -> Void] = [:]
        /// What comes after an object was read so often, once.
        var afterReads: [String: (left: Int, event: @Sendable (FakeCluster) -> Void)] = [:]
    }

    private let state = Mutex(State())

    /// Paths of all that there is.
    var paths: Set<String> { state.withLock { Set($0.objects.keys) } }

    private static let layer = "/apis/apiregistration.k8s.io/v1"

    /// Lets it serve no APIServices.
    func loseLayer() { state.withLock { $0.hasLayer = false } }

    /// Takes the right to register servers from whoever asks.
    func loseRights() { state.withLock { $0.isAdministrator = false } }

    /// What was written: `METHOD path`.
    var writes: [String] { state.withLock { $0.writes } }

    func object(_ path: String) -> JSONValue? { state.withLock { $0.objects[path] } }

    /// Puts an object there, as somebody else would.
    func put(_ object: JSONValue, at path: String) { state.withLock { Self.store(object, path, &$0) } }

    /// Lets something happen right before the first write to a path.
    func before(_ path: String, _ body: @escaping @Sendable (FakeCluster) -> Void) {
        state.withLock { $0.before[path] = body }
    }

    /// Takes an object away, as somebody else would.
    func remove(_ path: String) { state.withLock { $0.objects[path] = nil } }

    /// Lets something happen once an object has been read so often.
    func after(_ reads: Int, of path: String, _ body: @escaping @Sendable (FakeCluster) -> Void) {
        state.withLock { $0.afterReads[path] = (reads, body) }
    }

    private func noteRead(_ path: String) {
        let event = state.withLock { state -> (@Sendable (FakeCluster) -> Void)? in
            guard let (left, event) = state.afterReads[path] else { return nil }
            state.afterReads[path] = left > 1 ? (left - 1, event) : nil
            return left > 1 ? nil : event
        }
        event?(self)
    }

    private static func store(_ object: JSONValue, _ path: String, _ state: inout State) {
        state.revision += 1
        var object = object
        object["metadata"]?["resourceVersion"] = .string("\(state.revision)")
        state.objects[path] = object
    }

    func send(_ request: PlaneRequest) async -> PlaneAnswer {
        var path = request.target
        if request.method == "POST", let name = request.body?.name, !name.isEmpty { path += "/" + name }
        if request.method != "GET", let event = state.withLock({ $0.before.removeValue(forKey: path) }) { event(self) }
        defer { if request.method == "GET" { noteRead(path) } }
        return state.withLock { Self.answer(request, path, &$0) }
    }

    private static func answer(_ request: PlaneRequest, _ path: String, _ state: inout State) -> PlaneAnswer {
        if request.target.hasSuffix("/token") { return .ok(["status": ["token": "t"]]) }
        if request.target == layer { return .ok(["resources": state.hasLayer ? [["name": "apiservices"]] : []]) }
        if request.target.hasSuffix("/selfsubjectaccessreviews") {
            return .ok(["status": ["allowed": .bool(state.isAdministrator)]])
        }
        let present = state.objects[path]
        if request.method != "GET" { state.writes.append(request.method + " " + path) }
        switch (request.method, present) {
        case ("GET", let present?): return .ok(present)
        case ("POST", nil):
            store(request.body ?? .null, path, &state)
            return PlaneAnswer(status: 201, json: .null)
        case ("POST", .some): return PlaneAnswer(status: 409, json: .null)
        case ("PUT", let present?):
            guard present["metadata"]?["resourceVersion"] == request.body?["metadata"]?["resourceVersion"] else {
                break
            }
            store(request.body ?? .null, path, &state)
            return .ok(.null)
        case ("DELETE", let present?):
            let wanted = request.body?["preconditions"]?["resourceVersion"]
            guard wanted == nil || wanted == present["metadata"]?["resourceVersion"] else { break }
            state.objects[path] = nil
            return .ok(.null)
        default: return PlaneAnswer(status: 404, json: .null)
        }
        return PlaneAnswer(status: 409, json: .null)
    }
}
