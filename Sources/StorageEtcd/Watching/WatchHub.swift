internal import EventLoop
internal import Protobuf
internal import Storage
internal import Telemetry
internal import Transport

/// All watches of a store, on one stream to one member.
///
/// When the stream breaks, another one is opened, to the next member, and every watch goes on from where it was.
/// Any thread; signals are delivered on the hub's loop.
final class WatchHub: Sendable {
    private struct State: Sendable {
        var watches: [Int64: EtcdWatch] = [:]
        var nextID: Int64 = 1
        /// The present stream; nil while there is none.
        var stream: Stream?
        var running: Task<Void, Never>?
        var isClosed = false
    }

    private struct Stream: Sendable {
        let member: String
        let outbox: WatchOutbox
        /// Whether the server may be asked how far it is.
        let tellsProgress: Bool
        /// When it was asked and has not answered yet.
        var asked: ContinuousClock.Instant?
        /// Whether somebody asked after that.
        var isWanted = false

        /// A question is taken for lost after a while: a server that is behind with a watch does not answer.
        func isAsking(_ now: ContinuousClock.Instant, within limit: Duration) -> Bool {
            asked.map { now - $0 < limit } ?? false
        }
    }

    private let caller: EtcdCaller
    private let loop: EventLoop
    private let tellsProgress: @Sendable (EtcdVersion) -> Bool
    private let state = Locked(State())

    init(_ caller: EtcdCaller, on loop: EventLoop, tellsProgress: @escaping @Sendable (EtcdVersion) -> Bool) {
        self.caller = caller
        self.loop = loop
        self.tellsProgress = tellsProgress
    }

    // MARK: Watches

    /// Begins a watch; the first one opens the stream.
    func add(
        _ range: EtcdRange,
        after revision: UInt64,
        key: @escaping @Sendable (String) -> String,
        _ deliver: @escaping @Sendable (StorageSignal) -> Void
    ) -> EtcdWatch {
        let (watch, isClosed, isFirst) = state.withLock { state in
            let watch = EtcdWatch(id: state.nextID, range: range, after: revision, key: key, deliver)
            state.nextID += 1
            guard !state.isClosed else { return (watch, true, false) }
            state.watches[watch.id] = watch
            state.stream?.outbox.send(watch.request())
            let isFirst = state.running == nil
            return (watch, false, isFirst)
        }
        if isClosed { watch.breakOff(Self.closed) }
        if isFirst { loop.execute { loop in self.start(on: loop) } }
        let patience = caller.limit
        afterAWhile { watch.begin(.failure(.unavailable("etcd did not begin a watch within \(patience)"))) }
        return watch
    }

    /// Does something when an answer cannot be expected any more.
    func afterAWhile(_ body: @escaping @Sendable () -> Void) {
        let limit = caller.limit
        loop.execute { loop in loop.schedule(after: limit) { _ in body() } }
    }

    /// Ends a watch.
    func remove(_ watch: EtcdWatch) {
        watch.cancel()
        state.withLock { state in
            if state.watches.removeValue(forKey: watch.id) != nil { state.stream?.outbox.send(.cancel(id: watch.id)) }
        }
    }

    /// Asks the server how far the stream is; watches are told of the answer as progress.
    ///
    /// - Returns: whether it can be asked.
    func requestProgress() -> Bool {
        state.withLock { state in
            guard var stream = state.stream, stream.tellsProgress else { return false }
            let now = ContinuousClock.now
            if stream.isAsking(now, within: .milliseconds(100)) {
                stream.isWanted = true
            } else {
                stream.asked = now
                stream.outbox.send(.progress)
            }
            state.stream = stream
            return true
        }
    }

    /// Whether the server can be asked how far the stream is.
    var canTellProgress: Bool { state.withLock { $0.stream?.tellsProgress ?? false } }

    /// Leaves a member that has failed.
    func leave(_ member: EtcdMember) {
        state.withLock { state in
            if let stream = state.stream, stream.member == member.name { stream.outbox.cut() }
        }
    }

