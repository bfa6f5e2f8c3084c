import Telemetry
import Testing

@testable import ControllerRuntime

@Suite struct WorkQueueTests {
    private let time = ManualClock()
    private let registry = MetricsRegistry()

    private var queue: WorkQueue<String> {
        WorkQueue(clock: time.clock, metrics: QueueMetrics(registry, name: "bee"))
    }

    @Test func aWorkerWaitsForWork() async {
        let queue = queue
        async let taken = queue.next()
        queue.add("a")
        #expect(await taken == "a")
    }

    @Test func aShutDownEndsEveryWorker() async {
        let queue = queue
        async let first = queue.next()
        async let second = queue.next()
        queue.shutDown()
        #expect(await first == nil)
        #expect(await second == nil)
        queue.add("a")
        #expect(await queue.next() == nil)
    }

    @Test func aCancelledWorkerStopsWaiting() async {
        let queue = queue
        let worker = Task { await queue.next() }
        worker.cancel()
        #expect(await worker.value == nil)
        queue.add("a")
        #expect(await queue.next() == "a")
    }

    @Test func failuresWaitLongerEachTime() async {
        let queue = queue
        for delay in [5, 10, 20, 40] {
            queue.retry("a")
            time.advance(by: .milliseconds(delay - 1))
            #expect(queue.depth == 0)
            time.advance(by: .milliseconds(1))
            #expect(queue.depth == 1)
            #expect(await queue.next() == "a")
            queue.done("a")
        }
        queue.succeeded("a")
        queue.retry("a")
        time.advance(by: .milliseconds(5))
        #expect(queue.depth == 1)
    }

    @Test func countsInPrometheusText() async {
        let queue = queue
        queue.add("a")
        queue.add("b")
        _ = await queue.next()
        queue.done("a")
        queue.retry("a")
        let text = String(decoding: registry.render(), as: UTF8.self)
        #expect(text.contains(#"workqueue_adds_total{name="bee"} 2"#))
        #expect(text.contains(#"workqueue_depth{name="bee"} 1"#))
        #expect(text.contains(#"workqueue_retries_total{name="bee"} 1"#))
        #expect(text.contains(#"workqueue_work_duration_seconds_count{name="bee"} 1"#))
    }
}

@Suite struct FailureBackoffTests {
    @Test func growsToACap() {
        var backoff = FailureBackoff<String>()
        let delays = (0..<20).map { backoff.failed("a", now: .seconds($0 * 1000)) }
        #expect(delays[0] == .milliseconds(5))
        #expect(delays[17] == .milliseconds(5) * (1 << 17))
        #expect(delays[18] == .seconds(1000))
        #expect(delays[19] == .seconds(1000))
        #expect(backoff.failures(of: "a") == 20)
    }

    @Test func manyKeysTogetherAreHeldBack() {
        var backoff = FailureBackoff<Int>()
        let delays = (0..<150).map { backoff.failed($0, now: .seconds(1)) }
        #expect(delays.prefix(100).allSatisfy { $0 == .milliseconds(5) })
        #expect(delays[149] == .seconds(5))
    }
}
