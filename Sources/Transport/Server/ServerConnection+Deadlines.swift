internal import EventLoop

/// When a connection is given up, or its protocol is asked what to do.
extension ServerConnection {
    /// Moves the deadline; cheap, because the timer is only re-armed when it would fire too late.
    func setDeadline(after duration: Duration, on loop: isolated EventLoop) {
        setDeadline(at: loop.now &+ duration.nanosecondsClamped, on: loop)
    }

    /// The same for a moment of the loop's clock.
    func setDeadline(at moment: UInt64, on loop: isolated EventLoop) {
        deadlines.protocol = moment
        armTimer(on: loop)
    }

    /// Moves the deadline unless it comes earlier as it is.
    func bringDeadline(to moment: UInt64, on loop: isolated EventLoop) {
        if moment < deadlines.protocol { setDeadline(at: moment, on: loop) }
    }

    /// Takes the deadline away.
    func clearDeadline() { deadlines.protocol = .max }

    /// Sees to it that the timer fires in time.
    func armTimer(on loop: isolated EventLoop) {
        let (server, id) = (worker.server, id)
        deadlines.arm(on: loop) { loop in
            ServerWorker.existing(server, on: loop)?.connections[id]?.timerFired(on: loop)
        }
    }
}
