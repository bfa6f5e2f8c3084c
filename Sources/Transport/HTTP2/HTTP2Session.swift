internal import CNghttp2
internal import EventLoop

/// What a session tells its owner.
///
/// Called while nghttp2 runs: note it down, act later.
protocol HTTP2SessionOwner: AnyObject {
    func streamBegan(_ id: Int32)
    func fieldReceived(_ id: Int32, _ name: UnsafeBufferPointer<UInt8>, _ value: UnsafeBufferPointer<UInt8>)
    func bodyReceived(_ id: Int32, _ bytes: UnsafeBufferPointer<UInt8>)
    func headReceived(_ id: Int32, isLast: Bool)
    func bodyEnded(_ id: Int32)
    func resetReceived(_ id: Int32)
    func streamClosed(_ id: Int32)
    func lastFrameSent(_ id: Int32)
    func dataSource(_ id: Int32, limit: Int) -> HTTP2Session.DataStep
    /// Sends a frame header and as many bytes of the stream; whether more may follow at once.
    func sendData(_ id: Int32, header: UnsafeBufferPointer<UInt8>, count: Int) -> Bool
}

/// The server side of one HTTP/2 connection.
///
/// Owns the `nghttp2_session`; does no I/O. One thread at a time.
@safe final class HTTP2Session {
    /// What a body has to send.
    enum DataStep {
        case bytes(Int, isLast: Bool)
        case wait
        case abort
    }

    /// The longest frame with data that is asked for or sent: much at once is cheaper to pass on, but others wait for it.
    static let longestFrame = 64 << 10

    /// Codes of RST_STREAM and GOAWAY.
    enum ErrorCode: UInt32 {
        case none = 0
        case internalError = 2
        case cancel = 8
        case enhanceYourCalm = 11
    }

    private let session: OpaquePointer
    private var fieldBytes: [UInt8] = []
    private var fieldEnds: [Int] = []

    /// Makes a session that has its settings to send.
    init?(owner: any HTTP2SessionOwner, limits: HTTPServerConfiguration.Limits) {
        var callbacks: OpaquePointer?
        guard unsafe nghttp2_session_callbacks_new(&callbacks) == 0 else { return nil }
        defer { unsafe nghttp2_session_callbacks_del(callbacks) }
        unsafe Self.install(in: callbacks)
        var options: OpaquePointer?
        guard unsafe nghttp2_option_new(&options) == 0 else { return nil }
        defer { unsafe nghttp2_option_del(options) }
        unsafe nghttp2_option_set_no_auto_window_update(options, 1)
        var made: OpaquePointer?
        let context = UnsafeMutablePointer<HTTP2SessionContext>.allocate(capacity: 1)
        unsafe context.initialize(to: HTTP2SessionContext(owner: owner))
        guard unsafe nghttp2_session_server_new2(&made, callbacks, context, options) == 0, let made = unsafe made
        else {
            unsafe context.deinitialize(count: 1)
            unsafe context.deallocate()
            return nil
        }
        unsafe session = made
        unsafe self.context = context
        sendSettings(limits)
    }

    /// Given to every callback; freed after the session.
    private let context: UnsafeMutablePointer<HTTP2SessionContext>

    deinit {
        unsafe nghttp2_session_del(session)
        unsafe context.deinitialize(count: 1)
        unsafe context.deallocate()
    }

    private func sendSettings(_ limits: HTTPServerConfiguration.Limits) {
        let settings = [
            nghttp2_settings_entry(
                settings_id: Int32(NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS.rawValue),
                value: UInt32(clamping: limits.concurrentStreams)
            ),
            nghttp2_settings_entry(
                settings_id: Int32(NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE.rawValue),
                value: 256 << 10
            ),
            nghttp2_settings_entry(
                settings_id: Int32(NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE.rawValue),
                value: UInt32(clamping: limits.headBytes)
            ),
        ]
        _ = unsafe nghttp2_submit_settings(session, UInt8(NGHTTP2_FLAG_NONE.rawValue), settings, settings.count)
        _ = unsafe nghttp2_session_set_local_window_size(session, UInt8(NGHTTP2_FLAG_NONE.rawValue), 0, 1 << 20)
    }

    // MARK: Bytes

