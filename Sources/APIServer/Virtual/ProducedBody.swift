internal import EventLoop
internal import Synchronization
public import Transport

/// Takes the bytes of a body that is made while it is sent.
public struct BodyWriter: Sendable {
    let stream: ProducedBody

    /// Sends bytes; returns when the client can take more.
    ///
    /// - Throws: `CancellationError` once the client has gone; whoever writes then ends.
    public func write(_ bytes: [UInt8]) async throws { try await stream.write(bytes) }

    /// Sends text.
    public func write(_ text: String) async throws { try await stream.write(Array(text.utf8)) }
}

extension HTTPResponse {
    /// An answer whose body is made while it is sent, such as a log that is followed.
    ///
    /// `produce` runs in a task of its own, which is cancelled when the client has gone. It is held back while the client
    /// does not read. The body ends when it returns; if it throws, the connection is cut so that the client notices.
    public static func streaming(
        status: Int = 200,
        headers: HTTPHeaders = HTTPHeaders([("content-type", "text/plain")]),
        _ produce: @escaping @Sendable (_ body: BodyWriter) async throws -> Void
    ) -> HTTPResponse {
        HTTPResponse(status: status, headers: headers, body: .stream(ProducedBody(produce)))
    }
}

/// A body that a task makes, with one buffer between the two.
///
/// Any thread; the task belongs to the stream and ends with it.
final class ProducedBody: ResponseStream {
    private struct State {
        var buffer: [UInt8] = []
        var waker: StreamWaker?
        var writers: [UnsafeContinuation<Void, Never>] = []
        var task: Task<Void, Never>?
        // Holds the stream; `closed`, which always comes, ends it.
        var timer: TimerHandle?
        var end: StreamStep?
        var isClosed = false
    }

    private let state = Mutex(State())
    private let produce: @Sendable (BodyWriter) async throws -> Void
    private let lifetime: Duration?
    /// A writer waits while so many bytes have not been taken.
    private static let limitBytes = 64 * 1024

    /// A body that ends properly after `lifetime`, if there is one, whatever its maker does.
    init(lifetime: Duration? = nil, _ produce: @escaping @Sendable (BodyWriter) async throws -> Void) {
        self.produce = produce
        self.lifetime = lifetime
    }

    func start(waker: StreamWaker, on loop: isolated EventLoop) {
        let timer = lifetime.map { loop.schedule(after: $0) { _ in self.finish(.end) } }
        let task = Task { [produce] in
            do {
                try await produce(BodyWriter(stream: self))
                self.finish(.end)
            } catch {
                self.finish(.abort)
            }
        }
        let isClosed = state.withLock { state in
            state.waker = waker
            state.task = task
            state.timer = timer
            return state.isClosed
        }
        if isClosed { task.cancel() }
        waker.wake()
    }

    func pull(into buffer: inout [UInt8], limit: Int, on loop: isolated EventLoop) -> StreamStep {
        let (bytes, writers, end) = state.withLock { state in
            let taken = (state.buffer, state.writers, state.end)
            state.buffer = []
            state.writers = []
            return taken
        }
        buffer += bytes
        for writer in writers { writer.resume() }
        return end ?? .wait
    }

    func closed(on loop: isolated EventLoop) {
        let (writers, task, timer) = state.withLock { state in
            state.isClosed = true
            let taken = (state.writers, state.task, state.timer)
            state.writers = []
            state.task = nil
            return taken
        }
        timer?.cancel(on: loop)
        task?.cancel()
        for writer in writers { writer.resume() }
    }

    /// Hands bytes to the connection and waits until there is room for more.
    func write(_ bytes: [UInt8]) async throws {
        await withUnsafeContinuation { continuation in
            let waker = state.withLock { state -> StreamWaker? in
                if !state.isClosed { state.buffer += bytes }
                if state.isClosed || state.buffer.count < Self.limitBytes {
                    continuation.resume()
                } else {
                    state.writers.append(continuation)
                }
                return state.waker
            }
            waker?.wake()
        }
        if state.withLock({ $0.isClosed || $0.end != nil }) { throw CancellationError() }
    }

    private func finish(_ end: StreamStep) {
        let (waker, task) = state.withLock { state in
            state.end = state.end ?? end
            return (state.waker, state.task)
        }
        task?.cancel()
        waker?.wake()
    }
}
