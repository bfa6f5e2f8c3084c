import EventLoop
import Synchronization
import Transport

/// Sends back what it gets, after a greeting.
final class EchoStream: DuplexStream {
    private struct State {
        var waiting: [UInt8]
        var isInputEnded = false
    }

    private let state: Mutex<State>

    init(greeting: String) { state = Mutex(State(waiting: Array((greeting + ":").utf8))) }

    func start(waker: StreamWaker, on loop: isolated EventLoop) {}
    func receive(_ bytes: [UInt8], on loop: isolated EventLoop) { state.withLock { $0.waiting += bytes } }
    func wantsInput(on loop: isolated EventLoop) -> Bool { true }
    func inputEnded(on loop: isolated EventLoop) { state.withLock { $0.isInputEnded = true } }
    func drain(on loop: isolated EventLoop) {}
    func closed(on loop: isolated EventLoop) {}

    func pull(into buffer: inout [UInt8], limit: Int, on loop: isolated EventLoop) -> DuplexStep {
        state.withLock { state in
            buffer += state.waiting
            state.waiting = []
            return state.isInputEnded ? .close : .wait
        }
    }
}

/// Sends what a test tells it to.
final class ByteSource: ResponseStream {
    private struct State {
        var waiting: [UInt8] = []
        var isEnded = false
        var waker: StreamWaker?
    }

    private let state = Mutex(State())

    func send(_ text: String) { change { $0.waiting += text.utf8 } }

    func end() { change { $0.isEnded = true } }

    private func change(_ body: (inout State) -> Void) {
        let waker = state.withLock { state in
            body(&state)
            return state.waker
        }
        waker?.wake()
    }

    func start(waker: StreamWaker, on loop: isolated EventLoop) { state.withLock { $0.waker = waker } }
    func closed(on loop: isolated EventLoop) {}

    func pull(into buffer: inout [UInt8], limit: Int, on loop: isolated EventLoop) -> StreamStep {
        state.withLock { state in
            buffer += state.waiting
            state.waiting = []
            return state.isEnded ? .end : .wait
        }
    }
}
