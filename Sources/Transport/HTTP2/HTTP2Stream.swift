internal import EventLoop

/// One request and its answer on an HTTP/2 connection.
///
/// Loop only.
final class HTTP2Stream {
    let id: Int32
    /// When it began, in nanoseconds of the loop's clock.
    let startedAt: UInt64

    // MARK: Request

    var method = ""
    var target = ""
    var headers = HTTPHeaders()
    var body: [UInt8] = []
    var headBytes = 0
    var fieldCount = 0
    var isHeadTooLarge = false
    var isBodyTooLarge = false
    /// Whether the handler gets the body while it comes in.
    var isStreamed = false
    /// That body, when the handler has it.
    var arriving: ArrivingBody?
    /// When bytes of it last came or were taken, in nanoseconds of the loop's clock.
    var bodyMovedAt: UInt64
    /// Whether the peer has sent everything.
    var isComplete = false
    /// Whether the handler has the request.
    var isBegun = false
    /// Whether both sides have ended it.
    var isClosed = false
    var task: Task<Void, Never>?
    /// When somebody else answers, and what.
    var overdue: OverdueAnswer?

    // MARK: Answer

    var isAnswered = false
    /// What is ready to be sent.
    private var slices: [ArraySlice<UInt8>] = []
    private var firstSlice = 0
    private(set) var readyBytes = 0
    /// What comes over time; nil once it is over.
    var source: (any ResponseStream)?
    /// Whether the source may be pulled: it has not said "wait" since it was last woken.
    var isAwake = true

    init(id: Int32, startedAt: UInt64) {
        self.id = id
        self.startedAt = startedAt
        bodyMovedAt = startedAt
    }

    func add(_ slice: ArraySlice<UInt8>) {
        guard !slice.isEmpty else { return }
        slices.append(slice)
        readyBytes += slice.count
    }

    /// Moves bytes to the output.
    func take(_ count: Int, into output: inout OutputQueue) {
        var left = count
        readyBytes -= count
        while left > 0 {
            let size = slices[firstSlice].count
            guard size <= left else {
                output.append(slices[firstSlice].prefix(left))
                slices[firstSlice].removeFirst(left)
                return
            }
            output.append(slices[firstSlice])
            slices[firstSlice] = []
            firstSlice += 1
            left -= size
        }
        if firstSlice == slices.count {
            slices.removeAll(keepingCapacity: true)
            firstSlice = 0
        }
    }
}
