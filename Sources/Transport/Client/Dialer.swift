internal import EventLoop

/// Makes one TCP connection: looks the name up on a thread of its own, then tries the addresses.
///
/// An address that has not answered after a moment gets company of the next one; the first connection wins.
/// Loop only. Source: RFC 8305, 5.
final class Dialer {
    private let number: UInt64
    /// Nil once the pool has heard of the end.
    private var pool: EndpointPool?
    private let endpoint: HTTPEndpoint
    private let shared: ClientShared
    private var addresses: ArraySlice<SocketAddress> = []
    private var attempts: [ObjectIdentifier: DialAttempt] = [:]
    private var lastError: EventLoopError?
    private var stagger: TimerHandle?
    private var deadline: TimerHandle?
    private var lookUp: Task<Void, Never>?

    /// How long an address is tried alone.
    static let headStart = Duration.milliseconds(250)

    /// Makes the dialer of connection `number`.
    init(_ number: UInt64, of pool: EndpointPool) {
        self.number = number
        self.pool = pool
        endpoint = pool.endpoint
        shared = pool.worker.shared
    }

    /// Begins; calls the pool once, not after ``cancel(on:)``.
    func start(timeout: Duration, on loop: isolated EventLoop) {
        deadline = schedule(after: timeout, on: loop) { dialer, loop in
            dialer.finish(.failure(.timedOut(.connect)), on: loop)
        }
        let (host, port) = (endpoint.host, endpoint.port)
        if let address = SocketAddress.numeric(host, port: port) { return tryAll([address], on: loop) }
        let thread: BlockingThread
        do throws(EventLoopError) {
            thread = try BlockingThread(name: "resolve")
        } catch {
            return finish(.failure(.system(error)), on: loop)
        }
        lookUp = Task.immediate { [weak self] in
            _ = loop  // so that the task is isolated to it
            let found = await thread.run { () -> Result<[SocketAddress], EventLoopError> in
                do throws(EventLoopError) {
                    return .success(try SocketAddress.resolve(host, port: port))
                } catch {
                    return .failure(error)
                }
            }
            self?.resolved(found, on: loop)
        }
    }

    /// Gives up quietly.
    func cancel(on loop: isolated EventLoop) {
        pool = nil
        tidy(on: loop)
    }

    private func resolved(_ found: Result<[SocketAddress], EventLoopError>, on loop: isolated EventLoop) {
        guard pool != nil else { return }
        switch found {
        case .success(let addresses): tryAll(Self.alternating(addresses), on: loop)
        case .failure(let error): finish(.failure(.system(error)), on: loop)
        }
    }

    /// The addresses so that the two families take turns, the resolver's first one first.
    ///
    /// Source: RFC 8305, 4.
    static func alternating(_ addresses: [SocketAddress]) -> [SocketAddress] {
        guard let first = addresses.first else { return [] }
        let preferred = addresses.filter { $0.isIPv6 == first.isIPv6 }
        let others = addresses.filter { $0.isIPv6 != first.isIPv6 }
        var result: [SocketAddress] = []
        for index in 0..<max(preferred.count, others.count) {
            if index < preferred.count { result.append(preferred[index]) }
            if index < others.count { result.append(others[index]) }
        }
        return result
    }

    private func tryAll(_ addresses: [SocketAddress], on loop: isolated EventLoop) {
        self.addresses = addresses[...]
        tryNext(on: loop)
    }

    private func tryNext(on loop: isolated EventLoop) {
        stagger?.cancel(on: loop)
        stagger = nil
        while let address = addresses.popFirst() {
            do throws(EventLoopError) {
                let socket = try Socket.beginConnect(to: address)
                let attempt = DialAttempt(socket: socket, address: address, dialer: self)
                try attempt.start(on: loop)
                attempts[ObjectIdentifier(attempt)] = attempt
                break
            } catch {
                lastError = error
            }
        }
        if attempts.isEmpty { return finish(.failure(.system(failure)), on: loop) }
        guard !addresses.isEmpty else { return }
        stagger = schedule(after: Self.headStart, on: loop) { dialer, loop in dialer.tryNext(on: loop) }
    }

    private func schedule(
        after delay: Duration,
        on loop: isolated EventLoop,
        _ body: @escaping @Sendable (Dialer, isolated EventLoop) -> Void
    ) -> TimerHandle {
        let (shared, endpoint, number) = (shared, endpoint, number)
        return loop.schedule(after: delay) { loop in
            let pool = ClientWorker.existing(shared, on: loop)?.pools[endpoint]
            guard let dialer = pool?.dialers[number] else { return }
            body(dialer, loop)
        }
    }

    private var failure: EventLoopError {
        lastError ?? .unresolved(host: endpoint.host, reason: "no address")
    }

    fileprivate func succeeded(_ attempt: DialAttempt, on loop: isolated EventLoop) {
        attempts[ObjectIdentifier(attempt)] = nil
        finish(.success(attempt.socket), on: loop)
    }

    fileprivate func failed(_ attempt: DialAttempt, _ code: Int32, on loop: isolated EventLoop) {
        attempts[ObjectIdentifier(attempt)] = nil
        attempt.socket.close()
        lastError = .system(call: "connect", code: code, subject: "\(attempt.address)")
        if !addresses.isEmpty {
            tryNext(on: loop)
        } else if attempts.isEmpty {
            finish(.failure(.system(failure)), on: loop)
        }
    }

    private func finish(_ result: Result<Socket, TransportError>, on loop: isolated EventLoop) {
        tidy(on: loop)
        pool.take()?.dialed(number, result, on: loop)
    }

    private func tidy(on loop: isolated EventLoop) {
        stagger?.cancel(on: loop)
        deadline?.cancel(on: loop)
        lookUp?.cancel()
        for attempt in attempts.values {
            attempt.stop(on: loop)
            attempt.socket.close()
        }
        (stagger, deadline, lookUp, attempts) = (nil, nil, nil, [:])
    }
}

/// One address that is being tried.
private final class DialAttempt: DescriptorHandler {
    let socket: Socket
    let address: SocketAddress
    private weak var dialer: Dialer?
    private var registration: Registration?

    init(socket: Socket, address: SocketAddress, dialer: Dialer) {
        self.socket = socket
        self.address = address
        self.dialer = dialer
    }

    func start(on loop: isolated EventLoop) throws(EventLoopError) {
        do throws(EventLoopError) {
            registration = try loop.register(socket.fd, for: .writable, self)
        } catch {
            socket.close()
            throw error
        }
    }

    func stop(on loop: isolated EventLoop) {
        if let registration { loop.unregister(registration) }
        registration = nil
    }

    func ready(_ events: Readiness, on loop: isolated EventLoop) {
        stop(on: loop)
        let code = socket.finishConnect()
        if code == 0 { dialer?.succeeded(self, on: loop) } else { dialer?.failed(self, code, on: loop) }
    }
}
