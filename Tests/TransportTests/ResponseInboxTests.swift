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

    @Test(arguments: [1, 9, 1_000, 16_375, 16_384, 40_000], [100, 16_384, 100_000])
    func keepsTheOrderOfLongBodies(_ size: Int, _ limit: Int) {
        var inbox = ResponseInbox()
        var (sent, taken): ([UInt8], [UInt8]) = ([], [])
        var number: UInt8 = 0
        for turn in 0..<60 {
            // A frame whose end comes with the next record, as TLS cuts them.
            for count in [size, 9] {
                number &+= 1
                let bytes = [UInt8](repeating: number, count: count)
                sent += bytes
                bytes.withUnsafeBufferPointer { inbox.append($0) }
            }
            #expect(inbox.count == sent.count - taken.count)
            guard turn % 3 == 0, case .bytes(let some) = inbox.take(limit) else { continue }
            #expect(!some.isEmpty && some.count <= limit)
            taken += some
        }
        while case .bytes(let some) = inbox.take(limit) { taken += some }
        #expect(taken == sent)
        #expect(inbox.count == 0)
    }

    @Test func handsOverAFrameAsOnePiece() {
        var inbox = ResponseInbox()
        for count in [16_375, 9, 16_366, 18] {
            [UInt8](repeating: 1, count: count).withUnsafeBufferPointer { inbox.append($0) }
        }
        #expect(inbox.take(32 << 10) == .bytes([UInt8](repeating: 1, count: 16_384)))
        #expect(inbox.take(32 << 10) == .bytes([UInt8](repeating: 1, count: 16_384)))
        #expect(inbox.take(32 << 10) == .wait)
    }
}
