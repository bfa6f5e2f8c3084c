internal import CProcess
internal import Glibc

/// A program that the tool started.
///
/// It never outlives the tool, however that ends. Main thread only.
final class ChildProcess {
    /// Its id; also that of its process group.
    let id: Int32
    /// What it writes, standard output and error in one; -1 once it is closed.
    private(set) var output: Int32
    private var status: Int32?
    private var buffer: [UInt8] = []

    /// Starts a program with its standard input empty.
    ///
    /// - Parameters:
    ///   - path: the executable.
    ///   - arguments: without the name of the program.
    ///   - variables: added to the environment of the tool.
    ///   - directory: where it runs.
    ///   - deathSignal: what it gets if the tool is killed.
    /// - Throws: `SystemError` if the program cannot be executed.
    init(
        _ path: String,
        _ arguments: [String],
        variables: [String: String] = [:],
        directory: String,
        deathSignal: Int32
    ) throws(SystemError) {
        var (reading, writing): (Int32, Int32) = (-1, -1)
        let code = unsafe apiboot_open_pipe(&reading, &writing)
        guard code == 0 else { throw SystemError(operation: "make a pipe", code: -code) }
        let environment = Environment.current.merging(variables) { $1 }.map { $0 + "=" + $1 }
        let result = unsafe Self.withCStrings([path] + arguments) { argv in
            unsafe Self.withCStrings(environment) { envp in
                unsafe path.withCString { path in
                    unsafe directory.withCString { directory in
                        var child = unsafe apiboot_child(
                            path: path,
                            arguments: argv,
                            environment: envp,
                            directory: directory,
                            output: writing,
                            error: writing,
                            death_signal: deathSignal
                        )
                        return unsafe apiboot_spawn(&child)
                    }
                }
            }
        }
        close(writing)
        guard result > 0 else {
            close(reading)
            throw SystemError(operation: "start \(path)", code: -result)
        }
        id = result
        output = reading
    }

    deinit {
        if output >= 0 { close(output) }
        if status == nil {
            signal(SIGKILL)
            _ = apiboot_wait(id, 1)
        }
    }

    /// Sends a signal to the program and to what it started.
    func signal(_ number: Int32) { if status == nil { _ = apiboot_signal_group(id, number) } }

    /// How it ended: its exit status, or 128 and the number of the signal; nil while it runs.
    func poll() -> Int32? {
        if status == nil {
            let result = apiboot_wait(id, 0)
            if result != -EAGAIN { status = result }
        }
        return status
    }

    /// Takes what was written since the last call, as whole lines; at the end what is left, too.
    func readLines() -> [String] {
        guard output >= 0 else { return [] }
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = unsafe read(output, &chunk, chunk.count)
            if count > 0 {
                buffer += chunk[..<count]
            } else if count == 0 {
                close(output)
                output = -1
                if !buffer.isEmpty, buffer.last != UInt8(ascii: "\n") { buffer.append(UInt8(ascii: "\n")) }
                break
            } else if errno != EINTR {
                break
            }
        }
        guard let end = buffer.lastIndex(of: UInt8(ascii: "\n")) else { return [] }
        let lines = buffer[..<end].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let texts = lines.map { String(decoding: $0, as: UTF8.self) }
        buffer.removeSubrange(...end)
        return texts
    }

    private static func withCStrings<Result>(
        _ strings: [String],
        _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        var pointers = unsafe strings.map { unsafe strdup($0) } + [nil]
        defer { for index in unsafe pointers.indices { unsafe free(pointers[index]) } }
        return unsafe body(&pointers)
    }
}
