/// A stack whose top elements become an array of exactly their number, moved and not copied.
///
/// The reader collects members and elements here: one allocation per container, no reference counting on the way.
struct ScratchStack<Element>: ~Copyable {
    private var base: UnsafeMutablePointer<Element>
    private var capacity: Int
    private(set) var count = 0

    init(capacity: Int) {
        base = .allocate(capacity: capacity)
        self.capacity = capacity
    }

    deinit {
        base.deinitialize(count: count)
        base.deallocate()
    }

    /// The element at a place, which must be below `count`.
    subscript(place: Int) -> Element {
        @inline(__always) unsafeAddress { UnsafePointer(base + place) }
        @inline(__always) unsafeMutableAddress { base + place }
    }

    @inline(__always)
    mutating func push(_ element: consuming Element) {
        if count == capacity { grow() }
        (base + count).initialize(to: element)
        count += 1
    }

    /// Takes the elements from `start` on off the stack.
    mutating func pop(from start: Int) -> [Element] {
        let number = count - start
        guard number > 0 else { return [] }
        count = start
        let source = base + start
        return Array(unsafeUninitializedCapacity: number) { buffer, initialized in
            buffer.baseAddress!.moveInitialize(from: source, count: number)
            initialized = number
        }
    }

    @inline(never)
    private mutating func grow() {
        let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity * 2)
        larger.moveInitialize(from: base, count: count)
        base.deallocate()
        base = larger
        capacity *= 2
    }
}
