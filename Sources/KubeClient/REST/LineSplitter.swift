/// Cuts a stream of bytes into lines.
struct LineSplitter {
    private let limitBytes: Int
    private var bytes: [UInt8] = []
    private var position = 0
    private var scanned = 0

    /// Lines above `limitBytes` are refused.
    init(limitBytes: Int) { self.limitBytes = limitBytes }

    /// Whether the line that is being read is too long.
    var isTooLong: Bool { bytes.count - position > limitBytes }

    /// Whether something stands after the last line.
    var hasRest: Bool { position < bytes.count }

    mutating func append(_ more: [UInt8]) {
        if position > 0 {
            bytes.removeFirst(position)
            scanned -= position
            position = 0
        }
        if bytes.isEmpty { bytes = more } else { bytes += more }
    }

    /// The next line that is not empty, without its end; nil if it is not complete.
    mutating func next() -> [UInt8]? {
        while scanned < bytes.count {
            guard bytes[scanned] == UInt8(ascii: "\n") else {
                scanned += 1
                continue
            }
            let line = position..<scanned
            scanned += 1
            position = scanned
            if !line.isEmpty { return Array(bytes[line]) }
        }
        return nil
    }
}
