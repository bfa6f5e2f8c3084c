internal import EventLoop
internal import Glibc
internal import TLS

/// What a server has on one loop: its connections there, a buffer for reading, the date.
///
/// Loop only.
@safe final class ServerWorker {
    let server: HTTPServer
    private(set) var connections: [UInt64: ServerConnection] = [:]
    private(set) var isDraining = false
    /// Whether streams end as soon as they begin.
    private(set) var isEndingStreams = false
    private let mailbox = WakeMailbox()
    /// For the streams that may wait for a round.
    private let roundMailbox = WakeMailbox()
    private var rounds = WakeRounds()
    /// Reused for the bytes of one pull of a stream.
    var pulled: [UInt8] = []

    let scratchBytes = 32 << 10
    let scratchBuffer: UnsafeMutableRawBufferPointer
    private var lastID: UInt64 = 0
    private var date: (second: Int, text: [UInt8]) = (0, [])

    init(server: HTTPServer) {
        self.server = server
        unsafe scratchBuffer = .allocate(byteCount: scratchBytes, alignment: 16)
    }

    deinit { unsafe scratchBuffer.deallocate() }

    var configuration: HTTPServerConfiguration { server.configuration }

    /// The first bytes of the buffer.
    func scratch(_ count: Int) -> UnsafeRawBufferPointer {
        unsafe UnsafeRawBufferPointer(rebasing: scratchBuffer[..<count])
    }

    /// The worker of a server on a loop, made when it is first asked for.
    static func of(_ server: HTTPServer, on loop: isolated EventLoop) -> ServerWorker {
        if let worker = existing(server, on: loop) { return worker }
        let worker = ServerWorker(server: server)
        loop.locals[ObjectIdentifier(server)] = worker
        return worker
    }

    /// The worker of a server on a loop, if there is one still.
    static func existing(_ server: HTTPServer, on loop: isolated EventLoop) -> ServerWorker? {
        loop.locals[ObjectIdentifier(server)] as? ServerWorker
    }

    // MARK: Connections

    /// Takes over an accepted socket.
    func adopt(_ socket: Socket, on loop: isolated EventLoop) {
        guard !isDraining else {
            socket.close()
            return server.connectionClosed()
        }
        lastID += 1
        let connection: ServerConnection
        if let context = server.tls {
            do throws(TLSError) {
                let session = try context.makeSession(fd: socket.fd)
                connection = ServerConnection(id: lastID, socket: socket, tls: session, worker: self)
            } catch {
                socket.close()
                return server.connectionClosed()
            }
        } else {
            connection = ServerConnection(id: lastID, socket: socket, tls: nil, worker: self)
        }
        connections[lastID] = connection
        connection.start(on: loop)
    }

    func connectionClosed(_ connection: ServerConnection, on loop: isolated EventLoop) {
        guard connections.removeValue(forKey: connection.id) != nil else { return }
        server.connectionClosed()
    }

    /// Calls `body` in the loop's next turn, if the connection is still there.
    func later(
        _ id: UInt64,
        on loop: isolated EventLoop,
        _ body: @escaping @Sendable (ServerConnection, isolated EventLoop) -> Void
    ) {
        let server = server
        loop.execute { loop in
            guard let connection = Self.existing(server, on: loop)?.connections[id] else { return }
            body(connection, loop)
        }
    }

    /// A waker that leads to `ServerProtocol.streamWoken`; wake-ups that come together are merged.
    func makeWaker(connection id: UInt64, stream: Int32, on loop: isolated EventLoop) -> StreamWaker {
        let (server, mailbox, roundMailbox, owner) = (server, mailbox, roundMailbox, loop)
        let letter = WakeMailbox.Letter(connection: id, stream: stream, flag: WakeFlag())
        let roundLetter = WakeMailbox.Letter(connection: id, stream: stream, flag: WakeFlag())
        return StreamWaker {
            guard letter.flag.raise(), mailbox.add(letter) else { return }
            owner.execute { loop in
                guard let worker = Self.existing(server, on: loop) else { return }
                worker.deliver(mailbox.take(), on: loop)
            }
        } inRound: {
            guard roundLetter.flag.raise(), roundMailbox.add(roundLetter) else { return }
            owner.execute { loop in Self.existing(server, on: loop)?.beginRound(on: loop) }
        }
    }

    /// The body of a request that is handed over while it comes in; its reader leads to `ServerProtocol.bodyTaken`.
    func makeBody(connection id: UInt64, request: UInt64, length: Int?, on loop: isolated EventLoop) -> ArrivingBody {
        let server = server
        return ArrivingBody(length: length, on: loop) { count, loop in
            let connection = Self.existing(server, on: loop)?.connections[id]
            connection?.bodyTaken(count, of: request, on: loop)
        }
    }

    private func deliver(_ letters: [WakeMailbox.Letter], on loop: isolated EventLoop) {
        for letter in letters {
            letter.flag.lower()
            connections[letter.connection]?.streamWoken(letter.stream, on: loop)
        }
    }

    /// Wakes everybody who waits for a round, now or after the pause that the last one has earned.
    private func beginRound(on loop: isolated EventLoop) {
        if let pause = rounds.wait(at: .now) {
            let server = server
            loop.schedule(after: pause) { loop in Self.existing(server, on: loop)?.beginRound(on: loop) }
            return
        }
        let letters = roundMailbox.take()
        deliver(letters, on: loop)
        rounds.ended(at: .now, streams: letters.count)
    }

    // MARK: The end

    /// Ends what is idle, and lets requests and streams go on.
    func beginDrain(on loop: isolated EventLoop) {
        isDraining = true
        for connection in Array(connections.values) { connection.beginDrain(on: loop) }
    }

    /// Ends streams, now and as they begin.
    func endStreams(on loop: isolated EventLoop) {
        isEndingStreams = true
        for connection in Array(connections.values) { connection.endStreams(on: loop) }
    }

    /// Ends everything at once.
    func cut(on loop: isolated EventLoop) {
        isDraining = true
        for connection in Array(connections.values) { connection.close(on: loop) }
    }

    // MARK: Date

    /// The value of the `date` field, made once a second.
    func dateValue() -> [UInt8] {
        let now = time(nil)
        if now != date.second { date = (now, HTTPDate.format(now)) }
        return date.text
    }
}
