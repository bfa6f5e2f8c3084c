internal import EventLoop

/// When a connection is given up, and the one timer for that.
///
/// Times are nanoseconds of the loop's clock, `.max` for never. Loop only.
struct ConnectionDeadlines {
    /// Which deadline has passed.
    enum Passed {
        case none
        case `protocol`
        case write
    }

    /// What the protocol has set, for instance for the rest of a request.
    var `protocol` = UInt64.max
    /// When waiting output must have moved.
    var write = UInt64.max
    private var timer: (handle: TimerHandle, at: UInt64)?

    /// Makes sure that `body` is called no later than the first deadline.
    mutating func arm(on loop: isolated EventLoop, _ body: @escaping (isolated EventLoop) -> Void) {
        let due = min(self.protocol, write)
        guard due != .max else { return }
        if let timer {
            guard timer.at > due else { return }
            timer.handle.cancel(on: loop)
        }
        let delay = Duration.nanoseconds(Int64(clamping: due > loop.now ? due - loop.now : 0))
        timer = (loop.schedule(after: delay, body), due)
    }

    /// The timer has fired; says what for, and forgets that deadline.
    mutating func fired(at now: UInt64) -> Passed {
        timer = nil
        if write <= now { return .write }
        guard self.protocol <= now else { return .none }
        self.protocol = .max
        return .protocol
    }

    /// Nothing is to be called any more.
    mutating func cancel(on loop: isolated EventLoop) {
        timer?.handle.cancel(on: loop)
        timer = nil
    }
}
