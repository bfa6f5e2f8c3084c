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

    /// Frames of any length out of one read, between bytes that were copied.
    @Test(arguments: [1, 8_191, 8_192, 65_536], [100, 32_704, 100_000])
    func keepsTheOrderOfSlices(_ size: Int, _ limit: Int) {
        var inbox = ResponseInbox()
        var (sent, taken): ([UInt8], [UInt8]) = ([], [])
        for turn in 0..<40 {
            let read = (0..<size + 20).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ turn) }
            inbox.append(read[9..<9 + size])
            read[..<9].withUnsafeBufferPointer { inbox.append($0) }
            sent += read[9..<9 + size] + read[..<9]
            #expect(inbox.count == sent.count - taken.count)
            guard turn % 3 == 0 else { continue }
            if let piece = inbox.takePiece(limit) {
                #expect(!piece.isEmpty && piece.count <= limit)
                taken += piece
            } else if case .bytes(let some) = inbox.take(limit) {
                taken += some
            }
        }
        while let piece = inbox.takePiece(limit) { taken += piece }
        while case .bytes(let some) = inbox.take(limit) { taken += some }
        #expect(taken == sent)
        #expect(inbox.count == 0)
    }

    @Test func copiesNoLongSlice() {
        var inbox = ResponseInbox()
        let read = [UInt8](repeating: 1, count: 70_000)
        inbox.append(read[10..<60_010])
        let place = read.withUnsafeBufferPointer { $0.baseAddress.map { $0 + 10 } }
        let first = inbox.takePiece(20_000)
        #expect(first?.count == 20_000)
        #expect(first?.withUnsafeBufferPointer { $0.baseAddress } == place)
        #expect(inbox.takePiece(100_000)?.count == 40_000)
        #expect(inbox.takePiece(100_000) == nil)
        #expect(inbox.take(1) == .wait)
    }

    /// Few bytes do not keep the memory of a whole read.
    @Test func copiesShortSlices() {
        var inbox = ResponseInbox()
        inbox.append([UInt8](repeating: 1, count: 70_000)[..<8_191])
        #expect(inbox.takePiece(100_000) == nil)
        #expect(inbox.take(100_000) == .bytes([UInt8](repeating: 1, count: 8_191)))
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
