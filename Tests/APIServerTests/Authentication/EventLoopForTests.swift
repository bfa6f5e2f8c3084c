import EventLoop

/// A loop that ends with the test.
final class EventLoopForTests: Sendable {
    let loop: EventLoop

    init() throws { loop = try EventLoop() }

    deinit { loop.stop() }
}
