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
    /// Pieces of the body that are long enough to be handed over as they are, and how many of them were.
    private var pieces: [ArraySlice<UInt8>] = []
    private var firstPiece = 0
    /// The bytes after all pieces.
    private var last: [UInt8] = []
    /// How many of them were taken.
    private var offset = 0
    /// How many bytes wait for the reader.
    private(set) var count = 0

    /// What a TLS record and, usually, an HTTP/2 frame hold: bytes are copied together up to this length.
    private static let pieceBytes = 16 << 10
    /// Slices of this length are kept; a shorter one would keep much memory for few bytes.
    private static let keptBytes = 8 << 10

    /// Whether nothing more will arrive.
    var isOver: Bool { outcome != .open }

    /// Notes the head.
    mutating func receive(_ head: ResponseHead) { if !isOver { self.head = head } }

    /// Appends to the body through a closure that must only add.
    mutating func withBody<Result>(_ body: (inout [UInt8]) -> Result) -> Result {
        if last.count >= Self.pieceBytes { closePiece() }
        if offset > 0 {
            last.removeFirst(offset)
            offset = 0
        }
        let before = last.count
        let result = body(&last)
        count += last.count - before
        return result
    }

    /// Appends to the body.
    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        if last.count + bytes.count > Self.pieceBytes, !last.isEmpty { closePiece() }
        withBody { last in
            // Where so much comes at once, the rest of a frame follows.
            if last.isEmpty, bytes.count > Self.pieceBytes / 2 { last.reserveCapacity(Self.pieceBytes) }
            unsafe last.append(contentsOf: bytes)
        }
    }

    /// Appends to the body; a long slice is kept as it is, with the memory that it is a part of.
    mutating func append(_ slice: ArraySlice<UInt8>) {
        guard slice.count >= Self.keptBytes else { return unsafe slice.withUnsafeBufferPointer { unsafe append($0) } }
        if !last.isEmpty { closePiece() }
        pieces.append(slice)
        count += slice.count
    }

    private mutating func closePiece() {
        pieces.append(last[offset...])
        (last, offset) = ([], 0)
    }

    /// Makes room for a body whose length is known.
    mutating func reserve(_ count: Int) { last.reserveCapacity(min(count, Self.pieceBytes)) }

    /// Notes the proper end; the first end counts.
    mutating func end(trailers: HTTPHeaders) { if !isOver { outcome = .ended(trailers: trailers) } }

    /// Notes a failure; the first end counts.
    mutating func fail(_ error: TransportError) { if !isOver { outcome = .failed(error) } }

    /// Forgets what was not taken, for a reader that has gone.
    mutating func discard() {
        pieces = []
        last = []
        (firstPiece, offset, count) = (0, 0, 0)
    }

    /// Takes at most `limit` bytes, or learns why there are none.
    mutating func take(_ limit: Int) -> Taken {
        if let piece = takePiece(limit) { return .bytes(Array(piece)) }
        guard count > 0 else {
            switch outcome {
            case .open: return .wait
            case .ended(let trailers): return .end(trailers: trailers)
            case .failed(let error): return .failed(error)
            }
        }
        return .bytes(takeLast(limit))
    }

    /// Takes the rest of the first long piece, or its beginning, without a copy; nil if short ones come next.
    mutating func takePiece(_ limit: Int) -> ArraySlice<UInt8>? {
        guard firstPiece < pieces.count else { return nil }
        let length = min(pieces[firstPiece].count, limit)
        count -= length
        let taken = pieces[firstPiece].prefix(length)
        guard length == pieces[firstPiece].count else {
            pieces[firstPiece].removeFirst(length)
            return taken
        }
        pieces[firstPiece] = []
        firstPiece += 1
        if firstPiece == pieces.count {
            pieces.removeAll(keepingCapacity: true)
            firstPiece = 0
        }
        return taken
    }

    private mutating func takeLast(_ limit: Int) -> [UInt8] {
        let length = min(last.count - offset, limit)
        count -= length
        guard offset + length == last.count else {
            defer { offset += length }
            return Array(last[offset..<offset + length])
        }
        var taken: [UInt8] = []
        swap(&taken, &last)
        if offset > 0 { taken.removeFirst(offset) }
        offset = 0
        return taken
    }
}
