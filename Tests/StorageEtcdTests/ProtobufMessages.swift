import Protobuf

@testable import StorageEtcd

/// Requests that only tests make.
enum ProtobufMessages {
    /// Deletes all keys of a range at once.
    static func deleteRange(_ range: EtcdRange) -> [UInt8] { ProtobufWriter.message { range.write(&$0) } }
}
