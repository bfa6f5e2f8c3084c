internal import APIServer
internal import EventLoop
internal import JSON
internal import Transport

/// Sends requests to a server of this process, in the name of one of its controllers.
struct InProcessClient: PlaneClient {
    let server: APIServer
    let loop: EventLoop
    let user: UserInfo
    /// Whether only the server itself is asked, whatever else is in front of it.
    var skipsFront = false

    /// A controller of kube-system.
    static func controller(_ name: String) -> UserInfo {
        UserInfo(
            name: ServiceAccountClaims.userName(namespace: "kube-system", name: name),
            groups: ["system:serviceaccounts", "system:serviceaccounts:kube-system", "system:authenticated"]
        )
    }

    /// The control plane itself.
    static let itself = UserInfo(name: "system:apiserver", groups: ["system:masters", "system:authenticated"])

    func send(_ request: PlaneRequest) async -> PlaneAnswer {
        let (status, bytes) = await Self.send(request, self, on: loop)
        return PlaneAnswer(status: status, json: (try? JSONReader.parse(bytes)) ?? .null)
    }

    private static func send(
        _ request: PlaneRequest,
        _ client: InProcessClient,
        on loop: isolated EventLoop
    ) async -> (Int, [UInt8]) {
        var headers = HTTPHeaders([("accept", request.accept), ("user-agent", "local-control-plane")])
        if request.body != nil { headers.add("content-type", request.contentType) }
        let http = HTTPRequest(
            method: request.method,
            target: request.target,
            headers: headers,
            body: request.body.map { JSONWriter.bytes($0) } ?? [],
            remoteAddress: "127.0.0.1:0"
        )
        let response =
            client.skipsFront
            ? await client.server.respondItself(to: http, as: client.user, on: loop)
            : await client.server.respond(to: http, as: client.user, on: loop)
        switch response.body {
        case .bytes(let bytes): return (response.status, bytes)
        case .pieces(let pieces): return (response.status, pieces.flatMap { $0 })
        case .stream(let stream): return (response.status, await StreamReader.bytes(of: stream, on: loop))
        default: return (response.status, [])
        }
    }
}

/// Reads bodies that come over time to their end.
enum StreamReader {
    static func bytes(of stream: any ResponseStream, on loop: isolated EventLoop) async -> [UInt8] {
        let (wakes, waker) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        var iterator = wakes.makeAsyncIterator()
        var bytes: [UInt8] = []
        stream.start(waker: StreamWaker { waker.yield() }, on: loop)
        defer { stream.closed(on: loop) }
        while !Task.isCancelled {
            switch stream.pull(into: &bytes, limit: 65_536, on: loop) {
            case .more: continue
            case .end, .abort: return bytes
            case .wait: await iterator.next(isolation: loop)
            }
        }
        return bytes
    }
}
