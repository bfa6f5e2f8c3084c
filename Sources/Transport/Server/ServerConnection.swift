internal import EventLoop
internal import TLS

/// One accepted connection: handshake, reading, writing, deadlines.
///
/// Loop only.
final class ServerConnection: DescriptorHandler {
    let id: UInt64
    let worker: ServerWorker
    let remoteAddress: String
    /// What the peer presented; known after the handshake.
    private(set) var peerCertificates: CertificateChain?
    var output = OutputQueue()

    private let socket: Socket
    private var tls: TLSSession?
    private(set) var phase = Phase.starting
    private(set) var http: (any ServerProtocol)?
    private var registration: Registration?
    private var interest = Readiness.readable
    private var isReadingPaused = false
    private var isReading = false
    private var isFlushing = false
    private var isBlocked = false
    private var closing = Closing.no
    var deadlines = ConnectionDeadlines()
    private var writeTimeout: Duration
    private var hasInputEnded = false
    /// Whether the sending half ends as soon as the output is empty.
    private var owesOutputEnd = false

    init(id: UInt64, socket: Socket, tls: consuming TLSSession?, worker: ServerWorker) {
        self.id = id
        self.socket = socket
        self.tls = tls
        self.worker = worker
        writeTimeout = worker.configuration.timeouts.write
        let peer = socket.peerAddress
        remoteAddress =
            peer.host.utf8.contains(UInt8(ascii: ":")) ? "[\(peer.host)]:\(peer.port)" : "\(peer.host):\(peer.port)"
    }

    /// Begins to listen to the socket.
    func start(on loop: isolated EventLoop) {
        do throws(EventLoopError) {
            registration = try loop.register(socket.fd, for: interest, self)
        } catch {
            close(on: loop)
            return
        }
        setDeadline(after: worker.configuration.timeouts.handshake, on: loop)
    }

    // MARK: Events

    func ready(_ events: Readiness, on loop: isolated EventLoop) {
        switch phase {
        case .starting: begin(on: loop)
        case .handshaking: handshake(on: loop)
        case .open:
            if isBlocked {
                isBlocked = false
                flush(on: loop)
            }
            if takesInput {
                if !events.isDisjoint(with: .input) { read(on: loop) }
            } else if !events.isDisjoint(with: .ending) {
                interrupted(events, on: loop)
            } else {
                updateInterest(on: loop)
            }
        case .lingering: linger(on: loop)
        case .closed: break
        }
    }

    /// Decides by the first bytes: a TLS handshake begins with 0x16, an HTTP method with a capital letter.
    private func begin(on loop: isolated EventLoop) {
        let first = socket.peek(3)
        guard let byte = first.first else { return close(on: loop) }
        guard worker.server.tls != nil else {
            open(first == Array("PRI".utf8) ? "h2" : nil, on: loop)
            read(on: loop)
            return
        }
        guard byte < UInt8(ascii: "A") || byte > UInt8(ascii: "Z") else {
            tls = nil
            let text = "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n"
            phase = .open
            output.append(Array(text.utf8)[...])
            closeAfterOutput(lingering: true)
            return flush(on: loop)
        }
        phase = .handshaking
        handshake(on: loop)
    }

    private func handshake(on loop: isolated EventLoop) {
        switch tls?.handshake() {
        case .done:
            peerCertificates = tls?.peerCertificates()
            let chosen = tls?.applicationProtocol()
            setInterest([.readable], on: loop)
            open(chosen, on: loop)
            read(on: loop)
        case .wantRead: setInterest([.readable], on: loop)
        case .wantWrite: setInterest([.readable, .writable], on: loop)
        case .failed, .closed, nil:
            worker.server.handshakeFailed()
            tls = nil
            close(on: loop)
        }
    }

    private func open(_ applicationProtocol: String?, on loop: isolated EventLoop) {
        phase = .open
        if applicationProtocol == "h2" {
            http = HTTP2ServerProtocol(connection: self, on: loop)
        } else {
            http = HTTP1ServerProtocol(connection: self, on: loop)
        }
        if worker.isDraining { http?.beginDrain(on: loop) }
    }

    // MARK: Reading

