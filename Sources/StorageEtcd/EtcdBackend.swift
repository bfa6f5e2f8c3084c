public import EventLoop
public import Storage
public import Telemetry
internal import Transport

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
/// A store in a cluster of etcd, version 3.4 or newer: for several servers that share their objects.
///
/// Keys, values and transactions are those of upstream's API servers, so that they can read each other's objects. Several
/// stores on one cluster see each other's changes, in one order.
/// Source: apiserver `storage/etcd3`.
public final class EtcdBackend: StorageBackend {
    public let name = "etcd"
    public let isEmbedded = false

    let options: EtcdOptions
    let keys: EtcdKeys
    let caller: EtcdCaller
    let hub: WatchHub
    private let http: HTTPClient
    private let isClosed = Locked(false)

    /// Makes the store; nothing is connected before it is used.
    ///
    /// Reads the files of the certificates.
    ///
    /// - Parameters:
    ///   - options: where the cluster is and how to talk to it.
    ///   - loops: where to run.
    ///   - log: told when a member fails.
    /// - Throws: `unavailable`, saying which option is wrong and what can be done.
    public convenience init(
        _ options: EtcdOptions,
        on loops: EventLoopGroup,
        log: Logger
    ) throws(StorageError) {
        try self.init(options, on: loops, log: log) { $0.tellsProgress }
    }

    /// Makes the store; `tellsProgress` says of which versions of a member progress is asked for.
    init(
        _ options: EtcdOptions,
        on loops: EventLoopGroup,
        log: Logger,
        tellsProgress: @escaping @Sendable (EtcdVersion) -> Bool
    ) throws(StorageError) {
        self.options = options
        keys = EtcdKeys(prefix: options.prefix)
        var configuration = HTTPClientConfiguration()
        configuration.timeouts.connect = .seconds(3)
        // etcd takes pings at most every 5 s.
        configuration.timeouts.ping = .seconds(10)
        configuration.timeouts.pong = .seconds(5)
        http = HTTPClient(group: loops, configuration: configuration)
        let members = EtcdMembers(try EtcdMember.all(options), log: log)
        caller = EtcdCaller(grpc: GRPCClient(http: http), members: members, limit: options.requestTimeout)
        hub = WatchHub(caller, on: loops.next(), tellsProgress: tellsProgress)
        members.onLeave { [weak hub] in hub?.leave($0) }
    }

    public var compactionInterval: Duration? { options.compactionInterval }

    public func check() async throws(StorageError) { try await probe(options.healthTimeout) }

    public func checkReadiness() async throws(StorageError) { try await probe(options.readyTimeout) }

    public func close() async {
        isClosed.withLock { $0 = true }
        hub.close()
        http.shutdown()
    }

    private func probe(_ limit: Duration) async throws(StorageError) {
        var request = RangeRequest(EtcdRange(key: keys.health))
        request.countOnly = true
        _ = try await range(request, limit: limit)
    }

    func refuseIfClosed() throws(StorageError) {
        if isClosed.withLock({ $0 }) { throw .unavailable("the connection to etcd is closed") }
    }
}
