/// Names one scheduled call of a loop.
public struct TimerHandle: Sendable, Hashable {
    let id: UInt64

    /// Takes the call back; nothing happens if it was made already.
    ///
    /// Loop only.
    public func cancel(on loop: isolated EventLoop) { loop.cancelTimer(self) }
}

/// Calls ordered by the moment they are due: a binary heap whose cancelled entries are dropped lazily.
struct TimerQueue {
    typealias Body = (isolated EventLoop) -> Void

    private struct Entry {
        var deadline: UInt64
        var id: UInt64
    }

    private var heap: [Entry] = []
    private var bodies: [UInt64: Body] = [:]
    private var lastID: UInt64 = 0

    /// How many calls are waiting.
    var count: Int { bodies.count }

    /// The moment of the next call, in nanoseconds of the monotonic clock.
    var nextDeadline: UInt64? {
        mutating get {
            while let first = heap.first, bodies[first.id] == nil { removeFirst() }
            return heap.first?.deadline
        }
    }

    mutating func add(deadline: UInt64, _ body: @escaping Body) -> TimerHandle {
        lastID += 1
        bodies[lastID] = body
        heap.append(Entry(deadline: deadline, id: lastID))
        siftUp(from: heap.count - 1)
        return TimerHandle(id: lastID)
    }

    mutating func cancel(_ handle: TimerHandle) {
        guard bodies.removeValue(forKey: handle.id) != nil else { return }
        if heap.count > 64, heap.count > bodies.count * 2 { compact() }
    }

    /// Takes the earliest call that is due at `now`.
    mutating func takeDue(at now: UInt64) -> Body? {
        guard let deadline = nextDeadline, deadline <= now, let first = heap.first else { return nil }
        removeFirst()
        return bodies.removeValue(forKey: first.id)
    }

    private mutating func compact() {
        heap = heap.filter { bodies[$0.id] != nil }.sorted { Self.isEarlier($0, $1) }
    }

    private static func isEarlier(_ left: Entry, _ right: Entry) -> Bool {
        left.deadline != right.deadline ? left.deadline < right.deadline : left.id < right.id
    }

    private mutating func removeFirst() {
        let last = heap.removeLast()
        guard !heap.isEmpty else { return }
        heap[0] = last
        siftDown()
    }

    private mutating func siftUp(from start: Int) {
        var child = start
        while child > 0 {
            let parent = (child - 1) / 2
            guard Self.isEarlier(heap[child], heap[parent]) else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    private mutating func siftDown() {
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < heap.count && Self.isEarlier(heap[child], heap[least]) {
                least = child
            }
            guard least != parent else { return }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
