/// The server's end of one WebSocket: what comes in, what is to be sent, and how it ends.
///
/// No I/O, no waiting.
///
/// Source: RFC 6455, 5.5 and 7.
struct WebSocketMachine {
    /// How far it has come to its end.
    enum Phase: Equatable {
        case open
        /// This end has said its last word and waits for the peer's.
        case closeSent
        /// Nothing more is read; the connection ends when the output is sent.
        case over
    }

    /// Why no more messages come.
    enum Outcome: Equatable {
        /// The peer has said its last word.
        case peerClosed(WebSocketClose)
        /// This end has.
        case closed(WebSocketClose)
        /// The peer broke the protocol and was told so.
        case violated(WebSocketClose)
        /// The connection broke.
        case lost
    }

    /// What is to be sent.
    var output = ByteQueue()
    private(set) var phase = Phase.open
    /// Nil while messages come; what came first stays.
    private(set) var outcome: Outcome?
    private var decoder: WebSocketDecoder

    init(messageBytes: Int) { decoder = WebSocketDecoder(expectsMask: true, messageBytes: messageBytes) }

    /// Takes bytes of the peer; the messages that are complete with them.
    ///
    /// Pings are answered, a close is returned, and a violation ends the connection with the code that it calls for.
    mutating func receive(_ bytes: [UInt8]) -> [WebSocketMessage] {
        guard phase != .over else { return [] }
        decoder.append(bytes)
        var messages: [WebSocketMessage] = []
        do throws(WebSocketViolation) {
            while phase != .over, let event = try decoder.next() {
                switch event {
                case .message(let message): if phase == .open { messages.append(message) }
                case .ping(let payload):
                    if phase == .open { output.build { WebSocketEncoder.append(.pong, payload, to: &$0) } }
                case .pong: break
                case .close(let close): peerClosed(close)
                }
            }
        } catch {
            say(error.close)
            end(.violated(error.close))
        }
        return messages
    }

    private mutating func peerClosed(_ close: WebSocketClose) {
        // The peer's own code is the answer, without its reason.
        say(WebSocketClose(close.code))
        end(.peerClosed(close))
    }

    private mutating func end(_ outcome: Outcome) {
        self.outcome = self.outcome ?? outcome
        phase = .over
    }

    /// Sends a message; false if the end has begun.
    mutating func send(_ message: WebSocketMessage) -> Bool {
        guard phase == .open else { return false }
        output.build { WebSocketEncoder.append(message, to: &$0) }
        return true
    }

    /// Says a last word, once; nothing is sent or delivered after it.
    mutating func close(_ close: WebSocketClose) {
        guard phase == .open else { return }
        say(close)
        outcome = .closed(close)
        phase = .closeSent
    }

    /// The peer sends no more, or is not waited for any longer.
    mutating func giveUp() { end(.lost) }

    private mutating func say(_ close: WebSocketClose) {
        guard phase == .open else { return }
        output.build { WebSocketEncoder.append(close, to: &$0) }
    }
}

/// Bytes that are added at the end and taken from the front.
struct ByteQueue {
    private var bytes: [UInt8] = []
    private var start = 0

    var count: Int { bytes.count - start }

    var isEmpty: Bool { count == 0 }

    /// Appends through a closure that must only add.
    mutating func build(_ body: (inout [UInt8]) -> Void) { body(&bytes) }

    /// Moves bytes to another array.
    mutating func take(_ limit: Int, into out: inout [UInt8]) {
        let end = start + min(limit, count)
        out += bytes[start..<end]
        start = end
        if start == bytes.count {
            bytes.removeAll(keepingCapacity: bytes.capacity <= 4_096)
            start = 0
        } else if start > 65_536, start > bytes.count / 2 {
            bytes.removeFirst(start)
            start = 0
        }
    }
}
