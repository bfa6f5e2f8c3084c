import Testing

@testable import APIServer

struct ExpiringCacheTests {
    @Test func forgetsWhatHasExpired() {
        var cache = ExpiringCache<String, Int>(capacity: 4)
        cache.set(1, for: "a", until: 10)
        #expect(cache.value(for: "a", at: 9) == 1)
        #expect(cache.value(for: "a", at: 10) == nil)
        #expect(cache.count == 0)
    }

    @Test func dropsWhatWasNotUsedForLongest() {
        var cache = ExpiringCache<String, Int>(capacity: 2)
        cache.set(1, for: "a", until: 10)
        cache.set(2, for: "b", until: 10)
        #expect(cache.value(for: "a", at: 0) == 1)
        cache.set(3, for: "c", until: 10)
        #expect(cache.value(for: "b", at: 0) == nil)
        #expect(cache.value(for: "a", at: 0) == 1)
        #expect(cache.value(for: "c", at: 0) == 3)
        cache.set(4, for: "a", until: 20)
        #expect(cache.value(for: "a", at: 15) == 4)
        #expect(cache.count == 2)
    }

    @Test func staysSmallUnderAFloodOfKeys() {
        var cache = ExpiringCache<Int, Int>(capacity: 8)
        for key in 0..<10_000 { cache.set(key, for: key, until: .max) }
        #expect(cache.count == 8)
        #expect((9_992..<10_000).allSatisfy { cache.value(for: $0, at: 0) == $0 })
    }
}
