import Testing

@testable import Storage

struct StoreKeyTests {
    @Test(arguments: [("a", "b"), ("", "a"), ("/r/a-b", "/r/a/"), ("a", "a\0"), ("Z", "a"), ("e\u{301}", "\u{E9}")])
    func ordersByBytes(_ first: String, _ second: String) {
        #expect(StoreKey(first) < StoreKey(second))
        #expect(!(StoreKey(second) < StoreKey(first)))
        #expect(StoreKey(first) != StoreKey(second))
        #expect(!(StoreKey(first) < StoreKey(first)))
    }

    @Test(arguments: [("/r/", "/r0"), ("a", "b"), ("", nil), ("a\u{7F}", "b")] as [(String, String?)])
    func endsAPrefix(_ prefix: String, _ end: String?) {
        #expect(StoreKey(prefix).endOfPrefix?.text == end)
    }

    @Test(arguments: [
        (KeyRange.prefix("/r/a/"), "/r/a/b", true), (.prefix("/r/a/"), "/r/ab", false), (.prefix("/r/"), "/r", false),
        (.key("/r/a"), "/r/a", true), (.key("/r/a"), "/r/a/b", false),
    ])
    func knowsWhatARangeHolds(_ range: KeyRange, _ key: String, _ isIn: Bool) {
        #expect(range.contains(StoreKey(key)) == isIn)
        #expect(KeyBounds(range).contains(StoreKey(key)) == isIn)
    }
}
