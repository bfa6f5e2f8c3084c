import Testing

@testable import Transport

@Suite struct HTTP1ResponseParserTests {
    @Test(arguments: [
        ("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi", 200, "hi"),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n", 200, "hi"),
        ("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\ncontent-length: 0\r\n\r\n", 201, ""),
        ("HTTP/1.0 400 Bad Request\r\n\r\nno\n", 400, "no\n"),
        ("HTTP/1.1 204 No Content\r\n\r\n", 204, ""),
    ])
    func readsAnswersInAnyPieces(_ text: String, _ status: Int, _ body: String) throws {
        let bytes = Array(text.utf8)
        for split in 1..<bytes.count {
            var parser = HTTP1ResponseParser(isHead: false)
            var response = try parser.take(Array(bytes[..<split]))
            if response == nil { response = try parser.take(Array(bytes[split...])) }
            if response == nil { response = try parser.take([]) }
            #expect(response?.status == status)
            #expect(response?.body == Array(body.utf8))
        }
    }

    @Test func expectsNoBodyAfterHead() throws {
        var parser = HTTP1ResponseParser(isHead: true)
        let response = try parser.take(Array("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n".utf8))
        #expect(response?.headers["content-length"] == "9")
    }

    @Test(arguments: ["SSH-2.0-x\r\n", "HTTP/1.1 abc\r\n", "HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n"])
    func refusesOtherProtocols(_ text: String) {
        #expect(throws: TransportError.self) {
            var parser = HTTP1ResponseParser(isHead: false)
            _ = try parser.take(Array(text.utf8))
        }
    }
}