    /// Takes bytes of the peer; false if the connection is broken beyond repair.
    func receive(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let start = unsafe bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        return unsafe nghttp2_session_mem_recv(session, start, bytes.count) >= 0
    }

    /// Credits bytes of a body to the connection, so that the peer may send more; also while the session runs.
    func consumeConnection(_ count: Int) { _ = unsafe nghttp2_session_consume_connection(session, count) }

    /// Credits bytes of a body to their stream.
    func consumeStream(_ id: Int32, _ count: Int) { _ = unsafe nghttp2_session_consume_stream(session, id, count) }

    /// Lends the next frames that are not data; nil if there are none now.
    func withNextFrames(_ body: (UnsafeBufferPointer<UInt8>) -> Void) -> Bool? {
        var start: UnsafePointer<UInt8>?
        let count = unsafe nghttp2_session_mem_send(session, &start)
        guard count >= 0 else { return nil }
        if count > 0 { unsafe body(UnsafeBufferPointer(start: start, count: count)) }
        return count > 0
    }

    /// Whether there is anything left to do.
    func isOver() -> Bool {
        unsafe nghttp2_session_want_read(session) == 0 && nghttp2_session_want_write(session) == 0
    }

    func wantsWrite() -> Bool { unsafe nghttp2_session_want_write(session) != 0 }

    // MARK: Frames

    /// Begins an answer; names in lower case.
    ///
    /// - Returns: whether the connection is to be closed afterwards.
    func submitResponse(
        _ id: Int32,
        status: Int,
        headers: HTTPHeaders,
        date: [UInt8],
        length: Int?,
        hasBody: Bool
    ) -> Bool {
        fieldBytes.removeAll(keepingCapacity: true)
        fieldEnds.removeAll(keepingCapacity: true)
        addField(":status".utf8, String(status).utf8)
        var (hasDate, asksToClose) = (false, false)
        for field in headers.fields {
            switch field.name {
            case "connection":
                asksToClose = HTTP1Syntax.hasToken("close", in: field.value)
                continue
            case "content-length", "transfer-encoding", "keep-alive", "upgrade", "proxy-connection": continue
            case "date": hasDate = true
            default: break
            }
            addField(field.name.utf8, field.value.utf8)
        }
        if !hasDate { addField("date".utf8, date) }
        if let length { addField("content-length".utf8, String(length).utf8) }
        submitFields(id, hasBody: hasBody)
        return asksToClose
    }

    private func addField(_ name: some Sequence<UInt8>, _ value: some Sequence<UInt8>) {
        fieldBytes.append(contentsOf: name)
        fieldEnds.append(fieldBytes.count)
        let start = fieldBytes.count
        fieldBytes.append(contentsOf: value)
        for index in start..<fieldBytes.count where !HTTP1Syntax.isFieldByte(fieldBytes[index]) {
            fieldBytes[index] = 0x20
        }
        fieldEnds.append(fieldBytes.count)
    }

