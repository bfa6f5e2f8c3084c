internal import Synchronization
internal import Transport

/// Hands wake-ups of a cache to the stream that is read by now. Any thread.
final class WakerBox: Sendable {
    private let waker = Mutex<StreamWaker?>(nil)

    /// Sets who is to be woken; nil for nobody.
    func set(_ waker: StreamWaker?) { self.waker.withLock { $0 = waker } }

    func wake() { waker.withLock { $0 }?.wake() }
}
