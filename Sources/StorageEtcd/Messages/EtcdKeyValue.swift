internal import Protobuf

/// One key as etcd keeps it.
///
/// Source: etcd, `mvccpb.KeyValue`.
struct EtcdKeyValue: Sendable, Equatable {
    var key: String = ""
    var value: [UInt8] = []
    /// The revision of the last change.
    var modRevision: UInt64 = 0
    /// How often the key was written since it was created.
    var version: UInt64 = 0

    init() {}

    init(_ bytes: ArraySlice<UInt8>) throws(ProtobufReader.Malformed) {
        var reader = ProtobufReader(bytes)
        while let (field, value) = try reader.next() {
            switch field {
            case 1: key = value.text
            case 3: modRevision = value.number
            case 4: version = value.number
            case 5: self.value = Array(value.bytes)
            default: break
            }
        }
    }
}

/// What every answer begins with.
///
/// Source: etcd, `ResponseHeader`.
enum EtcdHeader {
    /// The revision of the store when it answered.
    static func revision(_ bytes: ArraySlice<UInt8>) throws(ProtobufReader.Malformed) -> UInt64 {
        var reader = ProtobufReader(bytes)
        var revision: UInt64 = 0
        while let (field, value) = try reader.next() {
            if field == 3 { revision = value.number }
        }
        return revision
    }
}

/// A range of keys: one key, or all below a prefix.
struct EtcdRange: Sendable, Equatable {
    let first: [UInt8]
    /// The first key after the range; nil for one key alone.
    let end: [UInt8]?

    init(key: String) {
        first = Array(key.utf8)
        end = nil
    }

    /// Keys from `start` on that start with `prefix`.
    init(prefix: String, start: String = "") {
        let bytes = Array(prefix.utf8)
        let from = Array(start.utf8)
        first = bytes.lexicographicallyPrecedes(from) ? from : bytes
        end = Self.end(of: bytes)
    }

    /// The first key after all keys that start with `prefix`.
    ///
    /// Source: etcd, `clientv3.GetPrefixRangeEnd`.
    private static func end(of prefix: [UInt8]) -> [UInt8] {
        var end = prefix
        while let last = end.popLast() {
            guard last == 0xFF else { return end + [last + 1] }
        }
        return [0]
    }

    func write(_ writer: inout ProtobufWriter) {
        writer.data(1, first)
        if let end { writer.data(2, end) }
    }
}
