import Testing

@testable import Transport

@Suite struct HTTP1RequestEncoderTests {
    private func head(_ request: ClientRequest) -> String {
        var bytes: [UInt8] = []
        HTTP1RequestEncoder.appendHead(request, authority: "a:1", to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func tellsHowTheBodyEnds() {
        #expect(head(ClientRequest(method: "GET", target: "/x")) == "GET /x HTTP/1.1\r\nhost: a:1\r\n\r\n")
        #expect(
            head(ClientRequest(method: "POST", target: "/"))
                == "POST / HTTP/1.1\r\nhost: a:1\r\ncontent-length: 0\r\n\r\n"
        )
        #expect(
            head(ClientRequest(method: "DELETE", target: "/", body: .bytes([1, 2])))
                == "DELETE / HTTP/1.1\r\nhost: a:1\r\ncontent-length: 2\r\n\r\n"
        )
        #expect(
            head(ClientRequest(method: "POST", target: "/", body: .stream(BodyWriter())))
                == "POST / HTTP/1.1\r\nhost: a:1\r\ntransfer-encoding: chunked\r\n\r\n"
        )
        let counted = HTTPHeaders([("content-length", "7"), ("host", "b")])
        #expect(
            head(ClientRequest(method: "POST", target: "/", headers: counted, body: .stream(BodyWriter())))
                == "POST / HTTP/1.1\r\nhost: b\r\ncontent-length: 7\r\n\r\n"
        )
    }

    @Test func letsNoValueEndItsLine() {
        let headers = HTTPHeaders([("x", "1\r\ny: 2")])
        #expect(
            head(ClientRequest(method: "GET", target: "/ HTTP/1.1\r\n", headers: headers))
                == "GET /HTTP/1.1 HTTP/1.1\r\nhost: a:1\r\nx: 1  y: 2\r\n\r\n"
        )
    }
}
