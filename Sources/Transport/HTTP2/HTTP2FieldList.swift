internal import CNghttp2

/// Header fields in the form in which nghttp2 takes them, built without an allocation per field.
struct HTTP2FieldList {
    private var bytes: [UInt8] = []
    /// Where names and values end, in turns.
    private var ends: [Int] = []

    /// Whether a field belongs to a connection of HTTP/1.1 and has no meaning in HTTP/2.
    static func isConnectionField(_ name: String) -> Bool {
        switch name {
        case "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade": true
        default: false
        }
    }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
    }

    /// Adds a field; the name in lower case.
    mutating func add(_ name: some Sequence<UInt8>, _ value: some Sequence<UInt8>) {
        bytes.append(contentsOf: name)
        ends.append(bytes.count)
        let start = bytes.count
        bytes.append(contentsOf: value)
        for index in start..<bytes.count where !HTTP1Syntax.isFieldByte(bytes[index]) { bytes[index] = 0x20 }
        ends.append(bytes.count)
    }

    /// Lends the fields.
    mutating func withFields<Result>(_ body: (UnsafeMutableBufferPointer<nghttp2_nv>) -> Result) -> Result {
        let count = ends.count / 2
        return unsafe bytes.withUnsafeMutableBufferPointer { bytes in
            unsafe withUnsafeTemporaryAllocation(of: nghttp2_nv.self, capacity: count) { fields in
                var start = 0
                for index in 0..<count {
                    let (middle, end) = (ends[2 * index], ends[2 * index + 1])
                    unsafe fields.initializeElement(
                        at: index,
                        to: nghttp2_nv(
                            name: bytes.baseAddress.map { unsafe $0 + start },
                            value: bytes.baseAddress.map { unsafe $0 + middle },
                            namelen: middle - start,
                            valuelen: end - middle,
                            flags: UInt8(NGHTTP2_NV_FLAG_NONE.rawValue)
                        )
                    )
                    start = end
                }
                return unsafe body(fields)
            }
        }
    }
}
