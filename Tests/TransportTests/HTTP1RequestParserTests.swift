import Testing

@testable import Transport

@Suite struct HTTP1RequestParserTests {
    /// What came out, in one line each.
    private func parse(
        _ text: String,
        splitAt split: Int? = nil,
        limits: HTTPServerConfiguration.Limits = .init()
    ) -> [String] {
        let bytes = Array(text.utf8)
        let parts = split.map { [Array(bytes[..<$0]), Array(bytes[$0...])] } ?? [bytes]
        return parse(parts, limits: limits)
    }

    private func parse(
        _ parts: [[UInt8]],
        limits: HTTPServerConfiguration.Limits,
        streamsBody: BodyStreaming? = nil
    ) -> [String] {
        var parser = HTTP1RequestParser(limits: limits, streamsBody: streamsBody)
        var lines: [String] = []
        for part in parts {
            part.withUnsafeBytes { parser.append($0) }
            reading: while true {
                switch parser.next() {
                case .needMore:
                    if !parser.isBetweenRequests {
                        lines.append("..." + String(decoding: parser.takeBody(), as: UTF8.self))
                    }
                    break reading
                case .head(let message): lines.append("head " + describe(message))
                case .bodyEnded(let last): lines.append("end " + String(decoding: last, as: UTF8.self))
                case .expectsContinue: lines.append("continue")
                case .request(let message): lines.append(describe(message))
                case .failed(let error):
                    lines.append("\(error.status) \(error.message)")
                    return lines
                }
            }
        }
        return lines
    }

    private func describe(_ message: HTTP1Message) -> String {
        let fields = message.headers.fields.map { "\($0.name)=\($0.value)" }.joined(separator: ",")
        let body = message.isBodyTooLarge ? "too large" : String(decoding: message.body, as: UTF8.self)
        return "\(message.method) \(message.target) [\(fields)] \(body) \(message.keepsAlive ? "keep" : "close")"
    }

    static let good: [(String, [String])] = [
        ("GET / HTTP/1.1\r\nHost: a\r\n\r\n", ["GET / [host=a]  keep"]),
        ("\r\nGET /x?y=%20 HTTP/1.1\r\nhOsT:\t a b \t\r\n\r\n", ["GET /x?y=%20 [host=a b]  keep"]),
        ("GET / HTTP/1.1\r\nHost: a\r\nConnection: x, Close\r\n\r\n", ["GET / [host=a,connection=x, Close]  close"]),
        ("GET / HTTP/1.0\r\n\r\n", ["GET / []  close"]),
        ("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", ["GET / [connection=keep-alive]  keep"]),
        ("GET http://h:1/p?q HTTP/1.1\r\nHost: a\r\n\r\n", ["GET /p?q [host=h:1]  keep"]),
        ("GET http://h?q HTTP/1.1\r\nHost: a\r\n\r\n", ["GET /?q [host=h]  keep"]),
        ("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", ["OPTIONS * [host=a]  keep"]),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc", ["POST / [host=a,content-length=3] abc keep"]),
        (
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n3;x=y\r\nabc\r\n0A \r\n0123456789\r\n0\r\nT: v\r\n\r\n",
            ["POST / [host=a,transfer-encoding=Chunked] abc0123456789 keep"]
        ),
        (
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nxGET /2 HTTP/1.1\r\nHost: b\r\n\r\n",
            ["POST / [host=a,content-length=1] x keep", "GET /2 [host=b]  keep"]
        ),
    ]

    @Test(arguments: good)
    func readsRequestsInAnyPieces(_ text: String, _ expected: [String]) {
        #expect(parse(text) == expected)
        for split in 0...text.utf8.count {
            let parts = parse(text, splitAt: split)
            #expect(parts == expected, "split at \(split)")
        }
        #expect(parse(text.utf8.map { [$0] }, limits: .init()) == expected)
    }

