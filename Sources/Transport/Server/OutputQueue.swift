/// Bytes that wait for the socket.
///
/// Small ones are collected, large ones are kept as they are.
struct OutputQueue {
    /// The most that one TLS record holds.
    static let recordBytes = 16_384
    /// Bytes beyond this length are kept as they are; shorter ones are copied together.
    static let copiedBytes = 4_096

    private var segments: [ArraySlice<UInt8>] = []
    private var firstSegment = 0
    /// Comes after all segments; its first `tailOffset` bytes were sent.
    private var tail: [UInt8] = []
    private var tailOffset = 0
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }

    /// Appends through a closure that must only add.
    mutating func build(_ body: (inout [UInt8]) -> Void) {
        let before = tail.count
        body(&tail)
        count += tail.count - before
    }

    mutating func append(_ bytes: ArraySlice<UInt8>) {
        guard bytes.count > Self.copiedBytes else {
            tail += bytes
            count += bytes.count
            return
        }
        if tailOffset < tail.count { segments.append(tail[tailOffset...]) }
        tail = []
        tailOffset = 0
        segments.append(bytes)
        count += bytes.count
    }

    /// Lends the next bytes: a large segment whole, small ones together, up to one record.
    func withNext<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        guard firstSegment < segments.count else {
            return unsafe tail.withUnsafeBytes { unsafe body(UnsafeRawBufferPointer(rebasing: $0[tailOffset...])) }
        }
        let first = segments[firstSegment]
        if Self.isLarge(first) || first.count == count { return unsafe first.withUnsafeBytes(body) }
        return unsafe withUnsafeTemporaryAllocation(byteCount: Self.recordBytes, alignment: 16) { scratch in
            var used = 0
            for segment in segments[firstSegment...] + [tail[tailOffset...]] {
                // A large one goes alone, unless it is the last and there is room.
                guard used < scratch.count, !Self.isLarge(segment) || count <= scratch.count else { break }
                let part = segment.prefix(scratch.count - used)
                unsafe UnsafeMutableRawBufferPointer(rebasing: scratch[used...]).copyBytes(from: part)
                used += part.count
            }
            return unsafe body(UnsafeRawBufferPointer(rebasing: scratch[..<used]))
        }
    }

    private static func isLarge(_ segment: ArraySlice<UInt8>) -> Bool { segment.count >= recordBytes / 2 }

    /// Drops bytes that were sent.
    mutating func consume(_ sent: Int) {
        count -= sent
        var left = sent
        while left > 0, firstSegment < segments.count {
            let size = segments[firstSegment].count
            if size > left {
                segments[firstSegment].removeFirst(left)
                return
            }
            left -= size
            segments[firstSegment] = []
            firstSegment += 1
        }
        if firstSegment == segments.count, firstSegment > 0 {
            segments.removeAll(keepingCapacity: firstSegment <= 16)
            firstSegment = 0
        }
        tailOffset += left
        if tailOffset == tail.count {
            tail.removeAll(keepingCapacity: tail.capacity <= Self.recordBytes)
            tailOffset = 0
        }
    }
}
