internal import EventLoop

extension HTTPResponse.Body {
    /// How many bytes it has; nil if it comes over time.
    var byteCount: Int? {
        switch self {
        case .bytes(let bytes): bytes.count
        case .pieces(let pieces): pieces.reduce(0) { $0 + $1.count }
        case .stream: nil
        }
    }

    /// The bytes as slices, empty ones left out; nil if it comes over time.
    var slices: [ArraySlice<UInt8>]? {
        switch self {
        case .bytes(let bytes): bytes.isEmpty ? [] : [bytes[...]]
        case .pieces(let pieces): pieces.filter { !$0.isEmpty }
        case .stream: nil
        }
    }

    /// Tells a stream that nobody will pull it.
    func discard(on loop: isolated EventLoop) {
        if case .stream(let stream) = self { stream.closed(on: loop) }
    }
}
