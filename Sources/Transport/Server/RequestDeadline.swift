public import EventLoop

/// Whoever answers requests, and can do so before their handlers do.
///
/// Loop only.
protocol DeadlineKeeper: AnyObject {
    /// Answers a request when the time has come, unless it has been answered before.
    func setDeadline(_ overdue: OverdueAnswer, of request: UInt64, on loop: isolated EventLoop)
}

/// Knows what a request is answered with when its handler takes too long.
public protocol OverdueResponder: AnyObject {
    /// The answer; called on the loop of the request, once at most.
    func overdueResponse() -> HTTPResponse
}

/// Who answers a request when its handler takes too long.
struct OverdueAnswer {
    /// In nanoseconds of the loop's clock.
    let due: UInt64
    let responder: any OverdueResponder

    func answer() -> HTTPResponse { responder.overdueResponse() }
}

/// Lets a handler say how long its answer may take.
///
/// The connection then answers in the handler's place, cancels its task, and throws away what comes of it.
public struct RequestDeadline: @unchecked Sendable {
    // Guard: the keeper is touched only on the loop that `set` is isolated to, its own.
    private let keeper: any DeadlineKeeper
    private let request: UInt64

    init(keeper: any DeadlineKeeper, request: UInt64) {
        self.keeper = keeper
        self.request = request
    }

    /// Sets the time; a later call wins.
    ///
    /// Only before the handler has waited for anything. An answer that is on its way is not broken off, however long it
    /// takes.
    ///
    /// - Parameters:
    ///   - duration: from now on.
    ///   - loop: the request's own.
    ///   - responder: asked when the time has passed.
    public func set(after duration: Duration, on loop: isolated EventLoop, responder: any OverdueResponder) {
        let overdue = OverdueAnswer(due: loop.now &+ duration.nanosecondsClamped, responder: responder)
        keeper.setDeadline(overdue, of: request, on: loop)
    }
}
