internal import CFuzzer
internal import Glibc

/// What the callback runs.
///
/// Set once, before libFuzzer starts; libFuzzer calls back on the thread that started it.
nonisolated(unsafe) var runningTarget = FuzzTarget.json

/// Ends the program.
func exitCode(_ code: CInt) -> Never { exit(code) }

/// Hands the process to libFuzzer, which calls `runningTarget` with one input after the other.
///
/// - Returns: the exit status of the run; a finding ends the process before.
func runLibFuzzer(arguments: [String]) -> CInt {
    // libFuzzer keeps the pointers until the process ends.
    var pointers: [UnsafeMutablePointer<CChar>?] = unsafe arguments.map { unsafe strdup($0) } + [nil]
    var count = CInt(arguments.count)
    return unsafe pointers.withUnsafeMutableBufferPointer { buffer in
        var base = buffer.baseAddress
        return unsafe LLVMFuzzerRunDriver(&count, &base) { data, size in
            unsafe runningTarget.run(Array(UnsafeBufferPointer(start: data, count: size)))
            return 0
        }
    }
}
