/// What a session and its connection share: a machine, messages on their way, and who waits for what.
///
/// No I/O; methods return who is to be resumed once the lock is given back.
struct WebSocketSessionState {
    typealias Receiver = CheckedContinuation<Result<WebSocketMessage?, WebSocketError>, Never>
    typealias Sender = CheckedContinuation<Result<Void, WebSocketError>, Never>

    /// Who waited, and with what they go on; called when the lock is given back.
    struct Resumption: Sendable {
        var receiver: (continuation: Receiver, result: Result<WebSocketMessage?, WebSocketError>)?
        var senders: [Sender] = []
        var sent: Result<Void, WebSocketError> = .success(())

        func callAsFunction() {
            if let receiver { receiver.continuation.resume(returning: receiver.result) }
            for sender in senders { sender.resume(returning: sent) }
        }
    }

    /// What receiving gives.
    enum Inlet {
        case ready(Result<WebSocketMessage?, WebSocketError>)
        case empty
    }

    let configuration: WebSocketConfiguration
    var machine: WebSocketMachine
    var waker: StreamWaker?
    var task: Task<Void, Never>?
    private var inbox: [WebSocketMessage] = []
    private var firstInInbox = 0
    private(set) var inboxBytes = 0
    private var receiver: Receiver?
    private var senders: [UInt64: Sender] = [:]
    private var lastSender: UInt64 = 0
    private var isGone = false

    init(_ configuration: WebSocketConfiguration) {
        self.configuration = configuration
        machine = WebSocketMachine(messageBytes: configuration.messageBytes)
    }

    /// Whether the peer may send on: neither messages nor answers to pings have piled up.
    var wantsInput: Bool {
        switch machine.phase {
        case .open: inboxBytes < configuration.inboxBytes && machine.output.count < 2 * configuration.outboxBytes
        // What comes is thrown away, until the last word.
        case .closeSent: true
        case .over: false
        }
    }

    // MARK: Receiving

    /// The next message, nil at a proper end; nothing if one has to wait.
    mutating func takeMessage() -> Inlet {
        if firstInInbox < inbox.count {
            let message = inbox[firstInInbox]
            firstInInbox += 1
            inboxBytes -= message.byteCount + Self.messageCost
            if firstInInbox == inbox.count || firstInInbox >= 64 {
                inbox.removeFirst(firstInInbox)
                firstInInbox = 0
            }
            return .ready(.success(message))
        }
        guard receiver == nil else { return .ready(.failure(.concurrentReceive)) }
        guard let end else { return .empty }
        return .ready(end)
    }

    /// Parks who waits for a message.
    mutating func park(_ continuation: Receiver) { receiver = continuation }

    mutating func unparkReceiver() -> Receiver? { receiver.take() }

    /// How receiving ends; nil if it goes on.
    private var end: Result<WebSocketMessage?, WebSocketError>? {
        switch machine.outcome {
        case nil: nil
        case .peerClosed, .closed: .success(nil)
        case .violated(let close): .failure(.violation(close))
        case .lost: .failure(.connectionLost)
        }
    }

    /// Takes bytes of the peer; who waits for what came of them.
    mutating func receive(_ bytes: [UInt8]) -> Resumption {
        for message in machine.receive(bytes) {
            inbox.append(message)
            inboxBytes += message.byteCount + Self.messageCost
        }
        return deliver()
    }

    private mutating func deliver() -> Resumption {
        guard let waiting = receiver.take() else { return Resumption() }
        guard case .ready(let result) = takeMessage() else {
            receiver = waiting
            return Resumption()
        }
        return Resumption(receiver: (waiting, result))
    }

    /// Memory that a message takes besides its bytes.
    private static let messageCost = 32

    // MARK: Sending

    /// Queues a message.
    mutating func send(_ message: WebSocketMessage) throws(WebSocketError) {
        guard machine.send(message) else { throw sendingError }
    }

    /// Whether as much waits to be sent as may.
    var mustWaitToSend: Bool { !isGone && machine.output.count > configuration.outboxBytes }

    /// Parks who waits until more can be sent.
    mutating func park(_ continuation: Sender, as id: UInt64) { senders[id] = continuation }

    mutating func unparkSender(_ id: UInt64) -> Sender? { senders.removeValue(forKey: id) }

    mutating func nextSender() -> UInt64 {
        lastSender += 1
        return lastSender
    }

    /// Moves bytes to the connection; who may send again.
    mutating func pull(_ limit: Int, into buffer: inout [UInt8]) -> Resumption {
        machine.output.take(limit, into: &buffer)
        return mustWaitToSend ? Resumption() : Resumption(senders: takeSenders())
    }

    private mutating func takeSenders() -> [Sender] {
        defer { senders = [:] }
        return Array(senders.values)
    }

    // MARK: The end

    /// Says a last word; who waits for a message gets none any more.
    mutating func close(_ close: WebSocketClose) -> Resumption {
        machine.close(close)
        return deliver()
    }

    /// The peer sends no more.
    mutating func giveUp() -> Resumption {
        machine.giveUp()
        return deliver()
    }

    /// The connection has gone: everybody who waits is told.
    mutating func gone() -> Resumption {
        isGone = true
        var all = giveUp()
        all.senders = takeSenders()
        all.sent = .failure(sendingError)
        return all
    }

    private var sendingError: WebSocketError { machine.outcome == .lost ? .connectionLost : .closed }
}
