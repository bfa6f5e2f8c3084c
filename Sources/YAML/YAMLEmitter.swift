internal import CYAML

/// Turns events into YAML text: libyaml's emitter.
@safe
struct YAMLEmitter: ~Copyable {
    /// How a scalar is written where the text allows it.
    enum Style {
        case plain
        case doubleQuoted
        case literal
    }

    /// Where the emitter's bytes go.
    ///
    /// The emitter refers to it without owning it and is deleted before it.
    private final class Output {
        var bytes: [UInt8] = []
    }

    private let output: Output
    /// The emitter keeps pointers into itself, so it stays where it was allocated.
    private let emitter: UnsafeMutablePointer<yaml_emitter_t>

    /// Begins a stream with one document.
    init() {
        let emitter = UnsafeMutablePointer<yaml_emitter_t>.allocate(capacity: 1)
        let isReady = unsafe yaml_emitter_initialize(emitter)
        precondition(isReady == 1, "libyaml is out of memory")
        let output = Output()
        unsafe yaml_emitter_set_output(
            emitter,
            { context, bytes, count in
                guard let context = unsafe context, let bytes = unsafe bytes else { return 0 }
                let output = unsafe Unmanaged<Output>.fromOpaque(context).takeUnretainedValue()
                unsafe output.bytes.append(contentsOf: UnsafeBufferPointer(start: bytes, count: count))
                return 1
            },
            Unmanaged.passUnretained(output).toOpaque()
        )
        unsafe yaml_emitter_set_unicode(emitter, 1)
        unsafe yaml_emitter_set_width(emitter, -1)
        self.output = output
        unsafe self.emitter = emitter
        unsafe emit { unsafe yaml_stream_start_event_initialize(&$0, YAML_UTF8_ENCODING) }
        unsafe emit { unsafe yaml_document_start_event_initialize(&$0, nil, nil, nil, 1) }
    }

    deinit {
        unsafe yaml_emitter_delete(emitter)
        unsafe emitter.deallocate()
    }

    /// Ends document and stream and returns the text.
    mutating func end() -> [UInt8] {
        unsafe emit { unsafe yaml_document_end_event_initialize(&$0, 1) }
        unsafe emit { unsafe yaml_stream_end_event_initialize(&$0) }
        return output.bytes
    }

    mutating func beginSequence() {
        unsafe emit { unsafe yaml_sequence_start_event_initialize(&$0, nil, nil, 1, YAML_BLOCK_SEQUENCE_STYLE) }
    }

    mutating func endSequence() { unsafe emit { unsafe yaml_sequence_end_event_initialize(&$0) } }

    mutating func beginMapping() {
        unsafe emit { unsafe yaml_mapping_start_event_initialize(&$0, nil, nil, 1, YAML_BLOCK_MAPPING_STYLE) }
    }

    mutating func endMapping() { unsafe emit { unsafe yaml_mapping_end_event_initialize(&$0) } }

    mutating func scalar(_ text: String, _ style: Style) {
        let wanted =
            switch style {
            case .plain: YAML_PLAIN_SCALAR_STYLE
            case .doubleQuoted: YAML_DOUBLE_QUOTED_SCALAR_STYLE
            case .literal: YAML_LITERAL_SCALAR_STYLE
            }
        var text = text
        text.withUTF8 { bytes in
            var empty: UInt8 = 0
            unsafe withUnsafePointer(to: &empty) { nothing in
                let start = unsafe bytes.baseAddress ?? nothing
                unsafe emit { event in
                    unsafe yaml_scalar_event_initialize(&event, nil, nil, start, CInt(bytes.count), 1, 1, wanted)
                }
            }
        }
    }

    /// Makes an event and hands it to libyaml, which frees it.
    ///
    /// Only lack of memory makes either fail.
    private func emit(_ make: (inout yaml_event_t) -> CInt) {
        var event = unsafe yaml_event_t()
        precondition(unsafe make(&event) == 1, "libyaml could not make an event")
        precondition(unsafe yaml_emitter_emit(emitter, &event) == 1, "libyaml could not write an event")
    }
}
