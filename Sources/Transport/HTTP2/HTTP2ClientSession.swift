internal import CNghttp2

/// What a client's session tells its owner.
///
/// Called while nghttp2 runs: note it down, act later.
protocol HTTP2ClientSessionOwner: AnyObject {
    func fieldReceived(_ id: Int32, _ name: UnsafeBufferPointer<UInt8>, _ value: UnsafeBufferPointer<UInt8>)
    func headReceived(_ id: Int32)
    func bodyReceived(_ id: Int32, _ bytes: UnsafeBufferPointer<UInt8>)
    func streamEnded(_ id: Int32)
    func streamClosed(_ id: Int32, code: UInt32)
    func settingsReceived()
    func goAwayReceived()
    func dataSource(_ id: Int32, limit: Int) -> HTTP2Session.DataStep
    /// Sends a frame header and as many bytes of the stream; whether more may follow at once.
    func sendData(_ id: Int32, header: UnsafeBufferPointer<UInt8>, count: Int) -> Bool
}

/// The client side of one HTTP/2 connection.
///
/// Owns the `nghttp2_session`; does no I/O. Bytes of bodies are credited to their streams only when they are read.
/// One thread at a time.
@safe final class HTTP2ClientSession {
    /// Codes of RST_STREAM that mean something to us.
    enum ErrorCode {
        static let none: UInt32 = 0
        static let refusedStream: UInt32 = 7
        static let cancel: UInt32 = 8
    }

    private let session: OpaquePointer
    /// Given to every callback; freed after the session.
    private let context: UnsafeMutablePointer<ClientSessionContext>
    private var fields = HTTP2FieldList()

    /// Makes a session that has its preface and settings to send.
    init?(owner: any HTTP2ClientSessionOwner, limits: HTTPClientConfiguration.Limits) {
        var callbacks: OpaquePointer?
        guard unsafe nghttp2_session_callbacks_new(&callbacks) == 0 else { return nil }
        defer { unsafe nghttp2_session_callbacks_del(callbacks) }
        unsafe Self.install(in: callbacks)
        var options: OpaquePointer?
        guard unsafe nghttp2_option_new(&options) == 0 else { return nil }
        defer { unsafe nghttp2_option_del(options) }
        unsafe nghttp2_option_set_no_auto_window_update(options, 1)
        var made: OpaquePointer?
        let context = UnsafeMutablePointer<ClientSessionContext>.allocate(capacity: 1)
        unsafe context.initialize(to: ClientSessionContext(owner: owner))
        guard unsafe nghttp2_session_client_new2(&made, callbacks, context, options) == 0, let made = unsafe made
        else {
            unsafe context.deinitialize(count: 1)
            unsafe context.deallocate()
            return nil
        }
        unsafe session = made
        unsafe self.context = context
        sendSettings(limits)
    }

    deinit {
        unsafe nghttp2_session_del(session)
        unsafe context.deinitialize(count: 1)
        unsafe context.deallocate()
    }

    private func sendSettings(_ limits: HTTPClientConfiguration.Limits) {
        let settings = [
            nghttp2_settings_entry(settings_id: Int32(NGHTTP2_SETTINGS_ENABLE_PUSH.rawValue), value: 0),
            nghttp2_settings_entry(
                settings_id: Int32(NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE.rawValue),
                value: UInt32(clamping: min(limits.bufferBytes, Int(Int32.max)))
            ),
            nghttp2_settings_entry(
                settings_id: Int32(NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE.rawValue),
                value: UInt32(clamping: limits.headBytes)
            ),
            nghttp2_settings_entry(
                settings_id: Int32(NGHTTP2_SETTINGS_MAX_FRAME_SIZE.rawValue),
                value: UInt32(HTTP2Session.longestFrame)
            ),
        ]
        let flags = UInt8(NGHTTP2_FLAG_NONE.rawValue)
        _ = unsafe nghttp2_submit_settings(session, flags, settings, settings.count)
        // The streams limit what waits for readers; the connection's window only must not be in their way.
        _ = unsafe nghttp2_session_set_local_window_size(session, flags, 0, 16 << 20)
    }

    // MARK: Bytes

