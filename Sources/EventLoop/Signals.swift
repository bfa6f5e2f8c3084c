internal import CLinux

/// Signals of the operating system as a stream.
public enum Signals {
    /// The given signals from now on, in the order of arrival.
    ///
    /// They no longer end the process while the stream lives.
    ///
    /// A later call for the same signal takes it over.
    ///
    /// - Parameters:
    ///   - signals: numbers such as `SIGTERM`.
    ///   - loop: the loop that listens.
    /// - Returns: the stream; when it is cancelled the signals have their default effect again.
    /// - Throws: `.system` if the process has no descriptors left.
    public static func stream(for signals: [Int32], on loop: EventLoop) throws(EventLoopError) -> AsyncStream<Int32> {
        var readEnd: Int32 = -1
        var writeEnd: Int32 = -1
        let code = unsafe apiboot_pipe(&readEnd, &writeEnd)
        guard code == 0 else { throw .system(call: "pipe2", code: -code, subject: "") }
        let (stream, continuation) = AsyncStream.makeStream(of: Int32.self)
        for signal in signals { _ = apiboot_signal_catch(signal, writeEnd) }
        loop.execute { [readEnd, writeEnd] loop in
            let source = SignalSource(readEnd: readEnd, continuation: continuation)
            guard let registration = try? loop.register(readEnd, for: .readable, source) else {
                return continuation.finish()
            }
            continuation.onTermination = { _ in
                loop.execute { loop in
                    for signal in signals { _ = apiboot_signal_default(signal) }
                    loop.unregister(registration)
                    _ = apiboot_close(readEnd)
                    _ = apiboot_close(writeEnd)
                }
            }
        }
        return stream
    }

    /// Waits for the first of the given signals; nil if the task was cancelled.
    public static func wait(for signals: [Int32], on loop: EventLoop) async throws(EventLoopError) -> Int32? {
        for await signal in try stream(for: signals, on: loop) { return signal }
        return nil
    }
}

private final class SignalSource: DescriptorHandler {
    private let readEnd: Int32
    private let continuation: AsyncStream<Int32>.Continuation

    init(readEnd: Int32, continuation: AsyncStream<Int32>.Continuation) {
        self.readEnd = readEnd
        self.continuation = continuation
    }

    func ready(_ events: Readiness, on loop: isolated EventLoop) {
        var byte: UInt8 = 0
        while unsafe apiboot_read(readEnd, &byte, 1) == 1 { continuation.yield(Int32(byte)) }
    }
}
