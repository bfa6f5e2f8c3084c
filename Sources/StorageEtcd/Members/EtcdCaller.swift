internal import Protobuf
internal import Storage
internal import Telemetry
internal import Transport

/// Calls etcd, at another member if one fails.
struct EtcdCaller: Sendable {
    let grpc: GRPCClient
    let members: EtcdMembers
    /// How long a call may take with all its attempts.
    let limit: Duration

    /// What is known about a call that has to be made again.
    enum Repetition: Sendable {
        /// Making it twice is the same as making it once: a read.
        case harmless
        /// A transaction that compares: the second attempt finds out what became of the first.
        case compared
        /// It may be made again only if the first attempt certainly did nothing.
        case never
    }

    /// An answer, and whether an attempt before it may have been made as well.
    struct Answer: Sendable {
        let message: ArraySlice<UInt8>
        let isRepeated: Bool
    }

    /// What became of a transaction, and whether an attempt before it may have been made as well.
    typealias TxnAnswer = (response: TxnResponse, isRepeated: Bool)

    /// How long a member may take when there are others.
    ///
    /// Source: etcd, `server.ReqTimeout`: 5 s and two elections; a member that lives says so itself after that.
    private static let patience = Duration.seconds(5)

    /// Calls a method.
    ///
    /// A member that cannot be reached, hangs or has lost its leader is left for the next one, as long as `limit` allows
    /// and `repetition` says that no harm is done.
    ///
    /// - Throws: what the last member answered.
    func call(
        _ method: String,
        _ message: [UInt8],
        _ repetition: Repetition,
        limit: Duration? = nil
    ) async throws(GRPCFailure) -> Answer {
        let limit = limit ?? self.limit
        let start = ContinuousClock.now
        var attempts = 0
        var isRepeated = false
        while true {
            let member = members.current
            let left = limit - (ContinuousClock.now - start)
            let patience = members.all.count > 1 ? min(Self.patience, limit / 2, left) : left
            do throws(GRPCFailure) {
                let answer = try await grpc.call(method, message, at: member.endpoint, patience: patience)
                members.answered(member)
                return Answer(message: answer, isRepeated: isRepeated)
            } catch {
                guard error.isOfMember else { throw error }
                members.failed(member, error.text)
                attempts += 1
                let pause = Self.pause(attempts, of: members.all.count)
                let isAllowed = repetition.allows(error)
                guard isAllowed, !Task.isCancelled, ContinuousClock.now - start + pause < limit else { throw error }
                if !error.isWithoutEffect { isRepeated = true }
                if pause > .zero { try? await Task.sleep(for: pause) }
            }
        }
    }

    /// None before every member was asked once, then ever longer ones.
    private static func pause(_ attempts: Int, of count: Int) -> Duration {
        let round = attempts / count
        return attempts % count == 0 ? min(.milliseconds(25) * (1 << min(round, 5)), .milliseconds(500)) : .zero
    }

    /// Reads keys, as they are after everything that was answered before.
    func range(_ request: RangeRequest, limit: Duration? = nil) async throws(GRPCFailure) -> RangeResponse {
        let answer = try await call(RangeRequest.method, request.bytes, .harmless, limit: limit)
        return try Self.read { () throws(ProtobufReader.Malformed) in try RangeResponse(answer.message) }
    }

    /// Makes a transaction; also says whether an attempt before may have been made.
    func transact(_ request: TxnRequest) async throws(GRPCFailure) -> TxnAnswer {
        let answer = try await call(TxnRequest.method, request.bytes, .compared)
        let response = try Self.read { () throws(ProtobufReader.Malformed) in try TxnResponse(answer.message) }
        return (response, answer.isRepeated)
    }

    /// Decodes an answer.
    static func read<Message>(
        _ body: () throws(ProtobufReader.Malformed) -> Message
    ) throws(GRPCFailure) -> Message {
        do throws(ProtobufReader.Malformed) {
            return try body()
        } catch {
            throw .foreign("an answer cannot be read")
        }
    }
}

extension EtcdCaller.Repetition {
    func allows(_ failure: GRPCFailure) -> Bool {
        switch self {
        case .harmless, .compared: true
        case .never: failure.isWithoutEffect
        }
    }
}
