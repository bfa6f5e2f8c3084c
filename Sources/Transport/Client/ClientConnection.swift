internal import EventLoop
internal import TLS

/// One connection of a client: handshake, reading, writing, deadlines.
///
/// Loop only.
final class ClientConnection: DescriptorHandler {
    private enum Phase {
        case handshaking
        case open
        case closed
    }

    /// Its number in the pool.
    let number: UInt64
    let pool: EndpointPool
    let worker: ClientWorker
    private(set) var http: (any ClientProtocol)?
    var output = OutputQueue()
    /// How many bytes went out so far.
    private(set) var sentBytes = 0
    /// When bytes last came, in nanoseconds of the loop's clock.
    private(set) var lastReceived: UInt64 = 0

    private let socket: Socket
    private var tls: TLSSession?
    private let hasTLS: Bool
    private var phase = Phase.handshaking
    private var registration: Registration?
    private var interest: Readiness = []
    private var isReadingPaused = false
    private var isReading = false
    private var isFlushing = false
    private var isFlushPending = false
    private var isBlocked = false
    private var closesAfterOutput = false
    private var endsWritingAfterOutput = false
    private var deadline = UInt64.max
    private var timer: (handle: TimerHandle, at: UInt64)?

    init(number: UInt64, socket: Socket, tls: consuming TLSSession?, pool: EndpointPool) {
        self.number = number
        self.socket = socket
        hasTLS = tls != nil
        self.tls = tls
        self.pool = pool
        worker = pool.worker
    }

    /// Begins the handshake.
    func start(on loop: isolated EventLoop) {
        do throws(EventLoopError) {
            interest = .readable
            registration = try loop.register(socket.fd, for: interest, self)
        } catch {
            return close(.system(error), on: loop)
        }
        guard hasTLS else { return open(nil, on: loop) }
        setDeadline(after: worker.configuration.timeouts.connect, on: loop)
        handshake(on: loop)
    }

    // MARK: Events

    func ready(_ events: Readiness, on loop: isolated EventLoop) {
        switch phase {
        case .handshaking: handshake(on: loop)
        case .open:
            if isBlocked {
                isBlocked = false
                flush(on: loop)
            }
            if !isReadingPaused {
                if !events.isDisjoint(with: .input) { read(on: loop) }
            } else if !events.isDisjoint(with: [.hungUp, .failed]) {
                close(.connectionClosed, on: loop)
            } else {
                updateInterest(on: loop)
            }
        case .closed: break
        }
    }

    private func handshake(on loop: isolated EventLoop) {
        switch tls?.handshake() {
        case .done:
            deadline = .max
            setInterest([.readable], on: loop)
            open(tls?.applicationProtocol(), on: loop)
        case .wantRead: setInterest([.readable], on: loop)
        case .wantWrite: setInterest([.readable, .writable], on: loop)
        case .failed(let error):
            tls = nil
            close(.tls(error), on: loop)
        case .closed, nil:
            tls = nil
            close(.connectionClosed, on: loop)
        }
    }

    private func open(_ applicationProtocol: String?, on loop: isolated EventLoop) {
        let wantsHTTP2 = pool.endpoint.protocols == .http2
        if wantsHTTP2, hasTLS, applicationProtocol != "h2" { return close(.protocolRefused, on: loop) }
        phase = .open
        lastReceived = loop.now
        if wantsHTTP2 || applicationProtocol == "h2" {
            http = HTTP2ClientProtocol(connection: self, on: loop)
        } else {
            http = HTTP1ClientProtocol(connection: self, on: loop)
        }
        pool.connected(self, on: loop)
        flush(on: loop)
    }

    // MARK: Reading

    /// Stops reading while a reader is slower than the server.
    func pauseReading(on loop: isolated EventLoop) {
        isReadingPaused = true
        updateInterest(on: loop)
    }

    func resumeReading(on loop: isolated EventLoop) {
        guard isReadingPaused else { return }
        isReadingPaused = false
        updateInterest(on: loop)
        guard !isReading else { return }
        // What TLS has decrypted already is not reported by the socket.
        worker.later(self, on: loop) { connection, loop in connection.read(on: loop) }
    }

