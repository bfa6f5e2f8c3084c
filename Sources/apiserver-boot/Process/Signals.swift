internal import CProcess
internal import Glibc

/// Signals to the tool, as values instead of interruptions.
///
/// There is one per process.
final class Signals {
    let descriptor: Int32

    init() throws(SystemError) {
        let result = apiboot_open_signals()
        guard result >= 0 else { throw SystemError(operation: "wait for signals", code: -result) }
        descriptor = result
    }

    deinit { close(descriptor) }

    /// The signals that arrived since the last call and ask the tool to end; the end of a child is none of them.
    func take() -> [Int32] {
        var signals: [Int32] = []
        while true {
            let next = apiboot_next_signal(descriptor)
            guard next > 0 else { return signals }
            if next != SIGCHLD { signals.append(next) }
        }
    }

    /// Lets time go by, less of it when a signal comes.
    ///
    /// - Throws: `Interruption` when one has come before.
    func rest(_ pause: Duration) throws {
        if let signal = take().first { throw Interruption(signal: signal) }
        Readiness.wait(for: [descriptor], timeout: pause)
    }
}

/// Waits for one of several descriptors.
enum Readiness {
    /// Returns when one of the descriptors can be read or `timeout` has passed; negative descriptors are left out.
    static func wait(for descriptors: [Int32], timeout: Duration) {
        var entries = descriptors.filter { $0 >= 0 }.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        let (seconds, attoseconds) = timeout.components
        let milliseconds = seconds * 1_000 + attoseconds / 1_000_000_000_000_000
        _ = unsafe poll(&entries, nfds_t(entries.count), Int32(clamping: max(milliseconds, 0)))
    }
}
