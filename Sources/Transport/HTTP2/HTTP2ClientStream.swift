/// One request and its answer on an HTTP/2 connection of a client.
///
/// Loop only.
final class HTTP2ClientStream {
    let id: Int32
    let exchange: ClientExchange

    // MARK: Answer

    /// The status of the head that is being read.
    var status = 0
    /// The fields of the head or of the trailers that are being read.
    var fields = HTTPHeaders()
    var headBytes = 0
    /// Set by the session, given to the exchange afterwards.
    var head: ResponseHead?
    var hasHead = false
    /// Set by the session: the server has sent everything.
    var isEnded = false
    /// Set by the session: the code with which the stream closed.
    var closeCode: UInt32?
    var isHeadTooLarge = false
    /// Whether the session has something to tell the exchange.
    var isTouched = false
    /// Whether the exchange has heard of the end.
    var isDone = false

    // MARK: Request

    /// Bytes of the body that are ready to be sent; those before `offset` were.
    private var bytes: [UInt8] = []
    private var offset = 0
    /// Whether no more will be added.
    var isBodyComplete = false
    /// Whether the body broke.
    var isBodyBroken = false

    init(id: Int32, exchange: ClientExchange) {
        self.id = id
        self.exchange = exchange
    }

    /// How many bytes are ready to be sent.
    var readyBytes: Int { bytes.count - offset }

    func add(_ more: [UInt8]) {
        if readyBytes == 0 {
            bytes = more
            offset = 0
        } else {
            bytes += more
        }
    }

    /// Moves bytes to the output.
    func take(_ count: Int, into output: inout OutputQueue) {
        output.append(bytes[offset..<offset + count])
        offset += count
        if offset == bytes.count { (bytes, offset) = ([], 0) }
    }
}
