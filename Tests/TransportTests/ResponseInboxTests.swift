import Testing

@testable import Transport

@Suite struct ResponseInboxTests {
    @Test func givesBytesInOrderAndThenTheEnd() {
        var inbox = ResponseInbox()
        #expect(inbox.take(10) == .wait)
        inbox.withBody { $0 += [1, 2, 3] }
        #expect(inbox.take(2) == .bytes([1, 2]))
        inbox.withBody { $0 += [4] }
        #expect(inbox.count == 2)
        inbox.end(trailers: HTTPHeaders([("a", "b")]))
        #expect(inbox.take(10) == .bytes([3, 4]))
        #expect(inbox.take(10) == .end(trailers: HTTPHeaders([("a", "b")])))
    }

    @Test func givesWhatArrivedBeforeAFailure() {
        var inbox = ResponseInbox()
        inbox.withBody { $0 += [1] }
        inbox.fail(.connectionClosed)
        inbox.end(trailers: HTTPHeaders())
        #expect(inbox.take(10) == .bytes([1]))
        #expect(inbox.take(10) == .failed(.connectionClosed))
    }
}
