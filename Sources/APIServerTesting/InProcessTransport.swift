internal import APIServer
internal import EventLoop
internal import KubeClient
internal import Telemetry
internal import Transport

/// Hands requests to a server in the same process: no port, no connection, no copy of the body.
struct InProcessTransport: KubeTransport {
    let server: APIServer
    let loop: EventLoop

    func perform(
        _ request: ClientRequest,
        to endpoint: HTTPEndpoint
    ) async throws(TransportError) -> CompleteResponse {
        let response = try await open(request, to: endpoint)
        var body: [UInt8] = []
        while let more = try await response.body.next() { body += more }
        return CompleteResponse(status: response.status, headers: response.headers, body: body)
    }

    func open(_ request: ClientRequest, to endpoint: HTTPEndpoint) async throws(TransportError) -> OpenResponse {
        guard case .bytes(let body) = request.body else { throw .cancelled }
        var headers = request.headers
        headers.add("host", endpoint.authority)
        let message = HTTPRequest(
            method: request.method,
            target: request.target,
            version: .http2,
            headers: headers,
            body: body,
            remoteAddress: "127.0.0.1:1"
        )
        let response = await respond(to: message, on: loop)
        guard !Task.isCancelled else { throw .cancelled }
        return OpenResponse(
            status: response.status,
            headers: response.headers,
            body: InProcessBody(response.body, loop)
        )
    }

    private func respond(to request: HTTPRequest, on loop: isolated EventLoop) async -> HTTPResponse {
        await server.respond(to: request, on: loop)
    }
}

/// The body of such an answer.
final class InProcessBody: ByteSource {
    private enum Body {
        case bytes([UInt8])
        case stream(any ResponseStream)
        case ended
    }

    private struct State {
        var body: Body
        /// Whether the stream has told that there is more since it was last asked.
        var isWoken = false
        var reader: CheckedContinuation<Void, Never>?
    }

    private let loop: EventLoop
    private let state: Locked<State>

    init(_ body: HTTPResponse.Body, _ loop: EventLoop) {
        self.loop = loop
        switch body {
        case .bytes(let bytes): state = Locked(State(body: .bytes(bytes)))
        case .pieces(let pieces): state = Locked(State(body: .bytes(Array(pieces.joined()))))
        case .stream(let stream):
            state = Locked(State(body: .stream(stream)))
            let waker = StreamWaker { [weak self] in self?.wake() }
            loop.execute { loop in stream.start(waker: waker, on: loop) }
        case .upgrade: state = Locked(State(body: .ended))
        }
    }

    deinit {
        guard case .stream(let stream) = state.withLock({ $0.body }) else { return }
        loop.execute { loop in stream.closed(on: loop) }
    }

    func next() async throws(TransportError) -> [UInt8]? {
        while true {
            let body = state.withLock { state in
                state.isWoken = false
                return state.body
            }
            switch body {
            case .bytes(let bytes):
                state.withLock { $0.body = .ended }
                return bytes.isEmpty ? nil : bytes
            case .ended: return nil
            case .stream(let stream):
                let (bytes, step) = await pull(stream, on: loop)
                if step == .end { state.withLock { $0.body = .ended } }
                if !bytes.isEmpty { return bytes }
                switch step {
                case .more: continue
                case .end: return nil
                case .abort: throw .connectionClosed
                case .wait: await wait()
                }
                if Task.isCancelled { throw .cancelled }
            }
        }
    }

    private func pull(_ stream: any ResponseStream, on loop: isolated EventLoop) async -> ([UInt8], StreamStep) {
        var bytes: [UInt8] = []
        let step = stream.pull(into: &bytes, limit: 64 << 10, on: loop)
        return (bytes, step)
    }

    private func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let mustWait = state.withLock { state in
                    guard !state.isWoken, !Task.isCancelled else { return false }
                    state.reader = continuation
                    return true
                }
                if !mustWait { continuation.resume() }
            }
        } onCancel: {
            wake()
        }
    }

    private func wake() {
        let reader = state.withLock { state in
            state.isWoken = true
            defer { state.reader = nil }
            return state.reader
        }
        reader?.resume()
    }
}
