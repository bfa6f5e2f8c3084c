internal import Glibc
internal import Project

/// Builds an executable of a project with `swift build`, and shows how it goes.
struct SwiftBuild {
    let root: String
    let product: String
    /// `debug` or `release`.
    let configuration: String
    /// Whether the executable needs no library of the system at run time.
    let isStatic: Bool
    /// Whether it goes without the names of its functions, which backtraces show.
    var isStripped = false
    let console: Console

    /// Where everything that the build says is kept.
    static let log = ".build/apiserver-boot/last.log"

    private static let heartbeat = Duration.seconds(15)
    /// Longer lines of the build are cut when they are shown; the log has them whole.
    private static let widest = 300

    /// The arguments for `swift`.
    var arguments: [String] {
        var arguments = ["build", "--product", product, "-c", configuration]
        // What is built to be used elsewhere must not need the compiler's libraries there; it also starts smaller.
        if isStatic || configuration == "release" { arguments.append("--static-swift-stdlib") }
        if isStatic { arguments += ["-Xswiftc", "-static-executable"] }
        // The build's identity is a hash of what also says where it was built.
        if isStripped { arguments += ["-Xlinker", "-s", "-Xlinker", "--build-id=none"] }
        return arguments
    }

    /// Where the package manager puts the executable.
    var executable: String { Path.join(root, ".build/\(configuration)/\(product)") }

    /// Builds.
    ///
    /// - Throws: `Problems` if it fails, `Interruption` if a signal ends it.
    func run(_ signals: Signals) throws {
        let swift = try Toolchain.swift()
        let isFirst = !Files.exists(Path.join(root, ".build/\(configuration)"))
        let note = isFirst ? "  (the first build compiles the runtime; later ones take seconds)" : ""
        console.progress("building \(product) (\(configuration))" + note)
        let start = ContinuousClock.now
        var log = BuildLog()
        let file = try openLog()
        defer { close(file) }
        let child = try ChildProcess(swift, arguments, directory: root, deathSignal: SIGTERM)
        let status = try follow(child, signals, start) { lines in
            for line in lines {
                log.add(line)
                Self.append(line, to: file)
                if console.level == .verbose { console.progress(line) }
            }
            return log.step
        }
        console.endLive()
        guard status == 0 else { throw Problems(failure(log, status)) }
    }

    /// Reads what the child writes until it ends.
    private func follow(
        _ child: ChildProcess,
        _ signals: Signals,
        _ start: ContinuousClock.Instant,
        _ take: ([String]) -> (done: Int, of: Int, what: String)?
    ) throws -> Int32 {
        var nextWord = start + Self.heartbeat
        while true {
            let step = take(child.readLines())
            if let status = child.poll() {
                _ = take(child.readLines())
                return status
            }
            if let signal = signals.take().first {
                console.endLive()
                Stopping.stop(child, with: SIGINT, signals)
                throw Interruption(signal: signal)
            }
            let now = ContinuousClock.now
            let count = step.map { "  \($0.done)/\($0.of)  \($0.what)" } ?? ""
            console.live("building \(product) (\(configuration))\(count)  \(Self.elapsed(start.duration(to: now)))")
            if !console.isLive, now >= nextWord {
                console.progress("still building \(product)\(count)  \(Self.elapsed(start.duration(to: now)))")
                nextWord = now + Self.heartbeat
            }
            Readiness.wait(for: [signals.descriptor, child.output], timeout: .seconds(1))
        }
    }

    private func failure(_ log: BuildLog, _ status: Int32) -> Problem {
        let shown = log.firstError.isEmpty ? log.tail : log.firstError
        for line in shown { console.complain("    " + line.prefix(Self.widest)) }
        if !log.firstError.isEmpty, console.level == .verbose {
            for line in log.tail { console.complain("    " + line.prefix(Self.widest)) }
        }
        let place = log.place.hasPrefix(root + "/") ? String(log.place.dropFirst(root.count + 1)) : log.place
        return Problem(
            "AB4202",
            "the build of \(product) failed" + (place.isEmpty ? "" : " at \(place)"),
            cause: log.message.isEmpty ? "swift build ended with status \(status)" : log.message,
            fix: "everything it said is in \(Self.log)",
            status: .failure
        )
    }

    private func openLog() throws -> Int32 {
        let path = Path.join(root, Self.log)
        try Files.makeDirectory(Path.parent(path))
        let file = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw FileError("write", path, code: errno) }
        return file
    }

    private static func append(_ line: String, to file: Int32) {
        let bytes = Array((line + "\n").utf8)
        _ = unsafe bytes.withUnsafeBytes { unsafe write(file, $0.baseAddress, $0.count) }
    }

    /// `41 s`, `1 min 4 s`.
    static func elapsed(_ duration: Duration) -> String {
        let seconds = duration.components.seconds
        return seconds < 60 ? "\(seconds) s" : "\(seconds / 60) min \(seconds % 60) s"
    }
}