    static let bad: [(String, String)] = [
        ("GET / HTTP/1.1\nHost: a\r\n\r\n", "400 a line ends without a carriage return"),
        ("G@T / HTTP/1.1\r\n", "400 the method is malformed"),
        (" GET / HTTP/1.1\r\n", "400 the method is malformed"),
        ("GET\r\n", "400 the method is malformed"),
        ("GET /\r\n", "400 the request target is malformed"),
        ("GET  / HTTP/1.1\r\n", "400 the request target is malformed"),
        ("GET /\u{1} HTTP/1.1\r\n", "400 the request target is malformed"),
        ("GET x HTTP/1.1\r\nHost: a\r\n\r\n", "400 the request target is malformed"),
        ("GET / HTTP/1.1 \r\n", "400 the protocol version is malformed"),
        ("GET / http/1.1\r\n", "400 the protocol version is malformed"),
        ("GET / HTTP/2.0\r\n", "505 the protocol version is not supported"),
        ("GET / HTTP/1.1\r\nHost : a\r\n\r\n", "400 a header name is malformed"),
        ("GET / HTTP/1.1\r\n: a\r\n\r\n", "400 a header name is malformed"),
        ("GET / HTTP/1.1\r\nHost\r\n\r\n", "400 a header name is malformed"),
        ("GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n", "400 a header line is folded"),
        ("GET / HTTP/1.1\r\nHost: a\rb\r\n\r\n", "400 a header value has a control character"),
        ("GET / HTTP/1.1\r\nHost: a\0b\r\n\r\n", "400 a header value has a control character"),
        ("GET / HTTP/1.1\r\n\r\n", "400 the request needs exactly one host header"),
        ("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", "400 the request needs exactly one host header"),
        ("P / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\n", "400 the content length is malformed"),
        ("P / HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 1\r\n\r\n", "400 the content length is malformed"),
        (
            "P / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n",
            "400 the content length is malformed"
        ),
        (
            "P / HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999999999999999\r\n\r\n",
            "400 the content length is malformed"
        ),
        (
            "P / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
            "400 the request has both a content length and a transfer encoding"
        ),
        (
            "P / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
            "501 the transfer encoding is not supported"
        ),
        (
            "P / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n",
            "501 the transfer encoding is not supported"
        ),
        ("P / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", "400 HTTP/1.0 has no transfer encoding"),
        ("P / HTTP/1.1\r\nHost: a\r\nExpect: tea\r\n\r\n", "417 the expectation is not supported"),
    ]

    @Test(arguments: bad)
    func refusesWhatIsNoRequest(_ text: String, _ expected: String) {
        #expect(parse(text).last == expected)
        #expect(parse(text.utf8.map { [$0] }, limits: .init()).last == expected)
    }

    @Test(arguments: [
        ("x\r\n", "400 a chunk size is malformed"),
        (";x\r\n", "400 a chunk size is missing"),
        ("1x\r\n", "400 a chunk size is malformed"),
        ("1 1\r\n", "400 a chunk size is malformed"),
        ("1;a\0\r\n", "400 a chunk extension has control characters"),
        ("1\na", "400 a line of a chunked body ends without a carriage return"),
        ("1\r\nab\r\n", "400 a chunk is longer than its size"),
        ("1\r\na\n", "400 a line of a chunked body ends without a carriage return"),
        ("fffffffffffff\r\n", "400 a chunk size is too large"),
        ("0\r\n bad\r\n\r\n", "400 a header line is folded"),
        ("1\rX", "400 a line of a chunked body ends without a line feed"),
    ])
    func refusesBrokenChunks(_ body: String, _ expected: String) {
        let head = "P / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        #expect(parse(head + body) == [expected])
    }

    @Test func limitsTheHead() {
        var limits = HTTPServerConfiguration.Limits()
        limits.headBytes = 40
        let long = "GET / HTTP/1.1\r\nHost: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n\r\n"
        #expect(parse(long, limits: limits) == ["431 the request head is longer than 40 bytes"])
        #expect(parse([Array("GET /".utf8) + [UInt8](repeating: 0x61, count: 50)], limits: limits).count == 1)
        limits = .init()
        limits.fieldCount = 2
        let many = "GET / HTTP/1.1\r\nHost: a\r\nA: 1\r\nB: 2\r\n\r\n"
        #expect(parse(many, limits: limits) == ["431 the request has more than 2 header fields"])
    }

