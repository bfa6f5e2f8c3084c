import EventLoop
import Storage
import Testing
import Transport

@testable import StorageEtcd

@Suite
struct GRPCFramesTests {
    @Test func putsALengthInFront() {
        #expect(GRPCFrames.frame([7, 8]) == [0, 0, 0, 0, 2, 7, 8])
        #expect(GRPCFrames.frame(Array(repeating: 1, count: 0x010203)).prefix(5) == [0, 0, 1, 2, 3])
    }

    @Test(arguments: [1, 2, 3, 5, 100])
    func readsMessagesHoweverTheyAreCut(_ size: Int) throws {
        let messages: [[UInt8]] = [[], [1], Array(repeating: 9, count: 300), [2, 3]]
        let bytes = messages.flatMap(GRPCFrames.frame)
        var frames = GRPCFrames()
        var found: [[UInt8]] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            frames.append(Array(bytes[start..<min(start + size, bytes.count)]))
            while let message = try frames.next() { found.append(Array(message)) }
        }
        #expect(found == messages)
        let isInMessage = frames.isInMessage
        #expect(!isInMessage)
    }

    @Test func refusesCompressedMessages() {
        var frames = GRPCFrames()
        frames.append([1, 0, 0, 0, 0])
        #expect(throws: GRPCFrames.Malformed(reason: "a message is compressed")) { try frames.next() }
    }

    @Test func findsTheStatusInTrailersOrInAnAnswerWithoutBody() throws {
        let ok = HTTPHeaders([("grpc-status", "0")])
        try GRPCClient.checkEnd(headers: HTTPHeaders(), trailers: ok)
        try GRPCClient.checkEnd(headers: ok, trailers: HTTPHeaders())
        let failed = HTTPHeaders([("grpc-status", "14"), ("grpc-message", "etcdserver: no leader%21")])
        let failure = GRPCFailure.status(code: 14, message: "etcdserver: no leader!")
        #expect(throws: failure) { try GRPCClient.checkEnd(headers: failed, trailers: HTTPHeaders()) }
        #expect(throws: failure) { try GRPCClient.checkEnd(headers: ok, trailers: failed) }
        #expect(throws: GRPCFailure.self) { try GRPCClient.checkEnd(headers: HTTPHeaders(), trailers: HTTPHeaders()) }
    }

    @Test(arguments: [
        (GRPCFailure.transport(.timedOut(.connect)), true),
        (.transport(.system(.system(call: "connect", code: 111, subject: ""))), true),
        (.transport(.connectionClosed), false),
        (.transport(.timedOut(.head)), false),
        (.status(code: 14, message: "etcdserver: no leader"), true),
        (.status(code: 14, message: "etcdserver: request timed out"), false),
    ])
    func knowsWhichFailuresHadNoEffect(_ failure: GRPCFailure, _ isWithoutEffect: Bool) {
        #expect(failure.isWithoutEffect == isWithoutEffect)
        #expect(failure.isOfMember)
    }

    @Test(arguments: [(EtcdCaller.Repetition.harmless, true), (.compared, true), (.never, false)])
    func repeatsAWriteOfUnknownFateOnlyIfItCompares(_ repetition: EtcdCaller.Repetition, _ isRepeated: Bool) {
        #expect(repetition.allows(.transport(.connectionClosed)) == isRepeated)
        #expect(repetition.allows(.transport(.timedOut(.connect))))
    }

    @Test func knowsItsOwnWriteByItsBytes() throws {
        var found = EtcdKeyValue()
        found.key = "/elsewhere/a"
        found.value = [1, 2]
        found.modRevision = 7
        #expect(try EtcdBackend.own(found, "/r/a", [1, 2]) == Stored(key: "/r/a", value: [1, 2], revision: 7))
        #expect(throws: StorageError.self) { try EtcdBackend.own(found, "/r/a", [1]) }
    }

    @Test func leavesAMemberOnlyForWhatIsItsFault() {
        #expect(!GRPCFailure.status(code: 11, message: EtcdMessage.compacted).isOfMember)
        #expect(!GRPCFailure.status(code: 3, message: "etcdserver: request is too large").isOfMember)
    }
}
