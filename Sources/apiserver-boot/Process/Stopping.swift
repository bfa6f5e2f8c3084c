internal import Glibc
internal import Project

/// The end of the tool because somebody asked for it.
struct Interruption: Error, Equatable {
    /// SIGINT, SIGTERM or SIGHUP.
    let signal: Int32

    /// What the shell sees.
    var status: ExitStatus { signal == SIGINT ? .interrupted : .terminated }
}

/// Ends children in order.
enum Stopping {
    /// How long a child has to end by itself.
    static let patience = Duration.seconds(10)

    /// Asks a child to end, and kills it when it has not after `patience` or when a second signal comes.
    ///
    /// - Returns: how it ended.
    @discardableResult
    static func stop(
        _ child: ChildProcess,
        with signal: Int32,
        _ signals: Signals,
        _ deliver: ([String]) -> Void = { _ in }
    ) -> Int32 {
        child.signal(signal)
        let deadline = ContinuousClock.now + patience
        while true {
            deliver(child.readLines())
            if let status = child.poll() {
                deliver(child.readLines())
                return status
            }
            let left = ContinuousClock.now.duration(to: deadline)
            if left <= .zero || !signals.take().isEmpty { child.signal(SIGKILL) }
            Readiness.wait(
                for: [signals.descriptor, child.output],
                timeout: max(min(left, .seconds(1)), .milliseconds(10))
            )
        }
    }
}
