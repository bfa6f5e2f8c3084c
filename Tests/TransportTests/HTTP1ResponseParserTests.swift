import Testing

@testable import Transport

@Suite struct HTTP1ResponseParserTests {
    private struct Answer: Equatable {
        var status = 0
        var body = ""
        var trailers = HTTPHeaders()
        var keepsAlive = false
        var error: TransportError?
        var isComplete = false
        var isUpgraded = false
        var rest = ""
    }

    private func parse(
        _ pieces: [[UInt8]],
        isHead: Bool = false,
        upgrades: Bool = false,
        closes: Bool = false,
        limits: HTTPClientConfiguration.Limits = .init()
    ) -> Answer {
        var parser = HTTP1ResponseParser(limits: limits)
        var answer = Answer()
        var body: [UInt8] = []
        parser.begin(isHead: isHead, acceptsUpgrade: upgrades)
        func drain() {
            while true {
                switch parser.next(into: &body) {
                case .needMore: return
                case .head(let head): answer.status = head.status
                case .end(let trailers): (answer.isComplete, answer.trailers) = (true, trailers)
                case .upgraded: answer.isUpgraded = true
                case .failed(let error):
                    answer.error = error
                    return
                }
            }
        }
        for piece in pieces {
            piece.withUnsafeBytes { parser.append($0) }
            drain()
        }
        if closes, parser.inputClosed() { drain() }
        answer.body = String(decoding: body, as: UTF8.self)
        answer.keepsAlive = parser.keepsAlive
        if answer.isUpgraded { answer.rest = String(decoding: parser.takeRest(), as: UTF8.self) }
        return answer
    }

    @Test(arguments: [
        ("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi", 200, "hi", true),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n", 200, "hi", true),
        (
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n",
            204, "", true
        ),
        ("HTTP/1.1 201\r\ncontent-length: 0\r\nconnection: close\r\n\r\n", 201, "", false),
        ("HTTP/1.0 200 OK\r\ncontent-length: 1\r\n\r\na", 200, "a", false),
        ("HTTP/1.0 200 OK\r\ncontent-length: 1\r\nConnection: keep-alive\r\n\r\na", 200, "a", true),
        ("HTTP/1.0 400 Bad Request\r\n\r\nno\n", 400, "no\n", false),
        ("HTTP/1.1 304 Not Modified\r\ncontent-length: 9\r\n\r\n", 304, "", true),
    ])
    func readsAnswersInAnyPieces(_ text: String, _ status: Int, _ body: String, _ keepsAlive: Bool) {
        let bytes = Array(text.utf8)
        for split in 1..<bytes.count {
            let answer = parse([Array(bytes[..<split]), Array(bytes[split...])], closes: true)
            #expect(answer.status == status)
            #expect(answer.body == body)
            #expect(answer.keepsAlive == keepsAlive)
            #expect(answer.isComplete)
        }
    }

    @Test func keepsTrailers() {
        let text = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\na\r\n0\r\nGrpc-Status: 0\r\n\r\n"
        #expect(parse([Array(text.utf8)]).trailers == HTTPHeaders([("grpc-status", "0")]))
    }

    @Test func expectsNoBodyAfterHead() {
        let answer = parse([Array("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n".utf8)], isHead: true)
        #expect(answer.isComplete)
    }

    @Test func handsTheRestOverAfterAnUpgrade() {
        let text = "HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\nraw"
        let answer = parse([Array(text.utf8)], upgrades: true)
        #expect(answer.status == 101)
        #expect(answer.isUpgraded)
        #expect(answer.rest == "raw")
    }

    @Test(arguments: [
        "SSH-2.0-x\r\n", "HTTP/1.1 abc\r\n", "HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: gzip\r\n\r\n", "HTTP/1.1 200 OK\r\na: b\r\n c\r\n\r\n",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 101 Switching Protocols\r\n\r\n",
    ])
    func refusesWhatIsNotHTTP(_ text: String) {
        guard case .malformed = parse([Array(text.utf8)]).error else {
            Issue.record("\(text) was read")
            return
        }
    }

    @Test func refusesGiantHeads() {
        var limits = HTTPClientConfiguration.Limits()
        limits.headBytes = 100
        let text = "HTTP/1.1 200 OK\r\na: " + String(repeating: "b", count: 200)
        #expect(parse([Array(text.utf8)], limits: limits).error == .headTooLarge(limitBytes: 100))
        let many = String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 10)
        #expect(parse([Array(many.utf8)], limits: limits).error == .headTooLarge(limitBytes: 100))
    }
}
