import APIServer
import EventLoop
import Synchronization
import Transport

extension ServerUnderTest {
    /// The body of an answer, to its end.
    func text(of answer: Answer) async throws -> String {
        guard case .stream(let stream) = answer.body else {
            guard case .bytes(let bytes) = answer.body else { return "" }
            return String(decoding: bytes, as: UTF8.self)
        }
        let reader = StreamReader(stream, on: loop)
        await reader.start()
        var bytes: [UInt8] = []
        while let more = await reader.next() { bytes += more }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Reads a body as a connection would: pulls when it is told that there is something.
final class StreamReader: Sendable {
    private let stream: any ResponseStream
    private let loop: EventLoop
    private let wakes: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation

    init(_ stream: any ResponseStream, on loop: EventLoop) {
        self.stream = stream
        self.loop = loop
        (wakes, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    func start() async { await start(on: loop) }

    /// What comes next; nil at the end.
    func next() async -> [UInt8]? {
        while true {
            let (bytes, isOver) = await pull(on: loop)
            if !bytes.isEmpty { return bytes }
            // Nobody wakes a test that has been given up.
            if isOver || Task.isCancelled { return nil }
            for await _ in wakes { break }
        }
    }

    /// The client goes.
    func close() async { await close(on: loop) }

    private func start(on loop: isolated EventLoop) {
        stream.start(waker: StreamWaker { self.wake.yield() }, on: loop)
    }

    private func pull(on loop: isolated EventLoop) -> ([UInt8], Bool) {
        var bytes: [UInt8] = []
        switch stream.pull(into: &bytes, limit: 64 * 1024, on: loop) {
        case .more, .wait: return (bytes, false)
        case .end, .abort: return (bytes, true)
        }
    }

    private func close(on loop: isolated EventLoop) { stream.closed(on: loop) }
}