    /// Takes bytes of the peer; what is wrong if the connection is broken beyond repair.
    func receive(_ bytes: UnsafeRawBufferPointer) -> String? {
        let start = unsafe bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let code = unsafe nghttp2_session_mem_recv(session, start, bytes.count)
        return code >= 0 ? nil : unsafe String(cString: nghttp2_strerror(Int32(clamping: code)))
    }

    /// Lends the next frames that are not data; nil if the connection is broken, false if there are none now.
    func withNextFrames(_ body: (UnsafeBufferPointer<UInt8>) -> Void) -> Bool? {
        var start: UnsafePointer<UInt8>?
        let count = unsafe nghttp2_session_mem_send(session, &start)
        guard count >= 0 else { return nil }
        if count > 0 { unsafe body(UnsafeBufferPointer(start: start, count: count)) }
        return count > 0
    }

    /// Whether there is nothing left to do.
    func isOver() -> Bool {
        unsafe nghttp2_session_want_read(session) == 0 && nghttp2_session_want_write(session) == 0
    }

    /// Credits bytes that arrived to the connection.
    func consumeConnection(_ count: Int) { _ = unsafe nghttp2_session_consume_connection(session, count) }

    /// Credits bytes that were read to their stream.
    func consumeStream(_ id: Int32, _ count: Int) { _ = unsafe nghttp2_session_consume_stream(session, id, count) }

    /// How many requests at a time the server takes.
    func remoteConcurrentStreams() -> Int {
        Int(unsafe nghttp2_session_get_remote_settings(session, NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS))
    }

    // MARK: Frames

    /// Begins a request.
    ///
    /// - Returns: the number of its stream; nil if the connection has no numbers left.
    func submit(_ request: ClientRequest, endpoint: HTTPEndpoint, hasBody: Bool) -> Int32? {
        fields.removeAll()
        fields.add(":method".utf8, request.method.utf8)
        fields.add(":scheme".utf8, (endpoint.tls == nil ? "http" : "https").utf8)
        fields.add(":authority".utf8, (request.headers["host"] ?? endpoint.authority).utf8)
        fields.add(":path".utf8, request.target.utf8)
        for field in request.headers.fields where !HTTP2FieldList.isConnectionField(field.name) {
            switch field.name {
            case "host": continue
            case "content-length": if case .bytes = request.body { continue }
            case "te": if field.value != "trailers" { continue }
            default: break
            }
            fields.add(field.name.utf8, field.value.utf8)
        }
        if case .bytes(let bytes) = request.body, case .length = HTTP1RequestEncoder.framing(of: request) {
            fields.add("content-length".utf8, String(bytes.count).utf8)
        }
        let id = unsafe fields.withFields { fields in
            guard hasBody else {
                return unsafe nghttp2_submit_request(session, nil, fields.baseAddress, fields.count, nil, nil)
            }
            var provider = unsafe nghttp2_data_provider(source: nghttp2_data_source(), read_callback: readData)
            return unsafe nghttp2_submit_request(session, nil, fields.baseAddress, fields.count, &provider, nil)
        }
        return id > 0 ? id : nil
    }

    /// Lets a body that waited be asked again.
    func resume(_ id: Int32) { _ = unsafe nghttp2_session_resume_data(session, id) }

    func reset(_ id: Int32, _ code: UInt32) {
        _ = unsafe nghttp2_submit_rst_stream(session, UInt8(NGHTTP2_FLAG_NONE.rawValue), id, code)
    }

    /// Asks whether the peer is there.
    func ping() { _ = unsafe nghttp2_submit_ping(session, UInt8(NGHTTP2_FLAG_NONE.rawValue), nil) }

    /// Says goodbye.
    func goAway() {
        _ = unsafe nghttp2_submit_goaway(session, UInt8(NGHTTP2_FLAG_NONE.rawValue), 0, ErrorCode.none, nil, 0)
    }

    private static func install(in callbacks: OpaquePointer?) {
        unsafe nghttp2_session_callbacks_set_on_header_callback(callbacks, onHeader)
        unsafe nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, onDataChunk)
        unsafe nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, onFrameReceived)
        unsafe nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, onStreamClose)
        unsafe nghttp2_session_callbacks_set_send_data_callback(callbacks, sendData)
    }
}

/// What the callbacks find at `user_data`; the owner owns the session, so it lives as long.
@safe private struct ClientSessionContext {
    unowned let owner: any HTTP2ClientSessionOwner
}

