internal import APIServer
internal import EventLoop
internal import JSON
internal import Synchronization
internal import Transport

/// The control plane's own server as the aggregator's parts use it: without a connection, as somebody who may do anything.
final class LocalAPI: Sendable {
    private struct Reference {
        // The server keeps the front handler, which keeps this.
        weak var server: APIServer?
    }

    private let reference = Mutex(Reference())
    private let loop: EventLoop
    private let changes = Atomic(0)

    private static let user = UserInfo(name: "system:apiserver", groups: ["system:masters"])

    init(loop: EventLoop) { self.loop = loop }

    /// Counts the times that the local server came to serve something else.
    var generation: Int { changes.load(ordering: .acquiring) }

    /// What the local server says of itself has changed.
    func noteChange() { changes.add(1, ordering: .releasing) }

    func connect(_ server: APIServer) { reference.withLock { $0.server = server } }

    /// What the local server answers, without the front handler; nil if it says no or is gone.
    func document(_ path: String, accept: String = "application/json") async -> JSONValue? {
        let answer = await send("GET", path, nil, headers: [("accept", accept)])
        return answer.status == 200 ? answer.body : nil
    }

    /// Creates, replaces or deletes something.
    func send(
        _ method: String,
        _ path: String,
        _ body: JSONValue?,
        headers: [(String, String)] = []
    ) async -> (status: Int, body: JSONValue) {
        guard let server = reference.withLock({ $0.server }) else { return (503, .null) }
        let request = HTTPRequest(
            method: method,
            target: path,
            headers: HTTPHeaders([("content-type", "application/json"), ("user-agent", "kube-aggregator")] + headers),
            body: body.map { JSONWriter.bytes($0) } ?? []
        )
        let response = await server.respondItself(to: request, as: Self.user, on: loop)
        let bytes: [UInt8]
        switch response.body {
        case .bytes(let all): bytes = all
        case .pieces(let pieces): bytes = Array(pieces.joined())
        case .stream(let stream): return await give(up: stream, response.status)
        case .upgrade(let stream): return await give(up: stream, response.status)
        }
        return (response.status, (try? JSONReader.parse(bytes)) ?? .null)
    }

    private func give(up stream: any ResponseStream, _ status: Int) async -> (status: Int, body: JSONValue) {
        loop.execute { loop in stream.closed(on: loop) }
        return (status, .null)
    }

    private func give(up stream: any DuplexStream, _ status: Int) async -> (status: Int, body: JSONValue) {
        loop.execute { loop in stream.closed(on: loop) }
        return (status, .null)
    }
}
