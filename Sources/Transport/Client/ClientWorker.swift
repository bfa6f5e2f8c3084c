internal import EventLoop
internal import Synchronization

/// What all parts of a client share; also names its workers among what loops keep.
final class ClientShared: Sendable {
    let configuration: HTTPClientConfiguration
    private let closed = Atomic<Bool>(false)

    init(configuration: HTTPClientConfiguration) { self.configuration = configuration }

    /// Whether the client was shut down.
    var isClosed: Bool { closed.load(ordering: .relaxed) }

    func close() { closed.store(true, ordering: .relaxed) }
}

/// What a client has on one loop: requests, connections per endpoint, a buffer for reading.
///
/// Loop only.
@safe final class ClientWorker {
    let shared: ClientShared
    private(set) var exchanges: [UInt64: ClientExchange] = [:]
    private(set) var pools: [HTTPEndpoint: EndpointPool] = [:]
    private var lastID: UInt64 = 0
    /// Reused for the bytes of one pull of a stream.
    var pulled: [UInt8] = []

    let scratchBytes = 32 << 10
    let scratchBuffer: UnsafeMutableRawBufferPointer

    init(shared: ClientShared) {
        self.shared = shared
        unsafe scratchBuffer = .allocate(byteCount: scratchBytes, alignment: 16)
    }

    deinit { unsafe scratchBuffer.deallocate() }

    var configuration: HTTPClientConfiguration { shared.configuration }

    /// The first bytes of the buffer.
    func scratch(_ count: Int) -> UnsafeRawBufferPointer {
        unsafe UnsafeRawBufferPointer(rebasing: scratchBuffer[..<count])
    }

    /// The worker of a client on a loop, made when it is first asked for.
    static func of(_ shared: ClientShared, on loop: isolated EventLoop) -> ClientWorker {
        if let worker = existing(shared, on: loop) { return worker }
        let worker = ClientWorker(shared: shared)
        loop.locals[ObjectIdentifier(shared)] = worker
        return worker
    }

    /// The worker of a client on a loop, if there is one still.
    static func existing(_ shared: ClientShared, on loop: isolated EventLoop) -> ClientWorker? {
        loop.locals[ObjectIdentifier(shared)] as? ClientWorker
    }

    // MARK: Requests

    /// Begins a request.
    func begin(_ request: ClientRequest, to endpoint: HTTPEndpoint, on loop: isolated EventLoop) -> ClientExchange {
        lastID += 1
        let exchange = ClientExchange(id: lastID, request: request, endpoint: endpoint, worker: self)
        exchanges[lastID] = exchange
        exchange.start(on: loop)
        pool(of: endpoint).want(exchange, on: loop)
        return exchange
    }

    /// Looks for another connection for a request.
    func retry(_ exchange: ClientExchange, on loop: isolated EventLoop) {
        pool(of: exchange.endpoint).want(exchange, on: loop)
    }

    /// Takes a request out of the queue for a connection.
    func forget(_ exchange: ClientExchange) { pools[exchange.endpoint]?.forget(exchange) }

    /// Nobody reads this answer any more.
    func remove(_ exchange: ClientExchange) { exchanges[exchange.id] = nil }

    /// A waker that leads to `ClientExchange.requestWoken`; wake-ups that come together are merged.
    func makeWaker(_ exchange: ClientExchange, on loop: isolated EventLoop) -> StreamWaker {
        let (shared, id, owner, flag) = (shared, exchange.id, loop, WakeFlag())
        return StreamWaker {
            guard flag.raise() else { return }
            owner.execute { loop in
                flag.lower()
                ClientWorker.existing(shared, on: loop)?.exchanges[id]?.requestWoken(on: loop)
            }
        }
    }

    // MARK: Connections

    private func pool(of endpoint: HTTPEndpoint) -> EndpointPool {
        if let pool = pools[endpoint] { return pool }
        let pool = EndpointPool(endpoint: endpoint, worker: self)
        pools[endpoint] = pool
        return pool
    }

    /// A pool has neither connections nor requests.
    func poolBecameEmpty(_ pool: EndpointPool) { pools[pool.endpoint] = nil }

    /// Calls `body` in the loop's next turn, if the connection is still there.
    func later(
        _ connection: ClientConnection,
        on loop: isolated EventLoop,
        _ body: @escaping @Sendable (ClientConnection, isolated EventLoop) -> Void
    ) {
        let (shared, endpoint, number) = (shared, connection.pool.endpoint, connection.number)
        loop.execute { loop in
            let worker = ClientWorker.existing(shared, on: loop)
            guard let connection = worker?.pools[endpoint]?.connections[number] else { return }
            body(connection, loop)
        }
    }

    /// Ends everything at once.
    func cut(on loop: isolated EventLoop) {
        for exchange in Array(exchanges.values) { exchange.cancel(.clientClosed, on: loop) }
        for pool in Array(pools.values) { pool.cut(on: loop) }
        loop.locals[ObjectIdentifier(shared)] = nil
    }
}
