import Testing

@testable import EventLoop

@Suite struct TimerQueueTests {
    @Test(arguments: [1, 7, 100, 1_000])
    func givesEntriesByDeadline(_ count: Int) {
        var queue = TimerQueue()
        var state: UInt64 = 88_172_645_463_325_252
        for _ in 0..<count {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            _ = queue.add(deadline: state % 500) { _ in }
        }
        var last: UInt64 = 0
        var taken = 0
        while let deadline = queue.nextDeadline {
            #expect(deadline >= last)
            last = deadline
            #expect(queue.takeDue(at: deadline) != nil)
            taken += 1
        }
        #expect(taken == count)
    }

    @Test func forgetsCancelledEntries() {
        var queue = TimerQueue()
        let handles = (1...200).map { queue.add(deadline: UInt64($0)) { _ in } }
        for handle in handles where handle != handles[150] { queue.cancel(handle) }
        #expect(queue.count == 1)
        #expect(queue.nextDeadline == 151)
        #expect(queue.takeDue(at: 150) == nil)
        #expect(queue.takeDue(at: 151) != nil)
        #expect(queue.nextDeadline == nil)
    }
}