    /// Ends everything; watches are told that they are broken.
    func close() {
        let (watches, running) = state.withLock { state in
            defer { state.watches = [:] }
            state.isClosed = true
            state.stream?.outbox.cut()
            return (Array(state.watches.values), state.running)
        }
        running?.cancel()
        for watch in watches { watch.breakOff(Self.closed) }
    }

    private static let closed = StorageError.unavailable("the connection to etcd is closed")

    // MARK: Streams

    private func start(on loop: isolated EventLoop) {
        state.withLock { state in
            guard state.running == nil, !state.isClosed else { return }
            state.running = Task.immediate { [weak self] in
                _ = loop  // so that the task is isolated to it
                var failures = 0
                while !Task.isCancelled, await self?.serve(&failures, on: loop) == true {
                    try? await Task.sleep(for: min(.milliseconds(25) * (1 << min(failures, 5)), .milliseconds(500)))
                }
            }
        }
    }

    /// Serves the watches with one stream until it breaks; whether there shall be another one.
    private func serve(_ failures: inout Int, on loop: isolated EventLoop) async -> Bool {
        let member = caller.members.current
        var hasAnswered = false
        do throws(GRPCFailure) {
            try await follow(member, &hasAnswered, on: loop)
        } catch {
            if !state.withLock({ $0.isClosed }) { caller.members.failed(member, error.text) }
        }
        failures = hasAnswered ? 0 : failures + 1
        return state.withLock { state in
            state.stream = nil
            return !state.isClosed
        }
    }

    private func follow(
        _ member: EtcdMember,
        _ hasAnswered: inout Bool,
        on loop: isolated EventLoop
    ) async throws(GRPCFailure) {
        let version = try await version(of: member)
        let outbox = WatchOutbox()
        state.withLock { state in
            for watch in state.watches.values.sorted(by: { $0.id < $1.id }) { outbox.send(watch.request()) }
            state.stream = Stream(member: member.name, outbox: outbox, tellsProgress: tellsProgress(version))
            if state.isClosed { outbox.cut() }
        }
        let request = GRPCClient.request(WatchRequest.method, .stream(outbox))
        var frames = GRPCFrames()
        do {
            let response = try await caller.grpc.http.send(request, to: member.endpoint, on: loop)
            try GRPCClient.check(response.status, response.headers)
            while let bytes = try await response.body.next() {
                frames.append(bytes)
                while let message = try frames.next() {
                    take(try EtcdCaller.read { () throws(ProtobufReader.Malformed) in try WatchResponse(message) })
                    hasAnswered = true
                }
            }
            try GRPCClient.checkEnd(headers: response.headers, trailers: response.body.trailers)
        } catch let error as TransportError {
            throw .transport(error)
        } catch let error as GRPCFrames.Malformed {
            throw .foreign(error.reason)
        } catch let error as GRPCFailure {
            throw error
        } catch {
            throw .foreign("\(error)")
        }
        throw .foreign("it ended the stream of watches")
    }

    private func version(of member: EtcdMember) async throws(GRPCFailure) -> EtcdVersion {
        let answer = try await caller.grpc.call(
            StatusRequest.method,
            StatusRequest.bytes,
            at: member.endpoint,
            patience: .seconds(5)
        )
        let status = try EtcdCaller.read { () throws(ProtobufReader.Malformed) in try StatusResponse(answer) }
        return EtcdVersion(status.version)
    }

    private func take(_ response: WatchResponse) {
        let now = ContinuousClock.now
        guard response.id >= 0 else {
            let watches = state.withLock { state -> [EtcdWatch] in
                state.stream?.asked = nil
                if state.stream?.isWanted == true {
                    state.stream?.isWanted = false
                    state.stream?.asked = now
                    state.stream?.outbox.send(.progress)
                }
                return Array(state.watches.values)
            }
            for watch in watches { watch.takeBroadcast(response.revision) }
            return
        }
        let (watch, isAsking) = state.withLock { state in
            (state.watches[response.id], state.stream?.isAsking(now, within: .seconds(5)) ?? false)
        }
        guard let watch, !watch.take(response, isAsking: isAsking) else { return }
        _ = state.withLock { $0.watches.removeValue(forKey: watch.id) }
    }
}
