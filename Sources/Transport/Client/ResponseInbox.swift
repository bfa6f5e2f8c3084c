/// What has arrived of an answer, and what its reader has not taken yet.
///
/// A pure value: no I/O, no waiting.
struct ResponseInbox {
    /// How it stands with the body.
    enum Outcome: Equatable {
        case open
        case ended(trailers: HTTPHeaders)
        case failed(TransportError)
    }

    /// What a reader gets.
    enum Taken: Equatable {
        case bytes([UInt8])
        /// Nothing yet.
        case wait
        case end(trailers: HTTPHeaders)
        case failed(TransportError)
    }

    /// The head, once it is there.
    private(set) var head: ResponseHead?
    /// How it stands with the body; what arrived before an end or a failure is still there.
    private(set) var outcome = Outcome.open
    /// Bytes of the body; those before `offset` were taken.
    private var bytes: [UInt8] = []
    private var offset = 0

    /// How many bytes wait for the reader.
    var count: Int { bytes.count - offset }

    /// Whether nothing more will arrive.
    var isOver: Bool { outcome != .open }

    /// Notes the head.
    mutating func receive(_ head: ResponseHead) { if !isOver { self.head = head } }

    /// Appends to the body through a closure that must only add.
    mutating func withBody<Result>(_ body: (inout [UInt8]) -> Result) -> Result {
        if offset > 0 {
            bytes.removeFirst(offset)
            offset = 0
        }
        return body(&bytes)
    }

    /// Makes room for a body whose length is known.
    mutating func reserve(_ count: Int) { bytes.reserveCapacity(min(count, 256 << 10)) }

    /// Notes the proper end; the first end counts.
    mutating func end(trailers: HTTPHeaders) { if !isOver { outcome = .ended(trailers: trailers) } }

    /// Notes a failure; the first end counts.
    mutating func fail(_ error: TransportError) { if !isOver { outcome = .failed(error) } }

    /// Forgets what was not taken, for a reader that has gone.
    mutating func discard() {
        bytes = []
        offset = 0
    }

    /// Takes at most `limit` bytes, or learns why there are none.
    mutating func take(_ limit: Int) -> Taken {
        guard count > 0 else {
            switch outcome {
            case .open: return .wait
            case .ended(let trailers): return .end(trailers: trailers)
            case .failed(let error): return .failed(error)
            }
        }
        guard count > limit else {
            defer { discard() }
            return .bytes(offset == 0 ? bytes : Array(bytes[offset...]))
        }
        defer { offset += limit }
        return .bytes(Array(bytes[offset..<offset + limit]))
    }
}
