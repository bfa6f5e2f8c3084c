import Foundation
import Glibc
import Synchronization

/// A program that a test started.
///
/// Not Foundation's `Process`, which many threads at once could bring down.
final class ChildProgram: Sendable {
    let id: pid_t

    /// Starts a program that is looked for in `PATH`; errors go nowhere.
    ///
    /// - Parameters:
    ///   - program: its name.
    ///   - arguments: without the name.
    ///   - input: a descriptor to read from; nil for nothing.
    ///   - output: a descriptor to write to; nil for nowhere.
    /// - Throws: `POSIXError` if it cannot be started.
    init(_ program: String, _ arguments: [String], input: Int32? = nil, output: Int32? = nil) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (descriptor, other, flags) in [(Int32(0), input, O_RDONLY), (1, output, O_WRONLY), (2, nil, O_WRONLY)] {
            if let other {
                posix_spawn_file_actions_adddup2(&actions, other, descriptor)
            } else {
                posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", flags, 0)
            }
        }
        var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var id: pid_t = 0
        let code = starting.withLock { _ in posix_spawnp(&id, program, &actions, nil, &words, environ) }
        guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .ENOENT) }
        self.id = id
    }

    /// Waits for its end.
    ///
    /// - Returns: its exit status, or 128 and the signal that ended it.
    @discardableResult
    func waitUntilExit() -> Int32 {
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0, errno == EINTR {}
        return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
    }
}

/// Keeps programs from starting between the making of a pipe and its being marked as nobody's inheritance.
private let starting = Mutex(())

/// Two ends of a pipe that children do not inherit.
private struct Ends {
    let reading: Int32
    let writing: Int32

    init() throws {
        var ends: [Int32] = [0, 0]
        guard starting.withLock({ _ in pipe(&ends) == 0 && ends.allSatisfy { fcntl($0, F_SETFD, FD_CLOEXEC) == 0 } })
        else { throw POSIXError(.EMFILE) }
        (reading, writing) = (ends[0], ends[1])
    }
}

/// Runs a program to its end.
func run(
    _ program: String,
    _ arguments: [String],
    input: [UInt8]? = nil
) async throws -> (output: String, status: Int32) {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread {
            continuation.resume(with: Result { try runHere(program, arguments, input) })
        }
    }
}

private func runHere(
    _ program: String,
    _ arguments: [String],
    _ input: [UInt8]?
) throws -> (output: String, status: Int32) {
    let output = try Ends()
    let source = try input.map { _ in try Ends() }
    // A program may end before it has read everything.
    signal(SIGPIPE, SIG_IGN)
    let child = try ChildProgram(program, arguments, input: source?.reading, output: output.writing)
    close(output.writing)
    if let source, let input {
        close(source.reading)
        Thread.detachNewThread {
            var rest = input[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { write(source.writing, $0.baseAddress, $0.count) }
                if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { break }
            }
            close(source.writing)
        }
    }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
        let count = read(output.reading, &chunk, chunk.count)
        if count > 0 { bytes += chunk[..<count] } else if count == 0 || errno != EINTR { break }
    }
    close(output.reading)
    return (String(decoding: bytes, as: UTF8.self), child.waitUntilExit())
}
