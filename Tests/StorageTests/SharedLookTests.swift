import StorageTestSupport
import Testing

@testable import Storage

@Suite(.timeLimit(.minutes(1)))
struct SharedLookTests {
    /// Opens when it is told to.
    private actor Gate {
        private var isOpen = false
        private var waiting: [CheckedContinuation<Void, Never>] = []

        func pass() async {
            if isOpen { return }
            await withCheckedContinuation { waiting.append($0) }
        }

        func open() {
            isOpen = true
            for waiter in waiting { waiter.resume() }
            waiting = []
        }
    }

    @Test func thoseWhoComeDuringALookShareTheNextOne() async throws {
        let look = SharedLook()
        let looks = Counter()
        let (begun, gate) = (Gate(), Gate())
        async let first: Void = look.run { () async throws(StorageError) in
            looks.increment()
            await begun.open()
            await gate.pass()
        }
        await begun.pass()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    try await look.run { () async throws(StorageError) in looks.increment() }
                }
            }
            while look.waitingCount < 20 { await Task.yield() }
            await gate.open()
            try await group.waitForAll()
        }
        try await first
        #expect(looks.value == 2)
    }

    @Test func aFailureIsThatOfAllWhoShareIt() async throws {
        let look = SharedLook()
        let (begun, gate) = (Gate(), Gate())
        async let first: Void = look.run { () async throws(StorageError) in
            await begun.open()
            await gate.pass()
        }
        await begun.pass()
        let failures = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<5 {
                group.addTask {
                    do throws(StorageError) {
                        try await look.run { () async throws(StorageError) in throw .notFound }
                        return false
                    } catch {
                        return error == .notFound
                    }
                }
            }
            while look.waitingCount < 5 { await Task.yield() }
            await gate.open()
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        try await first
        #expect(failures == 5)
    }

    @Test func theNextOneLooksWhenALookIsGivenUp() async throws {
        let look = SharedLook()
        let (begun, gate) = (Gate(), Gate())
        let given = Task {
            try await look.run { () async throws(StorageError) in
                await begun.open()
                await gate.pass()
                if Task.isCancelled { throw .unavailable("cancelled") }
            }
        }
        await begun.pass()
        async let second: Void = look.run { () async throws(StorageError) in }
        while look.waitingCount < 1 { await Task.yield() }
        given.cancel()
        await gate.open()
        try await second
        await #expect(throws: StorageError.unavailable("cancelled")) { try await given.value }
    }
}
