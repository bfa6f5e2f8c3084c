internal import Protobuf

/// Asks for keys.
///
/// Source: etcd, `RangeRequest`.
struct RangeRequest: Sendable, Equatable {
    static let method = "/etcdserverpb.KV/Range"

    var range: EtcdRange
    /// At most so many; 0 for all.
    var limit = 0
    /// As things stood then; 0 for now.
    var revision: UInt64 = 0
    /// Without the values.
    var keysOnly = false
    /// Only how many there are.
    var countOnly = false
    /// Only keys that were changed at this revision or later; they are counted nevertheless.
    var minModRevision: UInt64 = 0

    init(_ range: EtcdRange) { self.range = range }

    func write(_ writer: inout ProtobufWriter) {
        range.write(&writer)
        writer.integer(3, Int64(limit))
        writer.unsigned(4, revision)
        writer.boolean(8, keysOnly)
        writer.boolean(9, countOnly)
        writer.unsigned(10, minModRevision)
    }

    var bytes: [UInt8] { ProtobufWriter.message(write) }
}

/// Writes only if nobody else has written since.
///
/// Source: etcd, `TxnRequest`.
struct TxnRequest: Sendable, Equatable {
    static let method = "/etcdserverpb.KV/Txn"

    /// What is compared.
    enum Condition: Sendable, Equatable {
        /// The revision of the key's last change; 0 if it is not there.
        case modRevision(UInt64)
        /// How often the key was written; 0 if it is not there.
        case version(UInt64)
    }

    /// What is done then.
    enum Change: Sendable, Equatable {
        case put([UInt8])
        /// The answer brings the value that was there.
        case delete
    }

    var key: String
    var condition: Condition
    var change: Change

    /// Compares, changes the key, or reads it if it is not as expected.
    var bytes: [UInt8] {
        ProtobufWriter.message { txn in
            txn.message(1) { compare in
                switch condition {
                case .version(let version):
                    compare.string(3, key)
                    compare.unsigned(4, version, evenIfZero: true)
                case .modRevision(let revision):
                    compare.integer(2, 2)
                    compare.string(3, key)
                    compare.unsigned(6, revision, evenIfZero: true)
                }
            }
            txn.message(2) { operation in
                switch change {
                case .put(let value):
                    operation.message(2) { put in
                        put.string(1, key)
                        put.data(2, value)
                    }
                case .delete:
                    operation.message(3) { delete in
                        delete.string(1, key)
                        delete.boolean(3, true)
                    }
                }
            }
            txn.message(3) { operation in operation.message(1, RangeRequest(EtcdRange(key: key)).write) }
        }
    }
}

/// Forgets history.
///
/// Source: etcd, `CompactionRequest`.
struct CompactionRequest: Sendable, Equatable {
    static let method = "/etcdserverpb.KV/Compact"

    var revision: UInt64

    var bytes: [UInt8] { ProtobufWriter.message { $0.unsigned(1, revision) } }
}

/// Asks a member about itself.
///
/// Source: etcd, `StatusRequest`.
enum StatusRequest {
    static let method = "/etcdserverpb.Maintenance/Status"
    static let bytes: [UInt8] = []
}