    private func read(on loop: isolated EventLoop) {
        guard case .open = phase, !isReading else { return }
        isReading = true
        var turns = 0
        var isMuch = false
        reading: while case .open = phase, !isReadingPaused {
            let (count, step) = isMuch ? receiveMuch(on: loop) : receiveSome(on: loop)
            guard case .open = phase else { break reading }
            switch step {
            case .done:
                turns += 1
                // After a full record there is probably more, and much at once is cheaper to pass on.
                isMuch = count >= OutputQueue.recordBytes
                if !isMuch, !(tls?.hasPending() ?? false) { break reading }
                if turns >= 32 {
                    worker.later(self, on: loop) { connection, loop in connection.read(on: loop) }
                    break reading
                }
            case .closed:
                // Reported again and again otherwise.
                isReadingPaused = true
                http?.inputClosed(on: loop)
                break reading
            case .failed(let error):
                tls = nil
                close(.tls(error), on: loop)
            case .wantRead, .wantWrite: break reading
            }
        }
        isReading = false
        flush(on: loop)
    }

    /// Reads once, and passes on what came.
    private func receiveSome(on loop: isolated EventLoop) -> (count: Int, step: TLSStep) {
        let step = unsafe readOnce(into: worker.scratchBuffer)
        guard case .done(let count) = step else { return (0, step) }
        lastReceived = loop.now
        unsafe http?.receive(worker.scratch(count), on: loop)
        return (count, step)
    }

