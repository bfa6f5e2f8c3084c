import Testing

@testable import Transport

@Suite struct PercentEncodingTests {
    @Test(arguments: [("a%20b", "a b"), ("%C3%a9", "é"), ("a+b", "a+b"), ("", "")])
    func decodes(_ text: String, _ expected: String) { #expect(PercentEncoding.decode(text) == expected) }

    @Test(arguments: ["%", "%2", "%zz", "a%", "%ff"])
    func refusesBrokenEscapes(_ text: String) { #expect(PercentEncoding.decode(text) == nil) }

    @Test func encodes() { #expect(PercentEncoding.encode("a/é ~") == "a%2F%C3%A9%20~") }

    @Test(arguments: [
        ("a=1&b=2", ["a=1", "b=2"]), ("a", ["a="]), ("", []), ("a+b=c%26d", ["a b=c&d"]), ("&&a=1&", ["a=1"]),
        ("=x", ["=x"]),
        ("a=b=c", ["a=b=c"]), ("a;b=1&c=2", ["c=2"]), ("a=%zz&b=1", ["b=1"]), ("a=1&a=2", ["a=1", "a=2"]),
    ])
    func splitsQueries(_ query: String, _ expected: [String]) {
        #expect(QueryItems.parse(query).map { "\($0.0)=\($0.1)" } == expected)
    }

    @Test(arguments: [
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
        (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"), (4_102_444_799, "Thu, 31 Dec 2099 23:59:59 GMT"),
    ])
    func formatsDates(_ seconds: Int, _ expected: String) {
        #expect(String(decoding: HTTPDate.format(seconds), as: UTF8.self) == expected)
    }
}