    private func submitFields(_ id: Int32, hasBody: Bool) {
        let count = fieldEnds.count / 2
        unsafe fieldBytes.withUnsafeMutableBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return }
            unsafe withUnsafeTemporaryAllocation(of: nghttp2_nv.self, capacity: count) { pairs in
                var start = 0
                for index in 0..<count {
                    let (middle, end) = (fieldEnds[2 * index], fieldEnds[2 * index + 1])
                    unsafe pairs.initializeElement(
                        at: index,
                        to: nghttp2_nv(
                            name: base + start,
                            value: base + middle,
                            namelen: middle - start,
                            valuelen: end - middle,
                            flags: UInt8(NGHTTP2_NV_FLAG_NONE.rawValue)
                        )
                    )
                    start = end
                }
                guard hasBody else {
                    _ = unsafe nghttp2_submit_response(session, id, pairs.baseAddress, count, nil)
                    return
                }
                var provider = unsafe nghttp2_data_provider(source: nghttp2_data_source(), read_callback: readData)
                _ = unsafe nghttp2_submit_response(session, id, pairs.baseAddress, count, &provider)
            }
        }
    }

    /// Lets a body that waited be asked again.
    func resume(_ id: Int32) { _ = unsafe nghttp2_session_resume_data(session, id) }

    func reset(_ id: Int32, _ code: ErrorCode) {
        _ = unsafe nghttp2_submit_rst_stream(session, UInt8(NGHTTP2_FLAG_NONE.rawValue), id, code.rawValue)
    }

    /// Tells the peer to begin no more requests; those on their way are still taken.
    func announceShutdown() { _ = unsafe nghttp2_submit_shutdown_notice(session) }

    /// Takes no more requests.
    func goAway(_ code: ErrorCode) {
        let last = unsafe nghttp2_session_get_last_proc_stream_id(session)
        _ = unsafe nghttp2_submit_goaway(session, UInt8(NGHTTP2_FLAG_NONE.rawValue), last, code.rawValue, nil, 0)
    }

    private static func install(in callbacks: OpaquePointer?) {
        unsafe nghttp2_session_callbacks_set_on_begin_headers_callback(callbacks, onBeginHeaders)
        unsafe nghttp2_session_callbacks_set_on_header_callback(callbacks, onHeader)
        unsafe nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, onDataChunk)
        unsafe nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, onFrameReceived)
        unsafe nghttp2_session_callbacks_set_on_frame_send_callback(callbacks, onFrameSent)
        unsafe nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, onStreamClose)
        unsafe nghttp2_session_callbacks_set_send_data_callback(callbacks, sendData)
        unsafe nghttp2_session_callbacks_set_data_source_read_length_callback(callbacks, frameLength)
    }
}

/// What the callbacks find at `user_data`; the owner owns the session, so it lives as long.
@safe private struct HTTP2SessionContext {
    unowned let owner: any HTTP2SessionOwner
}

private func owner(_ userData: UnsafeMutableRawPointer?) -> (any HTTP2SessionOwner)? {
    unsafe userData?.assumingMemoryBound(to: HTTP2SessionContext.self).pointee.owner
}

private func onBeginHeaders(
    _ session: OpaquePointer?,
    _ frame: UnsafePointer<nghttp2_frame>?,
    _ userData: UnsafeMutableRawPointer?
) -> Int32 {
    guard let frame = unsafe frame else { return 0 }
    if unsafe frame.pointee.headers.cat == NGHTTP2_HCAT_REQUEST {
        unsafe owner(userData)?.streamBegan(frame.pointee.hd.stream_id)
    }
    return 0
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
    guard let frame = unsafe frame, unsafe frame.pointee.headers.cat == NGHTTP2_HCAT_REQUEST else { return 0 }
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
    case NGHTTP2_HEADERS.rawValue: owner.headReceived(header.stream_id, isLast: isLast)
    case NGHTTP2_DATA.rawValue where isLast: owner.bodyEnded(header.stream_id)
    case NGHTTP2_RST_STREAM.rawValue: owner.resetReceived(header.stream_id)
    default: break
    }
    return 0
}

private func onFrameSent(
    _ session: OpaquePointer?,
    _ frame: UnsafePointer<nghttp2_frame>?,
    _ userData: UnsafeMutableRawPointer?
) -> Int32 {
    guard let header = unsafe frame?.pointee.hd, header.stream_id > 0 else { return 0 }
    let carriesEnd = header.type == UInt8(NGHTTP2_HEADERS.rawValue) || header.type == UInt8(NGHTTP2_DATA.rawValue)
    if carriesEnd, header.flags & UInt8(NGHTTP2_FLAG_END_STREAM.rawValue) != 0 {
        unsafe owner(userData)?.lastFrameSent(header.stream_id)
    }
    return 0
}

private func onStreamClose(
    _ session: OpaquePointer?,
    _ id: Int32,
    _ code: UInt32,
    _ userData: UnsafeMutableRawPointer?
) -> Int32 {
    unsafe owner(userData)?.streamClosed(id)
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

/// How much may go into the next frame; nghttp2 alone would stay below 16 KiB whatever the peer allows.
private func frameLength(
    _ session: OpaquePointer?,
    _ frameType: UInt8,
    _ id: Int32,
    _ connectionWindow: Int32,
    _ streamWindow: Int32,
    _ peerLimit: UInt32,
    _ userData: UnsafeMutableRawPointer?
) -> Int {
    min(Int(connectionWindow), Int(streamWindow), Int(peerLimit), HTTP2Session.longestFrame)
}