    @Test(arguments: ["Content-Length: 11\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\nb\r\n01234567890"])
    func deliversTooLargeBodiesWithoutThem(_ rest: String) {
        var limits = HTTPServerConfiguration.Limits()
        limits.bodyBytes = 10
        let lines = parse("P / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n" + rest, limits: limits)
        #expect(lines.count == 1)
        #expect(lines.last?.hasSuffix("too large close") == true)
    }

    @Test func asksForTheBodyOnce() {
        let head = "P / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"
        let lines = parse([Array(head.utf8), Array("a".utf8), Array("b".utf8)], limits: .init())
        #expect(lines.count == 2)
        #expect(lines.first == "continue")
        #expect(parse(head + "ab").count == 1)
    }

    @Test func tellsItsPhase() {
        var parser = HTTP1RequestParser(limits: .init())
        var phases = [parser.phase]
        for part in ["GET", " / HTTP/1.1\r\nHost: a\r\n", "Content-Length: 1\r\n\r\n", "x"] {
            Array(part.utf8).withUnsafeBytes { parser.append($0) }
            _ = parser.next()
            phases.append(parser.phase)
        }
        #expect(phases == [.idle, .head, .head, .body, .idle])
    }

    // MARK: Bodies that are handed over while they come in

    private func streamed(_ parts: String...) -> [String] {
        var limits = HTTPServerConfiguration.Limits()
        limits.bodyBytes = 4
        return parse(parts.map { Array($0.utf8) }, limits: limits) { _, target, _ in target == "/s" }
    }

    private static let fixed = "POST /s HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\n"
    private static let chunked = "POST /s HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"

    @Test func handsTheHeadOverBeforeTheBodyOfAnyLength() {
        #expect(
            streamed(Self.fixed, "ab", "cd", "ef") == [
                "head POST /s [host=a,content-length=6]  keep", "...", "...ab", "...cd", "end ef",
            ]
        )
        #expect(
            streamed(Self.chunked, "3\r\nabc\r\n", "3\r\nd", "ef\r\n0\r\n\r\n") == [
                "head POST /s [host=a,transfer-encoding=chunked]  keep", "...", "...abc", "...d", "end ef",
            ]
        )
    }

    @Test func handsOverWhatCameTogetherWithTheHead() {
        #expect(
            streamed(Self.fixed + "abc", "def") == [
                "head POST /s [host=a,content-length=6] abc keep", "...", "end def",
            ]
        )
    }

    @Test func leavesABodyThatIsThereAlreadyWhole() {
        #expect(streamed(Self.fixed + "abcdef") == ["POST /s [host=a,content-length=6] abcdef keep"])
        #expect(
            streamed(Self.chunked + "1\r\na\r\n0\r\n\r\n") == ["POST /s [host=a,transfer-encoding=chunked] a keep"]
        )
    }

    @Test func readsTheNextRequestBehindSuchABody() {
        let next = "GET /2 HTTP/1.1\r\nHost: b\r\n\r\n"
        #expect(
            streamed(Self.fixed + "a", "bcdef" + next) == [
                "head POST /s [host=a,content-length=6] a keep", "...", "end bcdef", "GET /2 [host=b]  keep",
            ]
        )
    }

    @Test func leavesOtherBodiesToTheLimit() {
        let other = "POST /o HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\n"
        #expect(streamed(other) == ["POST /o [host=a,content-length=6] too large close"])
    }

    @Test func findsMistakesInsideSuchABody() {
        #expect(streamed(Self.chunked, "x\r\n").last == "400 a chunk size is malformed")
    }

    /// What is said after each question whether the peer waits.
    private func waits(_ text: String, asking times: Int) -> [Bool] {
        let head = Self.fixed.replacing("\r\n\r\n", with: "\r\nExpect: 100-continue\r\n\r\n")
        var parser = HTTP1RequestParser(limits: .init()) { _, _, _ in true }
        Array((head + text).utf8).withUnsafeBytes { parser.append($0) }
        guard case .head = parser.next(), case .needMore = parser.next() else { return [] }
        return (0..<times).map { _ in parser.takeContinue() }
    }

    @Test func leavesItToTheReaderToAskForTheBody() { #expect(waits("", asking: 2) == [true, false]) }

    @Test func tellsNobodyToGoOnWhoDoesSoAlready() { #expect(waits("a", asking: 1) == [false]) }
}
