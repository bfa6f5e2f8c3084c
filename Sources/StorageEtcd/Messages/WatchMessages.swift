internal import Protobuf

/// What is sent on the stream of watches.
///
/// Source: etcd, `WatchRequest`.
enum WatchRequest: Sendable, Equatable {
    static let method = "/etcdserverpb.Watch/Watch"

    /// Begins a watch under a number of the client's choice.
    case create(id: Int64, range: EtcdRange, startRevision: UInt64)
    case cancel(id: Int64)
    /// Asks how far the stream is.
    case progress

    var bytes: [UInt8] {
        ProtobufWriter.message { request in
            switch self {
            case .create(let id, let range, let startRevision):
                request.message(1) { create in
                    range.write(&create)
                    create.unsigned(3, startRevision)
                    // Now and then the server says how far it is while nothing happens.
                    create.boolean(4, true)
                    create.boolean(6, true)
                    create.integer(7, id)
                    // What is larger than a message may be comes in parts.
                    create.boolean(8, true)
                }
            case .cancel(let id): request.message(2) { $0.integer(1, id) }
            case .progress: request.message(3) { _ in }
            }
        }
    }
}

/// What comes on the stream of watches.
///
/// Source: etcd, `WatchResponse`.
struct WatchResponse: Sendable, Equatable {
    /// One change.
    struct Event: Sendable, Equatable {
        var isDeletion = false
        var current = EtcdKeyValue()
        var previous: EtcdKeyValue?

        init(_ bytes: ArraySlice<UInt8>) throws(ProtobufReader.Malformed) {
            var reader = ProtobufReader(bytes)
            while let (field, value) = try reader.next() {
                switch field {
                case 1: isDeletion = value.number == 1
                case 2: current = try EtcdKeyValue(value.bytes)
                case 3: previous = try EtcdKeyValue(value.bytes)
                default: break
                }
            }
        }
    }

    /// The revision of the store when it was sent; all changes before it were sent if there are no events.
    var revision: UInt64 = 0
    /// The watch; -1 for all watches of the stream.
    var id: Int64 = 0
    var isCreated = false
    var isCanceled = false
    /// The oldest revision that a watch can begin with, if this one began before.
    var compactRevision: UInt64 = 0
    var cancelReason = ""
    /// Whether more events of the same revision follow in another message.
    var isFragment = false
    var events: [Event] = []

    /// Whether it only says how far the stream is.
    var isProgress: Bool { events.isEmpty && !isCreated && !isCanceled && !isFragment }

    init(_ bytes: ArraySlice<UInt8>) throws(ProtobufReader.Malformed) {
        var reader = ProtobufReader(bytes)
        while let (field, value) = try reader.next() {
            switch field {
            case 1: revision = try EtcdHeader.revision(value.bytes)
            case 2: id = Int64(bitPattern: value.number)
            case 3: isCreated = value.number != 0
            case 4: isCanceled = value.number != 0
            case 5: compactRevision = value.number
            case 6: cancelReason = value.text
            case 7: isFragment = value.number != 0
            case 11: events.append(try Event(value.bytes))
            default: break
            }
        }
    }
}
