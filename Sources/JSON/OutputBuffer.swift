/// Bytes that grow at their end: what the writer writes into before the text becomes an array.
struct OutputBuffer: ~Copyable {
    private var base: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private(set) var count = 0

    init(capacity: Int = 1024) {
        base = .allocate(capacity: capacity)
        self.capacity = capacity
    }

    deinit { base.deallocate() }

    /// What was written.
    var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: base, count: count) }

    /// Makes room for that many bytes more.
    @inline(__always)
    mutating func reserve(_ number: Int) {
        if capacity &- count < number { grow(number) }
    }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        reserve(1)
        base[count] = byte
        count &+= 1
    }

    /// Appends a byte for which there is room.
    @inline(__always)
    mutating func appendReserved(_ byte: UInt8) {
        base[count] = byte
        count &+= 1
    }

    /// Appends bytes for which there is room.
    @inline(__always)
    mutating func appendReserved(_ source: UnsafePointer<UInt8>, count number: Int) {
        (base + count).update(from: source, count: number)
        count &+= number
    }

    /// Appends the lowest `number` bytes of a word; there must be room for eight.
    @inline(__always)
    mutating func appendReserved(_ word: UInt64, count number: Int) {
        UnsafeMutableRawPointer(base + count).storeBytes(of: word.littleEndian, as: UInt64.self)
        count &+= number
    }

    mutating func appendWord(_ text: StaticString) {
        reserve(text.utf8CodeUnitCount)
        appendReserved(text.utf8Start, count: text.utf8CodeUnitCount)
    }

    mutating func append(contentsOf bytes: UnsafeBufferPointer<UInt8>) {
        guard let source = bytes.baseAddress else { return }
        reserve(bytes.count)
        appendReserved(source, count: bytes.count)
    }

    mutating func append(repeating byte: UInt8, count number: Int) {
        guard number > 0 else { return }
        reserve(number)
        (base + count).update(repeating: byte, count: number)
        count &+= number
    }

    @inline(never)
    private mutating func grow(_ number: Int) {
        let size = max(capacity * 2, count + number)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: size)
        larger.update(from: base, count: count)
        base.deallocate()
        base = larger
        capacity = size
    }
}
