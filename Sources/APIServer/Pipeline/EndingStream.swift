internal import EventLoop
internal import Transport

/// A stream with something that is done when it has ended, after its own end.
///
/// `Inner` is `any ResponseStream` for an answer that comes over time, `any DuplexStream` for a connection taken over.
final class EndingStream<Inner: Sendable>: Sendable {
    private let inner: Inner
    private let atEnd: @Sendable () -> Void

    /// Wraps a stream; `atEnd` is called once, on the connection's loop.
    init(_ inner: Inner, atEnd: @escaping @Sendable () -> Void) {
        self.inner = inner
        self.atEnd = atEnd
    }
}

extension EndingStream: ResponseStream where Inner == any ResponseStream {
    func start(waker: StreamWaker, on loop: isolated EventLoop) { inner.start(waker: waker, on: loop) }

    func pull(into buffer: inout [UInt8], limit: Int, on loop: isolated EventLoop) -> StreamStep {
        inner.pull(into: &buffer, limit: limit, on: loop)
    }

    func pullSlice(limit: Int, on loop: isolated EventLoop) -> ArraySlice<UInt8>? {
        inner.pullSlice(limit: limit, on: loop)
    }

    func closed(on loop: isolated EventLoop) {
        inner.closed(on: loop)
        atEnd()
    }
}

extension EndingStream: DuplexStream where Inner == any DuplexStream {
    func start(waker: StreamWaker, on loop: isolated EventLoop) { inner.start(waker: waker, on: loop) }

    func wantsInput(on loop: isolated EventLoop) -> Bool { inner.wantsInput(on: loop) }

    func receive(_ bytes: [UInt8], on loop: isolated EventLoop) { inner.receive(bytes, on: loop) }

    func inputEnded(on loop: isolated EventLoop) { inner.inputEnded(on: loop) }

    func pull(into buffer: inout [UInt8], limit: Int, on loop: isolated EventLoop) -> DuplexStep {
        inner.pull(into: &buffer, limit: limit, on: loop)
    }

    func drain(on loop: isolated EventLoop) { inner.drain(on: loop) }

    func closed(on loop: isolated EventLoop) {
        inner.closed(on: loop)
        atEnd()
    }
}