    /// Stops reading, for instance when requests come faster than they are answered.
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
        let (worker, id) = (worker, id)
        worker.later(id, on: loop) { connection, loop in connection.read(on: loop) }
    }

    private func read(on loop: isolated EventLoop) {
        guard case .open = phase, !isReading else { return }
        isReading = true
        var turns = 0
        while case .open = phase, takesInput {
            let step = readOnce()
            switch step {
            case .done(let count):
                unsafe http?.receive(worker.scratch(count), on: loop)
                turns += 1
                guard case .open = phase else { break }
                if count < worker.scratchBytes, !hasPending() { break }
                if turns >= 32 {
                    worker.later(id, on: loop) { connection, loop in connection.read(on: loop) }
                    break
                }
                continue
            case .closed:
                hasInputEnded = true
                http?.inputClosed(on: loop)
                updateInterest(on: loop)
            case .failed:
                tls = nil
                close(on: loop)
            case .wantRead, .wantWrite: break
            }
            break
        }
        isReading = false
        flush(on: loop)
    }

    private func readOnce() -> TLSStep {
        let buffer = unsafe worker.scratchBuffer
        guard worker.server.tls != nil else {
            switch unsafe socket.read(into: buffer) {
            case .done(let count): return .done(count)
            case .wouldBlock: return .wantRead
            case .closed: return .closed
            }
        }
        return unsafe tls?.read(into: buffer) ?? .closed
    }

    private func hasPending() -> Bool { tls?.hasPending() ?? false }

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
            if isEnding || turns > 16 {
                guard endGathering(on: loop) else { return }
            }
            if owesOutputEnd { endOutput() }
            guard case .no = closing else { return finish(on: loop) }
            if turns > 16 {
                worker.later(id, on: loop) { connection, loop in connection.flush(on: loop) }
                return
            }
            http?.fill(on: loop)
            guard output.isEmpty else { continue }
            guard case .open = phase else { return }
            guard isEnding else {
                _ = endGathering(on: loop)
                return
            }
        }
    }

    /// Whether something is to be done when all output is sent.
    private var isEnding: Bool { if case .no = closing { owesOutputEnd } else { true } }

    /// Sends the records that were collected; false if the socket is full or the connection gone.
    private func endGathering(on loop: isolated EventLoop) -> Bool {
        took(tls?.endGathering() ?? .done(0), on: loop)
    }

    /// Sends once; false if the socket is full or the connection gone.
    private func writeOnce(on loop: isolated EventLoop) -> Bool {
        let hasTLS = tls != nil
        let step = unsafe output.withNext { bytes in
            guard hasTLS else {
                switch unsafe socket.write(bytes) {
                case .done(let count): return TLSStep.done(count)
                case .wouldBlock: return .wantWrite
                case .closed: return .closed
                }
            }
            return unsafe tls?.write(bytes) ?? .closed
        }
        return took(step, on: loop)
    }

    /// Notes how a write went: whether more may be written.
    private func took(_ step: TLSStep, on loop: isolated EventLoop) -> Bool {
        switch step {
        case .done(let count):
            output.consume(count)
            if deadlines.write != .max {
                deadlines.write = .max
                updateInterest(on: loop)
            }
            return true
        case .wantRead, .wantWrite:
            isBlocked = true
            deadlines.write = loop.now &+ writeTimeout.nanosecondsClamped
            armTimer(on: loop)
            updateInterest(on: loop)
        case .closed, .failed:
            tls = nil
            close(on: loop)
        }
        return false
    }

    /// Whether received bytes are wanted: not when the end is near or the protocol has enough.
    private var takesInput: Bool {
        if case .no = closing { !isReadingPaused && !hasInputEnded } else { false }
    }

    private func updateInterest(on loop: isolated EventLoop) {
        guard case .open = phase else { return }
        // Who takes a connection over reads all that was sent, even if the peer has gone meanwhile.
        let noticesEnd = isReadingPaused && !isTakenOver
        var wanted: Readiness = takesInput ? .readable : noticesEnd ? .peerClosed : .none
        if isBlocked { wanted.insert(.writable) }
        setInterest(wanted, on: loop)
    }

    private func setInterest(_ wanted: Readiness, on loop: isolated EventLoop) {
        guard wanted != interest, let registration else { return }
        interest = wanted
        loop.update(registration, for: wanted)
    }

    // MARK: Taking over

    private var isTakenOver: Bool { http is TakenOverProtocol }

    /// Leaves the connection to a stream, behind what is to be sent already.
    func takeOver(_ stream: any DuplexStream, received: [UInt8], on loop: isolated EventLoop) {
        writeTimeout = worker.configuration.timeouts.takenOver
        let taken = TakenOverProtocol(stream, connection: self)
        http = taken
        taken.start(received: received, on: loop)
        flush(on: loop)
    }

    /// Ends the sending half when all output is sent.
    func endOutputAfterOutput() { owesOutputEnd = true }

    private func endOutput() {
        owesOutputEnd = false
        if hasInputEnded { return closeAfterOutput(lingering: false) }
        tls?.shutdown()
        socket.shutdownWrite()
    }

    /// The peer has gone, or both halves are closed, while nothing is read.
    private func interrupted(_ events: Readiness, on loop: isolated EventLoop) {
        guard isTakenOver, !events.contains(.failed), !hasInputEnded else { return close(on: loop) }
        // What was sent before is read when the stream wants it. Until then the loop would report this for ever.
        if let registration { loop.unregister(registration) }
        registration = nil
    }

    // MARK: The end

    /// Closes when all output is sent; with `lingering` the peer may go on sending for a moment.
    func closeAfterOutput(lingering: Bool) { closing = .afterOutput(lingering: lingering) }

    /// Most bytes that a peer may go on sending after its answer; what limits it is time.
    private static let lingeringBytes = 64 << 20

    private func finish(on loop: isolated EventLoop) {
        guard case .afterOutput(let lingering) = closing, lingering else { return close(on: loop) }
        tls?.shutdown()
        tls = nil
        socket.shutdownWrite()
        http?.closed(on: loop)
        http = nil
        phase = .lingering(bytesLeft: max(Self.lingeringBytes, worker.configuration.limits.bodyBytes))
        isReadingPaused = false
        setInterest([.readable], on: loop)
        setDeadline(after: .seconds(2), on: loop)
        linger(on: loop)
    }

    private func linger(on loop: isolated EventLoop) {
        while case .lingering(let bytesLeft) = phase {
            switch unsafe socket.read(into: worker.scratchBuffer) {
            case .done(let count) where count < bytesLeft: phase = .lingering(bytesLeft: bytesLeft - count)
            case .wouldBlock: return
            case .done, .closed: close(on: loop)
            }
        }
    }

    /// Ends the connection at once.
    func close(on loop: isolated EventLoop) {
        if case .closed = phase { return }
        phase = .closed
        http?.closed(on: loop)
        http = nil
        if let registration { loop.unregister(registration) }
        deadlines.cancel(on: loop)
        tls?.shutdown()
        tls = nil
        socket.close()
        worker.connectionClosed(self, on: loop)
    }
}
