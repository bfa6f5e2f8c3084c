internal import Glibc
internal import Project

/// A program of a project beside a control plane, as a child of the tool: its server, or its controllers.
///
/// Once it has been ready it is started again whenever it ends, as a cluster would. Main thread only.
final class LocalServerProcess {
    /// Which program.
    struct Program {
        /// What its lines begin with.
        let name: String
        let executable: String
        let arguments: [String]
    }

    private let program: Program
    private let root: String
    private let console: Console
    private var child: ChildProcess?
    private var tail: [String] = []
    private var started = ContinuousClock.now
    private var restart = ContinuousClock.now
    private var pause = shortestPause

    private static let shortestPause = Duration.seconds(1)
    private static let longestPause = Duration.seconds(30)

    /// Starts it.
    ///
    /// - Throws: `Problems` if that is not possible.
    init(_ program: Program, in root: String, _ console: Console) throws(Problems) {
        self.program = program
        self.root = root
        self.console = console
        try start()
    }

    private func start() throws(Problems) {
        started = .now
        child = try LocalServer.launch(program.executable, program.arguments, in: root)
    }

    /// What it writes; -1 while there is nothing to read.
    var output: Int32 { child?.output ?? -1 }

    /// Passes on what it has written, and starts it again if it has ended.
    ///
    /// - Throws: `Problems` if it has ended before it was ready.
    func look(wasReady: Bool) throws(Problems) {
        guard let child else {
            if ContinuousClock.now >= restart { try start() }
            return
        }
        forward(child.readLines())
        guard let status = child.poll() else { return }
        forward(child.readLines())
        self.child = nil
        guard wasReady else { throw Problems(LocalServer.ended(status, wasReady: false, tail)) }
        // One that has worked for a while is back at once, one that cannot live is not started over and over.
        if started.duration(to: .now) > Self.longestPause * 2 { pause = Self.shortestPause }
        restart = .now + pause
        let how = status > 128 ? "signal \(status - 128) ended it" : "status \(status)"
        console.progress("\(program.name) ended (\(how)); it is started again in \(pause.components.seconds) s")
        pause = min(pause * 2, Self.longestPause)
    }

    /// Ends it.
    func stop(_ signals: Signals) {
        if let child { Stopping.stop(child, with: SIGTERM, signals, forward) }
    }

    private func forward(_ lines: [String]) {
        for line in lines { console.progress(console.styledError(program.name + " |", .dim) + " " + line) }
        tail = (tail + lines).suffix(5)
    }
}
