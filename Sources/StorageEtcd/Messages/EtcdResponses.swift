internal import Protobuf

/// Keys that were asked for.
///
/// Source: etcd, `RangeResponse`.
struct RangeResponse: Sendable, Equatable {
    /// The revision of the store when it answered.
    var revision: UInt64 = 0
    var keyValues: [EtcdKeyValue] = []
    /// How many keys there are in the range, whatever the limit.
    var count = 0

    init() {}

    init(_ bytes: ArraySlice<UInt8>) throws(ProtobufReader.Malformed) {
        var reader = ProtobufReader(bytes)
        while let (field, value) = try reader.next() {
            switch field {
            case 1: revision = try EtcdHeader.revision(value.bytes)
            case 2: keyValues.append(try EtcdKeyValue(value.bytes))
            case 4: count = Int(truncatingIfNeeded: value.number)
            default: break
            }
        }
    }
}

/// What became of a transaction.
///
/// Source: etcd, `TxnResponse`.
struct TxnResponse: Sendable, Equatable {
    var revision: UInt64 = 0
    /// Whether the key was as expected, and was changed.
    var hasSucceeded = false
    /// After a deletion what was deleted; after a failure the key as it is, if it is there.
    var found: EtcdKeyValue?

    init(_ bytes: ArraySlice<UInt8>) throws(ProtobufReader.Malformed) {
        var reader = ProtobufReader(bytes)
        while let (field, value) = try reader.next() {
            switch field {
            case 1: revision = try EtcdHeader.revision(value.bytes)
            case 2: hasSucceeded = value.number != 0
            case 3: found = try Self.found(value.bytes) ?? found
            default: break
            }
        }
    }

    /// The key in the answer to one operation.
    private static func found(_ bytes: ArraySlice<UInt8>) throws(ProtobufReader.Malformed) -> EtcdKeyValue? {
        var reader = ProtobufReader(bytes)
        while let (field, value) = try reader.next() {
            switch field {
            case 1: return try RangeResponse(value.bytes).keyValues.first
            case 3:
                var deletion = ProtobufReader(value.bytes)
                while let (field, value) = try deletion.next() {
                    if field == 3 { return try EtcdKeyValue(value.bytes) }
                }
            default: break
            }
        }
        return nil
    }
}

/// What a member says about itself.
///
/// Source: etcd, `StatusResponse`.
struct StatusResponse: Sendable, Equatable {
    /// Its version: `3.4.23`.
    var version = ""

    init(_ bytes: ArraySlice<UInt8>) throws(ProtobufReader.Malformed) {
        var reader = ProtobufReader(bytes)
        while let (field, value) = try reader.next() {
            if field == 2 { version = value.text }
        }
    }
}
