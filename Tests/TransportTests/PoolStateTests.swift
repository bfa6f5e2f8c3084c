import Testing

@testable import Transport

@Suite struct PoolStateTests {
    private func limits(connections: Int = 10, waiting: Int = 10) -> HTTPClientConfiguration.Limits {
        var limits = HTTPClientConfiguration.Limits()
        limits.connectionsPerEndpoint = connections
        limits.waitingPerEndpoint = waiting
        return limits
    }

    @Test func usesAFreeConnectionAgain() {
        var pool = PoolState(limits: limits(), expectsHTTP2: false)
        #expect(pool.want(1) == .dial(connection: 1))
        #expect(pool.next() == .none)
        pool.connected(1, capacity: nil)
        #expect(pool.next() == .assign(request: 1, connection: 1))
        pool.released(1)
        #expect(pool.want(2) == .assign(request: 2, connection: 1))
        #expect(pool.want(3) == .dial(connection: 2))
    }

    @Test func putsManyRequestsOnOneHTTP2Connection() {
        var pool = PoolState(limits: limits(), expectsHTTP2: true)
        #expect(pool.want(1) == .dial(connection: 1))
        #expect(pool.want(2) == .none)
        #expect(pool.want(3) == .none)
        pool.connected(1, capacity: 2)
        #expect(pool.next() == .assign(request: 1, connection: 1))
        #expect(pool.next() == .assign(request: 2, connection: 1))
        #expect(pool.next() == .dial(connection: 2))
        pool.released(1)
        #expect(pool.next() == .assign(request: 3, connection: 1))
    }

    @Test func opensMoreWhenTheServerTurnsOutToSpeakHTTP1() {
        var pool = PoolState(limits: limits(), expectsHTTP2: true)
        #expect(pool.want(1) == .dial(connection: 1))
        #expect(pool.want(2) == .none)
        #expect(pool.want(3) == .none)
        pool.connected(1, capacity: nil)
        #expect(pool.next() == .assign(request: 1, connection: 1))
        #expect(pool.next() == .dial(connection: 2))
        #expect(pool.next() == .dial(connection: 3))
        #expect(pool.next() == .none)
    }

    @Test func limitsConnectionsAndTheQueue() {
        var pool = PoolState(limits: limits(connections: 1, waiting: 2), expectsHTTP2: false)
        #expect(pool.want(1) == .dial(connection: 1))
        #expect(pool.want(2) == .none)
        #expect(pool.want(3) == .refuse(request: 3))
        pool.cancel(2)
        #expect(pool.waitingCount == 1)
        #expect(pool.want(4) == .none)
        pool.connected(1, capacity: nil)
        #expect(pool.next() == .assign(request: 1, connection: 1))
        #expect(pool.next() == .none)
        pool.closed(1)
        #expect(pool.next() == .dial(connection: 2))
    }

    @Test func failsThoseWhoWaitedForADialThatFailed() {
        var pool = PoolState(limits: limits(), expectsHTTP2: true)
        #expect(pool.want(1) == .dial(connection: 1))
        #expect(pool.want(2) == .none)
        pool.failed(1, .timedOut(.connect))
        #expect(pool.next() == .fail(request: 1, .timedOut(.connect)))
        #expect(pool.next() == .fail(request: 2, .timedOut(.connect)))
        #expect(pool.next() == .none)
        #expect(pool.isEmpty)
        #expect(pool.want(3) == .dial(connection: 2))
    }

    @Test func failsOneRequestPerDialOfHTTP1() {
        var pool = PoolState(limits: limits(), expectsHTTP2: false)
        #expect(pool.want(1) == .dial(connection: 1))
        #expect(pool.want(2) == .dial(connection: 2))
        pool.failed(1, .timedOut(.connect))
        #expect(pool.next() == .fail(request: 1, .timedOut(.connect)))
        #expect(pool.next() == .none)
        pool.connected(2, capacity: nil)
        #expect(pool.next() == .assign(request: 2, connection: 2))
    }

    @Test func givesNothingToRetiredConnections() {
        var pool = PoolState(limits: limits(), expectsHTTP2: true)
        #expect(pool.want(1) == .dial(connection: 1))
        pool.connected(1, capacity: 5)
        #expect(pool.next() == .assign(request: 1, connection: 1))
        pool.retire(1)
        pool.released(1)
        #expect(pool.want(2) == .dial(connection: 2))
        pool.closed(1)
        #expect(!pool.isEmpty)
    }
}