    /// Reads several records into memory of their own, which bodies in them may keep, and passes them on.
    private func receiveMuch(on loop: isolated EventLoop) -> (count: Int, step: TLSStep) {
        var step = TLSStep.wantRead
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 4 * OutputQueue.recordBytes) { buffer, count in
            repeat {
                let rest = unsafe UnsafeMutableRawBufferPointer(buffer)[count...]
                step = unsafe readOnce(into: UnsafeMutableRawBufferPointer(rebasing: rest))
                guard case .done(let more) = step else { return }
                count += more
            } while count < buffer.count
        }
        if !bytes.isEmpty {
            lastReceived = loop.now
            http?.receive(bytes, on: loop)
        }
        return (bytes.count, step)
    }

    private func readOnce(into buffer: UnsafeMutableRawBufferPointer) -> TLSStep {
        guard !hasTLS else { return unsafe tls?.read(into: buffer) ?? .closed }
        switch unsafe socket.read(into: buffer) {
        case .done(let count): return .done(count)
        case .wouldBlock: return .wantRead
        case .closed: return .closed
        }
    }

    // MARK: Writing

    /// Sends output, and asks the protocol for more as long as the socket takes it.
    func flush(on loop: isolated EventLoop) {
        guard case .open = phase, !isFlushing, !isReading else { return }
        isFlushing = true
        defer { isFlushing = false }
        var turns = 0
        while !isBlocked {
            if output.count >= OutputQueue.recordBytes { tls?.gather() }
            while !output.isEmpty {
                guard writeOnce(on: loop) else { return }
            }
            turns += 1
            if closesAfterOutput || endsWritingAfterOutput || turns > 16 {
                guard endGathering(on: loop) else { return }
            }
            if closesAfterOutput { return close(.connectionClosed, on: loop) }
            if turns > 16 {
                return worker.later(self, on: loop) { connection, loop in connection.flush(on: loop) }
            }
            http?.fill(on: loop)
            guard case .open = phase else { return }
            guard output.isEmpty else { continue }
            if closesAfterOutput { continue }
            guard endGathering(on: loop) else { return }
            if endsWritingAfterOutput {
                endsWritingAfterOutput = false
                tls?.shutdown()
                if !hasTLS { socket.shutdownWrite() }
            }
            return
        }
    }

    /// Sends output at the end of this turn, together with what comes until then.
    func flushSoon(on loop: isolated EventLoop) {
        guard !isFlushPending else { return }
        isFlushPending = true
        worker.later(self, on: loop) { connection, loop in
            connection.isFlushPending = false
            connection.flush(on: loop)
        }
    }

    /// Sends the records that were collected; false if the socket is full or the connection gone.
    private func endGathering(on loop: isolated EventLoop) -> Bool {
        took(tls?.endGathering() ?? .done(0), on: loop)
    }

    /// Sends once; false if the socket is full or the connection gone.
    private func writeOnce(on loop: isolated EventLoop) -> Bool {
        let step = unsafe output.withNext { bytes in
            guard !hasTLS else { return unsafe tls?.write(bytes) ?? .closed }
            switch unsafe socket.write(bytes) {
            case .done(let count): return TLSStep.done(count)
            case .wouldBlock: return .wantWrite
            case .closed: return .closed
            }
        }
        return took(step, on: loop)
    }

    /// Notes how a write went: whether more may be written.
    private func took(_ step: TLSStep, on loop: isolated EventLoop) -> Bool {
        switch step {
        case .done(let count):
            output.consume(count)
            sentBytes += count
            updateInterest(on: loop)
            return true
        case .wantRead, .wantWrite:
            isBlocked = true
            updateInterest(on: loop)
        case .closed: close(.connectionClosed, on: loop)
        case .failed(let error):
            tls = nil
            close(.tls(error), on: loop)
        }
        return false
    }

    private func updateInterest(on loop: isolated EventLoop) {
        guard case .open = phase else { return }
        var wanted: Readiness = isReadingPaused ? .none : .readable
        if isBlocked { wanted.insert(.writable) }
        setInterest(wanted, on: loop)
    }

    private func setInterest(_ wanted: Readiness, on loop: isolated EventLoop) {
        guard wanted != interest, let registration else { return }
        interest = wanted
        loop.update(registration, for: wanted)
    }

    // MARK: The end

    /// Closes when all output is sent.
    func closeAfterOutput() { closesAfterOutput = true }

    /// Tells the peer, when all output is sent, that no more comes; it may go on sending.
    func endWritingAfterOutput() { endsWritingAfterOutput = true }

    /// Ends the connection at once; what is on it fails with `error`.
    func close(_ error: TransportError, on loop: isolated EventLoop) {
        if case .closed = phase { return }
        let wasOpen = if case .open = phase { true } else { false }
        phase = .closed
        if let registration { loop.unregister(registration) }
        timer?.handle.cancel(on: loop)
        timer = nil
        tls?.shutdown()
        tls = nil
        socket.close()
        // So that nothing that is sent again comes here.
        pool.retire(self)
        let last = http
        http = nil
        last?.closed(error, on: loop)
        pool.closed(self, error, wasOpen: wasOpen, on: loop)
    }

    // MARK: Deadlines

    /// Moves the deadline; cheap, because the timer is only re-armed when it would fire too late.
    func setDeadline(after duration: Duration, on loop: isolated EventLoop) {
        deadline = loop.now &+ duration.nanosecondsClamped
        armTimer(on: loop)
    }

    /// Takes the deadline away.
    func clearDeadline() { deadline = .max }

    private func armTimer(on loop: isolated EventLoop) {
        guard deadline != .max else { return }
        if let timer {
            guard timer.at > deadline else { return }
            timer.handle.cancel(on: loop)
        }
        let delay = Duration.nanoseconds(Int64(clamping: deadline > loop.now ? deadline - loop.now : 0))
        let (shared, endpoint, number) = (worker.shared, pool.endpoint, number)
        let handle = loop.schedule(after: delay) { loop in
            let pool = ClientWorker.existing(shared, on: loop)?.pools[endpoint]
            pool?.connections[number]?.timerFired(on: loop)
        }
        timer = (handle, deadline)
    }

    private func timerFired(on loop: isolated EventLoop) {
        timer = nil
        guard deadline <= loop.now else { return armTimer(on: loop) }
        deadline = .max
        guard let http else { return close(.timedOut(.connect), on: loop) }
        http.deadlineReached(on: loop)
        armTimer(on: loop)
    }
}
