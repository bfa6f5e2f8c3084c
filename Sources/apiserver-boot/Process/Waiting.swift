internal import CProcess
internal import Glibc
internal import Synchronization

/// Lets the main thread, which is not asynchronous, wait for something that is.
enum Waiting {
    private final class Box<Value: Sendable>: Sendable {
        let value = Mutex<Value?>(nil)
    }

    /// Runs an operation beside the main thread, and waits for what it gives.
    static func value<Value: Sendable>(_ operation: @escaping @Sendable () async -> Value) -> Value {
        var (reading, writing): (Int32, Int32) = (-1, -1)
        _ = unsafe apiboot_open_pipe(&reading, &writing)
        let end = writing
        defer {
            close(reading)
            close(writing)
        }
        let box = Box<Value>()
        Task.detached {
            let value = await operation()
            box.value.withLock { $0 = value }
            var byte: UInt8 = 1
            _ = unsafe write(end, &byte, 1)
        }
        while true {
            if let value = box.value.withLock({ $0 }) { return value }
            Readiness.wait(for: [reading], timeout: .seconds(1))
        }
    }
}
