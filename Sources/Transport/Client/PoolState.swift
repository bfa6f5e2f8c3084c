/// Which connection serves which request, of one endpoint on one loop.
///
/// A pure value: connections and requests are numbers; the caller does what it is told.
struct PoolState {
    /// What to do now.
    enum Action: Equatable {
        /// Nothing.
        case none
        /// Open a connection with this number.
        case dial(connection: UInt64)
        /// Give the request to the connection.
        case assign(request: UInt64, connection: UInt64)
        /// Give the request up: too many wait.
        case refuse(request: UInt64)
        /// Give the request up: no connection can be made.
        case fail(request: UInt64, TransportError)
    }

    private struct Multiplexed {
        var connection: UInt64
        var active: Int
        var capacity: Int
    }

    private let limits: HTTPClientConfiguration.Limits
    /// Free HTTP/1.1 connections, the one used last at the end.
    private var idle: [UInt64] = []
    /// HTTP/2 connections that take requests.
    private var multiplexed: [Multiplexed] = []
    private var dialing: Set<UInt64> = []
    /// All connections: dialling, idle, busy and those that take no more requests.
    private var all: Set<UInt64> = []
    /// Connections that take no more requests.
    private var retired: Set<UInt64> = []
    private var waiting: [UInt64] = []
    private var firstWaiting = 0
    private var lastConnection: UInt64 = 0
    private var failure: TransportError?
    /// What the endpoint spoke last; HTTP/2 is hoped for until it is known.
    private var speaksHTTP2: Bool

    init(limits: HTTPClientConfiguration.Limits, expectsHTTP2: Bool) {
        self.limits = limits
        speaksHTTP2 = expectsHTTP2
    }

    /// Whether there is nothing left to remember.
    var isEmpty: Bool { all.isEmpty && waitingCount == 0 }

    /// Requests without a connection.
    var waitingCount: Int { waiting.count - firstWaiting }

    /// A request wants a connection; call `next()` afterwards.
    mutating func want(_ request: UInt64) -> Action {
        if waitingCount == 0, let connection = free() { return .assign(request: request, connection: connection) }
        guard waitingCount < limits.waitingPerEndpoint else { return .refuse(request: request) }
        waiting.append(request)
        return next()
    }

    /// What to do about the requests that wait; repeated until there is nothing.
    mutating func next() -> Action {
        guard waitingCount > 0 else {
            failure = nil
            return .none
        }
        if let connection = free() { return .assign(request: takeWaiting(), connection: connection) }
        if let failure {
            // A dial that failed speaks for those that wait for it alone; others still hope for theirs.
            guard waitingCount > dialing.count * (speaksHTTP2 ? limits.concurrentStreams : 1) else {
                self.failure = nil
                return .none
            }
            return .fail(request: takeWaiting(), failure)
        }
        let wanted = speaksHTTP2 ? 1 : waitingCount
        guard dialing.count < wanted, all.count < limits.connectionsPerEndpoint else { return .none }
        lastConnection += 1
        dialing.insert(lastConnection)
        all.insert(lastConnection)
        return .dial(connection: lastConnection)
    }

    /// A connection is ready.
    ///
    /// `capacity` says how many requests at a time an HTTP/2 connection takes; nil means HTTP/1.1.
    mutating func connected(_ connection: UInt64, capacity: Int?) {
        dialing.remove(connection)
        failure = nil
        speaksHTTP2 = capacity != nil
        if let capacity {
            multiplexed.append(Multiplexed(connection: connection, active: 0, capacity: max(1, capacity)))
        } else {
            idle.append(connection)
        }
    }

    /// A connection could not be made; the requests that wait for it learn why.
    mutating func failed(_ connection: UInt64, _ error: TransportError) {
        closed(connection)
        failure = error
    }

    /// A request on a connection is over, and the connection still good.
    mutating func released(_ connection: UInt64) {
        guard all.contains(connection), !retired.contains(connection) else { return }
        if let index = multiplexed.firstIndex(where: { $0.connection == connection }) {
            multiplexed[index].active -= 1
        } else {
            idle.append(connection)
        }
    }

    /// The server allows another number of requests.
    mutating func resized(_ connection: UInt64, capacity: Int) {
        guard let index = multiplexed.firstIndex(where: { $0.connection == connection }) else { return }
        multiplexed[index].capacity = max(1, capacity)
    }

    /// A connection takes no more requests; those on it go on.
    mutating func retire(_ connection: UInt64) {
        idle.removeAll { $0 == connection }
        multiplexed.removeAll { $0.connection == connection }
        if all.contains(connection) { retired.insert(connection) }
    }

    /// A connection is gone.
    mutating func closed(_ connection: UInt64) {
        retire(connection)
        retired.remove(connection)
        dialing.remove(connection)
        all.remove(connection)
    }

    /// A request that waited is given up.
    mutating func cancel(_ request: UInt64) {
        guard let index = waiting[firstWaiting...].firstIndex(of: request) else { return }
        waiting.remove(at: index)
    }

    private mutating func free() -> UInt64? {
        if let connection = idle.popLast() { return connection }
        guard let index = multiplexed.firstIndex(where: { $0.active < $0.capacity }) else { return nil }
        multiplexed[index].active += 1
        return multiplexed[index].connection
    }

    private mutating func takeWaiting() -> UInt64 {
        let request = waiting[firstWaiting]
        firstWaiting += 1
        if firstWaiting == waiting.count {
            waiting.removeAll(keepingCapacity: true)
            firstWaiting = 0
        } else if firstWaiting > 1_024 {
            waiting.removeFirst(firstWaiting)
            firstWaiting = 0
        }
        return request
    }
}
