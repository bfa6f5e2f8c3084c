internal import Glibc

/// Runs a credential plug-in.
enum ExecRunner {
    /// What a program wrote, or why there is nothing.
    enum Outcome: Equatable {
        case output([UInt8])
        case notFound
        case failed(String)
    }

    /// Most bytes that are read of a plug-in's output.
    static let limitBytes = 1 << 20

    /// Runs a program to its end, its error output going where this process's goes.
    ///
    /// Blocks: on a thread of its own.
    static func run(
        _ command: String,
        arguments: [String],
        environment: [ClientConfiguration.Field],
        timeout: Duration = .seconds(60)
    ) -> Outcome {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { return .failed("pipe: \(text(errno))") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(ends[0]) }
        var pid: pid_t = 0
        let code = spawn(&pid, command, [command] + arguments, variables(environment), output: ends[1])
        close(ends[1])
        guard code == 0 else { return code == ENOENT ? .notFound : .failed(text(code)) }
        let output = read(ends[0], timeout: timeout)
        if output == nil { kill(pid, SIGKILL) }
        var status: Int32 = 0
        while unsafe waitpid(pid, &status, 0) < 0, errno == EINTR {}
        guard let output else { return .failed("it wrote too much or took longer than \(timeout)") }
        let (signal, exit) = (status & 0x7f, (status >> 8) & 0xff)
        guard signal == 0 else { return .failed("it was ended by signal \(signal)") }
        guard exit == 0 else { return .failed("it exited with \(exit)") }
        return .output(output)
    }

    private static func text(_ code: Int32) -> String { unsafe String(cString: strerror(code)) }

    /// The variables of this process, those given in addition winning.
    private static func variables(_ more: [ClientConfiguration.Field]) -> [String] {
        var result: [String] = []
        let names = Set(more.map(\.name))
        var cursor = unsafe environ
        while let entry = unsafe cursor.pointee {
            let text = unsafe String(cString: entry)
            let name = String(decoding: text.utf8.prefix { $0 != UInt8(ascii: "=") }, as: UTF8.self)
            if !names.contains(name) { result.append(text) }
            unsafe cursor += 1
        }
        return result + more.map { "\($0.name)=\($0.value)" }
    }

    private static func spawn(
        _ pid: inout pid_t,
        _ command: String,
        _ arguments: [String],
        _ environment: [String],
        output: Int32
    ) -> Int32 {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
        var argv = unsafe arguments.map { unsafe strdup($0) } + [nil]
        var envp = unsafe environment.map { unsafe strdup($0) } + [nil]
        defer {
            for index in unsafe argv.indices { unsafe free(argv[index]) }
            for index in unsafe envp.indices { unsafe free(envp[index]) }
        }
        return unsafe posix_spawnp(&pid, command, &actions, nil, &argv, &envp)
    }

    /// Everything up to the end; nil if that is too much or takes too long.
    private static func read(_ fd: Int32, timeout: Duration) -> [UInt8]? {
        let deadline = ContinuousClock.now + timeout
        var bytes: [UInt8] = []
        while bytes.count <= limitBytes {
            let left = (deadline - ContinuousClock.now).components
            let milliseconds = left.seconds * 1_000 + left.attoseconds / 1_000_000_000_000_000
            guard milliseconds > 0 else { return nil }
            var entry = pollfd(fd: fd, events: Int16(POLLIN), revents: 0)
            guard unsafe poll(&entry, 1, Int32(clamping: milliseconds)) > 0 else { continue }
            var count = 0
            bytes += unsafe [UInt8](unsafeUninitializedCapacity: 16_384) { buffer, initialized in
                count = unsafe Glibc.read(fd, buffer.baseAddress, 16_384)
                initialized = max(0, count)
            }
            if count == 0 { return bytes }
            if count < 0, errno != EINTR { return nil }
        }
        return nil
    }
}
