internal import Glibc
internal import Project

/// The server of a project as a child of the tool: started, watched until it is ready, served until somebody ends it.
struct LocalServer {
    /// How it is started.
    struct Configuration {
        let executable: String
        let port: UInt16
        /// `memory` or `sqlite`.
        let storage: String
        let state: LocalState

        /// The server's command line.
        var arguments: [String] {
            var arguments = [
                "--secure-port=\(port)",
                "--bind-address=127.0.0.1",
                "--tls-cert-file=\(state.certificate)",
                "--tls-private-key-file=\(state.key)",
                "--client-ca-file=\(state.authority)",
                "--storage=\(storage)",
            ]
            if storage == "sqlite" { arguments.append("--sqlite-file=\(state.database)") }
            return arguments
        }
    }

    let configuration: Configuration
    let console: Console
    let signals: Signals

    static let patience = Duration.seconds(30)

    /// Starts the server, calls `whenReady` with the time it took once it answers, and stays until it ends.
    ///
    /// - Throws: `Problems` if the server does not get ready or ends by itself, `Interruption` when a signal asked for
    ///   the end and the server has followed.
    func run(_ probe: ReadyProbe, whenReady: (Duration) -> Void) throws {
        let start = ContinuousClock.now
        let child = try Self.launch(configuration.executable, configuration.arguments, in: configuration.state.root)
        var isReady = false
        var tail: [String] = []
        let runner = probe.start()
        defer { runner.cancel() }
        func forward(_ lines: [String]) {
            for line in lines { console.progress(console.styledError("apiserver |", .dim) + " " + line) }
            tail = (tail + lines).suffix(5)
        }
        while true {
            forward(child.readLines())
            if let status = child.poll() {
                forward(child.readLines())
                throw Problems(Self.ended(status, wasReady: isReady, tail))
            }
            if let signal = signals.take().first {
                console.progress("stopping apiserver")
                Stopping.stop(child, with: SIGTERM, signals, forward)
                throw Interruption(signal: signal)
            }
            let waited = start.duration(to: .now)
            if !isReady, runner.isDone {
                isReady = true
                whenReady(waited)
            }
            if !isReady, waited > Self.patience {
                Stopping.stop(child, with: SIGTERM, signals, forward)
                throw Problems(notReady(runner.lastAnswer))
            }
            let descriptors = [signals.descriptor, child.output] + (isReady ? [] : [runner.descriptor])
            Readiness.wait(for: descriptors, timeout: .seconds(1))
        }
    }

    /// Starts the server of a project.
    ///
    /// - Throws: `Problems` if that is not possible.
    static func launch(
        _ executable: String,
        _ arguments: [String],
        in root: String
    ) throws(Problems) -> ChildProcess {
        do {
            return try ChildProcess(executable, arguments, directory: root, deathSignal: SIGKILL)
        } catch {
            throw Problems(
                Problem(
                    "AB5001",
                    "the server cannot be started: \(error)",
                    fix: "apiserver-boot build executables",
                    status: .preflight
                )
            )
        }
    }

    /// The problem of a server that ended by itself; `tail` is what it wrote last.
    static func ended(_ status: Int32, wasReady: Bool, _ tail: [String]) -> Problem {
        let how = status > 128 ? "signal \(status - 128) ended it" : "it ended with status \(status)"
        let last = tail.last { !$0.isEmpty }.map { "; its last words: \($0)" } ?? ""
        return Problem(
            "AB5007",
            wasReady ? "the server ended" : "the server ended before it was ready",
            cause: how + last,
            fix: "look at its output above",
            status: .failure
        )
    }

    private func notReady(_ answer: String) -> Problem {
        Problem(
            "AB5008",
            "the server is not ready after \(Self.patience.components.seconds) s",
            cause: answer.isEmpty ? "it does not answer /readyz" : "/readyz says: \(answer)",
            fix: "look at its output above",
            status: .timeout
        )
    }
}