private func owner(_ userData: UnsafeMutableRawPointer?) -> (any HTTP2ClientSessionOwner)? {
    unsafe userData?.assumingMemoryBound(to: ClientSessionContext.self).pointee.owner
}

private func onHeader(
    _ session: OpaquePointer?,
    _ frame: UnsafePointer<nghttp2_frame>?,
    _ name: UnsafePointer<UInt8>?,
    _ nameCount: Int,
    _ value: UnsafePointer<UInt8>?,
    _ valueCount: Int,
    _ flags: UInt8,
    _ userData: UnsafeMutableRawPointer?
) -> Int32 {
    guard let frame = unsafe frame else { return 0 }
    unsafe owner(userData)?.fieldReceived(
        frame.pointee.hd.stream_id,
        UnsafeBufferPointer(start: name, count: nameCount),
        UnsafeBufferPointer(start: value, count: valueCount)
    )
    return 0
}

private func onDataChunk(
    _ session: OpaquePointer?,
    _ flags: UInt8,
    _ id: Int32,
    _ data: UnsafePointer<UInt8>?,
    _ count: Int,
    _ userData: UnsafeMutableRawPointer?
) -> Int32 {
    unsafe owner(userData)?.bodyReceived(id, UnsafeBufferPointer(start: data, count: count))
    return 0
}

private func onFrameReceived(
    _ session: OpaquePointer?,
    _ frame: UnsafePointer<nghttp2_frame>?,
    _ userData: UnsafeMutableRawPointer?
) -> Int32 {
    guard let header = unsafe frame?.pointee.hd, let owner = unsafe owner(userData) else { return 0 }
    let isLast = header.flags & UInt8(NGHTTP2_FLAG_END_STREAM.rawValue) != 0
    switch UInt32(header.type) {
    case NGHTTP2_HEADERS.rawValue:
        owner.headReceived(header.stream_id)
        if isLast { owner.streamEnded(header.stream_id) }
    case NGHTTP2_DATA.rawValue where isLast: owner.streamEnded(header.stream_id)
    case NGHTTP2_SETTINGS.rawValue: owner.settingsReceived()
    case NGHTTP2_GOAWAY.rawValue: owner.goAwayReceived()
    default: break
    }
    return 0
}

private func onStreamClose(
    _ session: OpaquePointer?,
    _ id: Int32,
    _ code: UInt32,
    _ userData: UnsafeMutableRawPointer?
) -> Int32 {
    unsafe owner(userData)?.streamClosed(id, code: code)
    return 0
}

private func readData(
    _ session: OpaquePointer?,
    _ id: Int32,
    _ buffer: UnsafeMutablePointer<UInt8>?,
    _ limit: Int,
    _ flags: UnsafeMutablePointer<UInt32>?,
    _ source: UnsafeMutablePointer<nghttp2_data_source>?,
    _ userData: UnsafeMutableRawPointer?
) -> Int {
    switch unsafe owner(userData)?.dataSource(id, limit: limit) ?? .abort {
    case .wait: return Int(NGHTTP2_ERR_DEFERRED.rawValue)
    case .abort: return Int(NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE.rawValue)
    case .bytes(let count, let isLast):
        unsafe flags?.pointee |= NGHTTP2_DATA_FLAG_NO_COPY.rawValue
        if isLast { unsafe flags?.pointee |= NGHTTP2_DATA_FLAG_EOF.rawValue }
        return count
    }
}

private func sendData(
    _ session: OpaquePointer?,
    _ frame: UnsafeMutablePointer<nghttp2_frame>?,
    _ header: UnsafePointer<UInt8>?,
    _ count: Int,
    _ source: UnsafeMutablePointer<nghttp2_data_source>?,
    _ userData: UnsafeMutableRawPointer?
) -> Int32 {
    guard let id = unsafe frame?.pointee.hd.stream_id, let owner = unsafe owner(userData) else {
        return NGHTTP2_ERR_CALLBACK_FAILURE.rawValue
    }
    let mayGoOn = unsafe owner.sendData(id, header: UnsafeBufferPointer(start: header, count: 9), count: count)
    return mayGoOn ? 0 : NGHTTP2_ERR_PAUSE.rawValue
}
