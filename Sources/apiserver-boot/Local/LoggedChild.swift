internal import Glibc
internal import Project

/// A program of somebody else that a run needs: what it writes goes into a file, for it says more than people want to read.
///
/// Main thread only.
final class LoggedChild {
    private let name: String
    private let log: String
    private let child: ChildProcess
    private let file: Int32
    private var last = ""

    /// Starts it, with its words in `<name>.log` beside its data.
    ///
    /// - Throws: `Problems` if it cannot be started, `FileError` if the file cannot be written.
    init(_ name: String, _ path: String, _ arguments: [String], _ state: LocalState) throws {
        self.name = name
        log = state.assets + "/\(name).log"
        file = unsafe open(log, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw FileError("write", log, code: errno) }
        do {
            child = try ChildProcess(path, arguments, directory: state.root, deathSignal: SIGKILL)
        } catch {
            close(file)
            throw Problems(Problem("AB5016", "\(path) cannot be started: \(error)", status: .preflight))
        }
    }

    deinit { close(file) }

    /// What it writes; -1 once it is closed.
    var output: Int32 { child.output }

    /// Keeps what it has written.
    ///
    /// - Throws: `Problems` if it has ended.
    func look() throws(Problems) {
        keep(child.readLines())
        guard let status = child.poll() else { return }
        keep(child.readLines())
        throw Problems(
            Problem(
                "AB5017",
                "\(name) ended",
                cause: (status > 128 ? "signal \(status - 128) ended it" : "it ended with status \(status)")
                    + (last.isEmpty ? "" : "; its last words: \(last)"),
                fix: "look at \(log)",
                status: .failure
            )
        )
    }

    /// Ends it.
    func stop(_ signals: Signals) {
        if child.poll() == nil { Stopping.stop(child, with: SIGTERM, signals, keep) }
    }

    private func keep(_ lines: [String]) {
        guard !lines.isEmpty else { return }
        let text = lines.joined(separator: "\n") + "\n"
        // A full disk costs the log, not the run.
        _ = unsafe write(file, text, text.utf8.count)
        if let line = lines.last(where: { !$0.isEmpty }) { last = line }
    }
}
