import Telemetry
import Testing

struct MetricsRegistryTests {
    private func text(_ registry: MetricsRegistry) -> String { String(decoding: registry.render(), as: UTF8.self) }

    @Test func rendersCountersAndGauges() {
        let registry = MetricsRegistry()
        let requests = registry.counter("requests_total", help: "Requests \\ by\nverb.", labels: ["verb", "code"])
        requests.labels(["verb": "WATCH", "code": "200"]).increment()
        requests.labels(["GET", "200"]).increment()
        requests.labels(["code": "200", "verb": "GET"]).increment(by: 2.5)
        requests.labels(["a\"\\\n", "0"]).increment(by: 0)
        let inFlight = registry.gauge("in_flight", help: "Now.")
        inFlight.increment()
        inFlight.increment()
        inFlight.decrement()
        registry.gauge("measured", help: "Asked.") { 1e20 }
        #expect(
            text(registry) == #"""
                # HELP in_flight Now.
                # TYPE in_flight gauge
                in_flight 1
                # HELP measured Asked.
                # TYPE measured gauge
                measured 1e+20
                # HELP requests_total Requests \\ by\nverb.
                # TYPE requests_total counter
                requests_total{verb="GET",code="200"} 3.5
                requests_total{verb="WATCH",code="200"} 1
                requests_total{verb="a\"\\\n",code="0"} 0

                """#
        )
    }

    @Test func rendersHistograms() {
        let registry = MetricsRegistry()
        let seconds = registry.histogram("seconds", help: "h", labels: ["verb"], buckets: [0.1, 1])
        let get = seconds.labels(["GET"])
        for value in [0.05, 0.1, 0.5, 7] { get.observe(value) }
        get.observe(.milliseconds(250))
        #expect(get.total.count == 5)
        #expect(
            text(registry) == """
                # HELP seconds h
                # TYPE seconds histogram
                seconds_bucket{verb="GET",le="0.1"} 2
                seconds_bucket{verb="GET",le="1"} 4
                seconds_bucket{verb="GET",le="+Inf"} 5
                seconds_sum{verb="GET"} 7.9
                seconds_count{verb="GET"} 5

                """
        )
    }

    @Test func givesTheSameMetricAgain() {
        let registry = MetricsRegistry()
        let first = registry.counter("a_total", help: "a", labels: ["x"])
        #expect(registry.counter("a_total", help: "a", labels: ["x"]) === first)
        #expect(first.labels(["1"]) === first.labels(["x": "1"]))
    }

    @Test func gaugesAreSetAndForgotten() {
        let registry = MetricsRegistry()
        let gauge = registry.gauge("g", help: "g", labels: ["x"])
        let child = gauge.labels(["1"])
        child.increment()
        child.set(4.5)
        child.add(-1)
        child.increment()
        #expect(child.value == 4.5)
        gauge.remove(["1"])
        #expect(!text(registry).contains("g{"))
    }

    @Test func countsFromManyThreads() async {
        let registry = MetricsRegistry()
        let counter = registry.counter("c_total", help: "c", labels: ["x"])
        let histogram = registry.histogram("h", help: "h")
        await withTaskGroup(of: Void.self) { group in
            for worker in 0..<8 {
                group.addTask {
                    for round in 0..<1_000 {
                        counter.labels(["\(worker % 2)"]).increment()
                        counter.labels(["sum"]).increment(by: 0.5)
                        histogram.observe(Double(round % 3))
                    }
                }
            }
        }
        #expect(counter.labels(["0"]).value == 4_000)
        #expect(counter.labels(["sum"]).value == 4_000)
        #expect(histogram.labels([String]()).total.count == 8_000)
    }

    @Test func refusesMisuse() async {
        await #expect(processExitsWith: .failure) { _ = MetricsRegistry().counter("not a name", help: "") }
        await #expect(processExitsWith: .failure) {
            _ = MetricsRegistry().counter("a", help: "", labels: ["x"]).labels(["1", "2"])
        }
        await #expect(processExitsWith: .failure) {
            MetricsRegistry().counter("a", help: "", labels: ["x"]).increment()
        }
        await #expect(processExitsWith: .failure) { MetricsRegistry().counter("a", help: "").increment(by: -1) }
    }
}
