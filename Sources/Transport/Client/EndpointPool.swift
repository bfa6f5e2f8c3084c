internal import EventLoop
internal import TLS

/// The connections to one endpoint on one loop: does what ``PoolState`` decides.
///
/// Loop only.
final class EndpointPool {
    let endpoint: HTTPEndpoint
    let worker: ClientWorker
    private(set) var connections: [UInt64: ClientConnection] = [:]
    private(set) var dialers: [UInt64: Dialer] = [:]
    private var state: PoolState
    private var isCut = false

    init(endpoint: HTTPEndpoint, worker: ClientWorker) {
        self.endpoint = endpoint
        self.worker = worker
        let expectsHTTP2 = endpoint.protocols == .http2 || endpoint.protocols == .automatic && endpoint.tls != nil
        state = PoolState(limits: worker.configuration.limits, expectsHTTP2: expectsHTTP2)
    }

    // MARK: Requests

    func want(_ exchange: ClientExchange, on loop: isolated EventLoop) {
        guard !isCut else { return exchange.fail(.clientClosed, .other, on: loop) }
        let action = state.want(exchange.id)
        run(action, on: loop)
    }

    func forget(_ exchange: ClientExchange) { state.cancel(exchange.id) }

    /// Does what is to be done until there is nothing.
    private func run(_ first: PoolState.Action, on loop: isolated EventLoop) {
        var action = first
        while true {
            switch action {
            case .none: return
            case .dial(let number): dial(number, on: loop)
            case .assign(let request, let number): assign(request, to: number, on: loop)
            case .refuse(let request):
                let limit = worker.configuration.limits.waitingPerEndpoint
                worker.exchanges[request]?.fail(.overloaded(limit: limit), .other, on: loop)
            case .fail(let request, let error): worker.exchanges[request]?.fail(error, .other, on: loop)
            }
            action = state.next()
        }
    }

    private func assign(_ request: UInt64, to number: UInt64, on loop: isolated EventLoop) {
        guard let exchange = worker.exchanges[request], exchange.isWanted else { return state.released(number) }
        guard let http = connections[number]?.http else {
            state.closed(number)
            return want(exchange, on: loop)
        }
        guard exchange.mayBegin else {
            state.released(number)
            return exchange.fail(.withdrawn, .other, on: loop)
        }
        exchange.assign(to: http, on: loop)
    }

    // MARK: Connections

    private func dial(_ number: UInt64, on loop: isolated EventLoop) {
        let dialer = Dialer(number, of: self)
        dialers[number] = dialer
        dialer.start(timeout: worker.configuration.timeouts.connect, on: loop)
    }

    /// A dialer has come to its end.
    func dialed(_ number: UInt64, _ result: Result<Socket, TransportError>, on loop: isolated EventLoop) {
        dialers[number] = nil
        switch result {
        case .failure(let error): dialFailed(number, error, on: loop)
        case .success(let socket): connect(number, socket, on: loop)
        }
    }

    private func connect(_ number: UInt64, _ socket: Socket, on loop: isolated EventLoop) {
        let connection: ClientConnection
        if let identity = endpoint.tls {
            do throws(TLSError) {
                let session = try identity.context.makeSession(
                    fd: socket.fd,
                    peerName: identity.serverName ?? endpoint.host,
                    protocols: endpoint.protocols == .http1 ? .http1 : .http2AndHTTP1
                )
                connection = ClientConnection(number: number, socket: socket, tls: session, pool: self)
            } catch {
                socket.close()
                return dialFailed(number, .tls(error), on: loop)
            }
        } else {
            connection = ClientConnection(number: number, socket: socket, tls: nil, pool: self)
        }
        connections[number] = connection
        connection.start(on: loop)
    }

    private func dialFailed(_ number: UInt64, _ error: TransportError, on loop: isolated EventLoop) {
        state.failed(number, error)
        run(state.next(), on: loop)
        removeIfEmpty()
    }

    /// The handshake is over.
    func connected(_ connection: ClientConnection, on loop: isolated EventLoop) {
        state.connected(connection.number, capacity: connection.http?.capacity)
        run(state.next(), on: loop)
    }

    /// A request on the connection is over, and the connection still good.
    func released(_ connection: ClientConnection, on loop: isolated EventLoop) {
        state.released(connection.number)
        run(state.next(), on: loop)
    }

    /// The server allows another number of requests at a time.
    func resized(_ connection: ClientConnection, capacity: Int, on loop: isolated EventLoop) {
        state.resized(connection.number, capacity: capacity)
        run(state.next(), on: loop)
    }

    /// The connection takes no more requests.
    func retire(_ connection: ClientConnection) { state.retire(connection.number) }

    /// The connection is gone; before its handshake was over this counts as a failed dial.
    func closed(_ connection: ClientConnection, _ error: TransportError, wasOpen: Bool, on loop: isolated EventLoop) {
        guard connections.removeValue(forKey: connection.number) != nil else { return }
        if wasOpen { state.closed(connection.number) } else { state.failed(connection.number, error) }
        run(state.next(), on: loop)
        removeIfEmpty()
    }

    /// Ends everything at once.
    func cut(on loop: isolated EventLoop) {
        isCut = true
        for dialer in dialers.values { dialer.cancel(on: loop) }
        dialers = [:]
        for connection in Array(connections.values) { connection.close(.clientClosed, on: loop) }
    }

    private func removeIfEmpty() {
        if state.isEmpty, connections.isEmpty { worker.poolBecameEmpty(self) }
    }
}
