import CLinux
import Glibc
import Synchronization
import Testing

@testable import EventLoop

@Suite(.timeLimit(.minutes(1)))
struct EventLoopTests {
    @Test func runsBodiesInTheOrderOfTheCalls() async throws {
        let loop = try EventLoop()
        defer { loop.stop() }
        let (stream, continuation) = AsyncStream.makeStream(of: Int.self)
        for number in 0..<100 { loop.execute { _ in continuation.yield(number) } }
        loop.execute { _ in continuation.finish() }
        var seen: [Int] = []
        for await number in stream { seen.append(number) }
        #expect(seen == Array(0..<100))
    }

    @Test func isolatedCodeRunsOnItsThread() async throws {
        let loop = try EventLoop()
        defer { loop.stop() }
        #expect(!loop.isCurrent)
        #expect(await loop.probe())
    }

    @Test func immediateTasksDoNotQueue() async throws {
        let loop = try EventLoop()
        defer { loop.stop() }
        let order = await withCheckedContinuation { done in
            loop.execute { loop in
                let notes = Notes()
                Task.immediate {
                    _ = loop
                    notes.lines.append("task")
                }
                notes.lines.append("after")
                done.resume(returning: notes.lines)
            }
        }
        #expect(order == ["task", "after"])
    }

    @Test func timersFireInOrderOfTheirDeadline() async throws {
        let loop = try EventLoop()
        defer { loop.stop() }
        let (stream, continuation) = AsyncStream.makeStream(of: Int.self)
        loop.execute { loop in
            loop.schedule(after: .milliseconds(20)) { _ in
                continuation.yield(20)
                continuation.finish()
            }
            loop.schedule(after: .milliseconds(5)) { _ in continuation.yield(5) }
            let cancelled = loop.schedule(after: .milliseconds(10)) { _ in continuation.yield(10) }
            loop.schedule(after: .milliseconds(1)) { loop in cancelled.cancel(on: loop) }
        }
        var seen: [Int] = []
        for await number in stream { seen.append(number) }
        #expect(seen == [5, 20])
    }

    @Test func reportsReadableDescriptors() async throws {
        let loop = try EventLoop()
        defer { loop.stop() }
        var first: Int32 = 0
        var second: Int32 = 0
        #expect(apiboot_socket_pair(&first, &second) == 0)
        let (reading, writing) = (first, second)
        let byte = await withCheckedContinuation { done in
            loop.execute { loop in
                let reader = Reader(fd: reading) { done.resume(returning: $0) }
                reader.registration = try? loop.register(reading, for: .readable, reader)
            }
            withUnsafeBytes(of: UInt8(42)) { _ = apiboot_write(writing, $0.baseAddress!, 1) }
        }
        #expect(byte == 42)
        _ = apiboot_close(writing)
    }

    @Test func groupGivesTurns() throws {
        let group = try EventLoopGroup(count: 2)
        #expect(group.next() !== group.next())
        #expect(group.next() === group.loops[0])
    }

    @Test func streamsSignals() async throws {
        let loop = try EventLoop()
        defer { loop.stop() }
        let stream = try Signals.stream(for: [SIGUSR1, SIGUSR2], on: loop)
        kill(getpid(), SIGUSR2)
        var iterator = stream.makeAsyncIterator()
        #expect(await iterator.next() == SIGUSR2)
    }
}

private final class Notes {
    var lines: [String] = []
}

private final class Reader: DescriptorHandler {
    let fd: Int32
    let found: (UInt8) -> Void
    var registration: Registration?

    init(fd: Int32, found: @escaping (UInt8) -> Void) {
        self.fd = fd
        self.found = found
    }

    func ready(_ events: Readiness, on loop: isolated EventLoop) {
        var byte: UInt8 = 0
        guard apiboot_read(fd, &byte, 1) == 1 else { return }
        if let registration { loop.unregister(registration) }
        _ = apiboot_close(fd)
        found(byte)
    }
}

extension EventLoop {
    fileprivate func probe() -> Bool { isCurrent }
}
