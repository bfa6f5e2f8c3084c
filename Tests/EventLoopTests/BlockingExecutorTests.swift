import EventLoop
import Glibc
import Testing

@Suite(.timeLimit(.minutes(1)))
struct BlockingExecutorTests {
    private actor Counter {
        let executor: BlockingExecutor
        var value = 0
        nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

        init() throws { executor = try BlockingExecutor(name: "counter") }

        func add() -> UInt {
            value += 1
            return UInt(pthread_self())
        }
    }

    @Test func runsAnActorOnOneThread() async throws {
        let counter = try Counter()
        let threads = await withTaskGroup { group in
            for _ in 0..<50 { group.addTask { await counter.add() } }
            return await group.reduce(into: Set<UInt>()) { $0.insert($1) }
        }
        #expect(threads.count == 1)
        #expect(await counter.value == 50)
    }

    @Test func readsFiles() async throws {
        let thread = try BlockingThread(name: "files")
        let bytes = try await thread.run { () throws(EventLoopError) in try FileBytes.read("/proc/self/status") }
        #expect(!bytes.isEmpty)
        await #expect(throws: EventLoopError.system(call: "open", code: ENOENT, subject: "/does/not/exist")) {
            try await thread.run { () throws(EventLoopError) in try FileBytes.read("/does/not/exist") }
        }
        #expect(throws: EventLoopError.tooLarge(path: "/proc/self/status", limitBytes: 3)) {
            try FileBytes.read("/proc/self/status", limitBytes: 3)
        }
    }
}
