import Testing

@testable import Transport

@Suite struct GzipTests {
    @Test(arguments: [0, 1, 1_000, 300_000])
    func expandsWhatItCompressed(_ count: Int) {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 / 7) }
        let compressed = Gzip.compress(bytes)
        #expect(compressed.prefix(2) == [0x1f, 0x8b])
        #expect(Gzip.expand(compressed) == bytes)
        #expect(Gzip.expand(Array(compressed.dropLast())) == nil)
    }

    @Test func limitsWhatItExpands() {
        let compressed = Gzip.compress([UInt8](repeating: 0, count: 1_000_000))
        #expect(Gzip.expand(compressed, limitBytes: 999_999) == nil)
        #expect(Gzip.expand(compressed, limitBytes: 1_000_000)?.count == 1_000_000)
    }
}

@Suite struct OutputQueueTests {
    @Test(arguments: [1, 7, 1_000, 16_384, 100_000])
    func givesBytesInOrder(_ step: Int) {
        var queue = OutputQueue()
        var expected: [UInt8] = []
        for (index, size) in [10, 5_000, 20, 0, 30_000, 4_096, 4_097, 3, 16_384, 1].enumerated() {
            let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ index) }
            expected += bytes
            if index.isMultiple(of: 3) { queue.build { $0 += bytes } } else { queue.append(bytes[...]) }
        }
        #expect(queue.count == expected.count)
        var taken: [UInt8] = []
        while !queue.isEmpty {
            let part = queue.withNext { Array($0.prefix(step)) }
            #expect(!part.isEmpty)
            taken += part
            queue.consume(part.count)
        }
        #expect(taken == expected)
    }
}
