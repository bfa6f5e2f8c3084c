import Protobuf
import Storage
import StorageTestSupport
import Testing

@testable import StorageEtcd

@Suite
struct EtcdWatchTests {
    private let recorder = SignalRecorder()
    private let watch: EtcdWatch

    init() {
        let recorder = recorder
        let range = EtcdRange(prefix: "/r/")
        watch = EtcdWatch(id: 1, range: range, after: 10, key: { $0 }, { recorder.take($0) })
    }

    @Test func asksForWhatComesAfterItsRevision() {
        #expect(watch.request() == .create(id: 1, range: EtcdRange(prefix: "/r/"), startRevision: 11))
    }

    @Test func tellsEveryKindOfChange() throws {
        try take(events: [Change("/r/a", 11), Change("/r/a", 12, version: 2, previous: [1])])
        try take(events: [Change("/r/a", 13, isDeletion: true, previous: [2])])
        #expect(recorder.events.map(\.revision) == [11, 12, 13])
        #expect(recorder.events.map(\.previous) == [nil, [1], [2]])
        #expect(recorder.events.map(\.isDeletion) == [false, false, true])
        #expect(recorder.events[2].object.value == [2])
    }

    @Test func goesOnFromWhereItWasAndRepeatsNothing() throws {
        try take(events: [Change("/r/a", 11), Change("/r/b", 12)])
        #expect(watch.request() == .create(id: 1, range: EtcdRange(prefix: "/r/"), startRevision: 13))
        try take(events: [Change("/r/b", 12), Change("/r/c", 13)])
        #expect(recorder.events.map(\.revision) == [11, 12, 13])
    }

    @Test func tellsPartsWhenTheyAreComplete() throws {
        try take(events: [Change("/r/a", 11), Change("/r/b", 12)], isFragment: true)
        #expect(recorder.events.isEmpty)
        // A stream that breaks in between begins again.
        #expect(watch.request() == .create(id: 1, range: EtcdRange(prefix: "/r/"), startRevision: 11))
        try take(events: [Change("/r/a", 11), Change("/r/b", 12)], isFragment: true)
        try take(events: [Change("/r/c", 12)])
        #expect(recorder.events.map(\.object.key) == ["/r/a", "/r/b", "/r/c"])
    }

    @Test func progressIsWhereItGoesOn() throws {
        try take { $0.message(1) { $0.unsigned(3, 20) } }
        #expect(recorder.progress == [20])
        #expect(watch.request() == .create(id: 1, range: EtcdRange(prefix: "/r/"), startRevision: 21))
    }

    @Test func believesABroadcastOnlyIfItIsNewerThanTheWatch() throws {
        watch.takeBroadcast(30)
        #expect(recorder.progress.isEmpty)
        try take(isAsking: true) { $0.created(15) }
        watch.takeBroadcast(15)
        #expect(recorder.progress.isEmpty)
        watch.takeBroadcast(16)
        #expect(recorder.progress == [16])
    }

    @Test func believesABroadcastOfItsOwnRevisionIfNobodyHadAskedBefore() throws {
        try take(isAsking: false) { $0.created(15) }
        watch.takeBroadcast(15)
        #expect(recorder.progress == [15])
    }

    @Test func aCompactionBeforeItsBeginningBreaksIt() async throws {
        try take { $0.created(15) }
        try take(goesOn: false) { writer in
            writer.boolean(4, true)
            writer.unsigned(5, 14)
        }
        #expect(recorder.broken == [.compacted(oldest: 14)])
        try await watch.started().get()
    }

    @Test func aRefusalBeforeItBeganIsToldToWhoBeginsIt() async throws {
        try take(goesOn: false) { writer in
            writer.boolean(4, true)
            writer.string(6, "etcdserver: permission denied")
        }
        #expect(recorder.broken.isEmpty)
        let outcome = await watch.started()
        #expect(throws: StorageError.unavailable("etcd ended a watch: etcdserver: permission denied")) {
            try outcome.get()
        }
    }

    // MARK: Messages of a server

    private struct Change {
        let key: String
        let revision: UInt64
        let version: UInt64
        let isDeletion: Bool
        let previous: [UInt8]?

        init(
            _ key: String,
            _ revision: UInt64,
            version: UInt64 = 1,
            isDeletion: Bool = false,
            previous: [UInt8]? = nil
        ) {
            self.key = key
            self.revision = revision
            self.version = version
            self.isDeletion = isDeletion
            self.previous = previous
        }
    }

    private func take(events: [Change], isFragment: Bool = false) throws {
        try take { writer in
            writer.boolean(7, isFragment)
            for event in events {
                writer.message(11) { message in
                    message.integer(1, event.isDeletion ? 1 : 0)
                    message.message(2) { keyValue in
                        keyValue.string(1, event.key)
                        keyValue.unsigned(3, event.revision)
                        keyValue.unsigned(4, event.isDeletion ? 0 : event.version)
                    }
                    if let previous = event.previous { message.message(3) { $0.data(5, previous) } }
                }
            }
        }
    }

    private func take(
        isAsking: Bool = false,
        goesOn: Bool = true,
        _ body: (inout ProtobufWriter) -> Void
    ) throws {
        let response = try WatchResponse(ProtobufWriter.message(body)[...])
        #expect(watch.take(response, isAsking: isAsking) == goesOn)
    }
}

extension ProtobufWriter {
    /// The answer to the creation of a watch when the server is at a revision.
    fileprivate mutating func created(_ revision: UInt64) {
        message(1) { $0.unsigned(3, revision) }
        boolean(3, true)
    }
}
