internal import Glibc
internal import Project

/// A second process of the tool that takes a registration away once the first one ends, however that happens.
///
/// It is a program of its own because nobody else is left to do it after `kill -9`. Main thread only.
final class Guardian {
    private let child: ChildProcess
    private var status: Int32?

    private static let patience = Duration.seconds(10)

    /// Starts it, and waits until it would notice the end of this process.
    ///
    /// - Parameters:
    ///   - choice: the cluster.
    ///   - root: of the project.
    ///   - signals: ends the wait.
    ///   - console: where its words go.
    /// - Throws: `Problems` if it does not start.
    init(_ choice: ExistingClusterChoice, root: String, _ signals: Signals, _ console: Console) throws {
        do {
            child = try ChildProcess(
                "/proc/self/exe",
                ["-C", root] + WithdrawLocal.spec.path + choice.arguments,
                directory: root,
                deathSignal: SIGTERM
            )
        } catch {
            throw Problems(Problem("AB5013", "the tool cannot start itself: \(error)", status: .failure))
        }
        let deadline = ContinuousClock.now + Self.patience
        var lines: [String] = []
        while !lines.contains(WithdrawLocal.greeting) {
            lines += child.readLines()
            if let signal = signals.take().first { throw Interruption(signal: signal) }
            guard child.poll() == nil, ContinuousClock.now < deadline else {
                throw Problems(
                    Problem(
                        "AB5013",
                        "nobody would take the registration away again",
                        cause: lines.isEmpty ? "the tool cannot start itself" : lines.joined(separator: "\n"),
                        status: .failure
                    )
                )
            }
            Readiness.wait(for: [child.output, signals.descriptor], timeout: .milliseconds(100))
        }
    }

    /// Passes on what it says.
    ///
    /// - Throws: `Problems` if it has ended before its time.
    func look(_ console: Console) throws(Problems) {
        guard status == nil, let ended = child.poll() else { return }
        status = ended
        throw Problems(
            Problem(
                "AB5013",
                "the process that would take the registration away has ended",
                cause: "its exit status is \(ended)",
                fix: "run the command again; that also takes away what is left",
                status: .failure
            )
        )
    }

    /// Lets it take the registration away, and waits for that.
    func stop(_ signals: Signals, _ console: Console) {
        guard status == nil else { return }
        console.progress("taking the registration away")
        Stopping.stop(child, with: SIGTERM, signals) { lines in for line in lines { console.progress(line) } }
    }
}
