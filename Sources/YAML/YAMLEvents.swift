internal import CYAML

/// One step of a YAML stream, copied out of the parser.
enum YAMLEvent {
    /// A scalar with its text.
    struct Scalar {
        let anchor: String?
        /// The full tag, nil if none was written or if it was `!`.
        let tag: String?
        let text: String
        /// Whether the text decides the type: it was written without quotes, or tagged `!`.
        let isPlain: Bool
    }

    case documentStart
    case documentEnd
    case streamEnd
    case alias(String)
    case scalar(Scalar)
    case sequenceStart(anchor: String?)
    case sequenceEnd
    case mappingStart(anchor: String?)
    case mappingEnd
}

/// The events of a YAML text: libyaml's parser.
@safe
struct YAMLEvents: ~Copyable {
    /// Line at which the last event began, from 1.
    private(set) var line = 1
    /// The parser keeps pointers into itself, so it stays where it was allocated.
    private let parser: UnsafeMutablePointer<yaml_parser_t>

    /// Begins to read; the bytes must stay where they are as long as this lives, libyaml copies nothing.
    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        let isReady = unsafe yaml_parser_initialize(parser)
        precondition(isReady == 1, "libyaml is out of memory")
        unsafe yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
        unsafe self.parser = parser
    }

    deinit {
        unsafe yaml_parser_delete(parser)
        unsafe parser.deallocate()
    }

    /// The next event; the start of the stream is left out.
    mutating func next() throws(YAMLError) -> YAMLEvent {
        while true {
            var event = unsafe yaml_event_t()
            guard unsafe yaml_parser_parse(parser, &event) == 1 else { throw problem() }
            defer { unsafe yaml_event_delete(&event) }
            unsafe line = Int(event.start_mark.line) + 1
            if let event = unsafe Self.copy(event) { return event }
        }
    }

    private static func copy(_ event: yaml_event_t) -> YAMLEvent? {
        switch unsafe event.type {
        case YAML_STREAM_END_EVENT, YAML_NO_EVENT: return .streamEnd
        case YAML_DOCUMENT_START_EVENT: return .documentStart
        case YAML_DOCUMENT_END_EVENT: return .documentEnd
        case YAML_ALIAS_EVENT: return .alias(unsafe text(event.data.alias.anchor) ?? "")
        case YAML_SEQUENCE_START_EVENT: return .sequenceStart(anchor: unsafe text(event.data.sequence_start.anchor))
        case YAML_SEQUENCE_END_EVENT: return .sequenceEnd
        case YAML_MAPPING_START_EVENT: return .mappingStart(anchor: unsafe text(event.data.mapping_start.anchor))
        case YAML_MAPPING_END_EVENT: return .mappingEnd
        case YAML_SCALAR_EVENT:
            let scalar = unsafe event.data.scalar
            let bytes = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            let tag = unsafe text(scalar.tag)
            return .scalar(
                YAMLEvent.Scalar(
                    anchor: unsafe text(scalar.anchor),
                    tag: tag == "!" ? nil : tag,
                    text: unsafe String(decoding: bytes, as: UTF8.self),
                    isPlain: unsafe scalar.plain_implicit != 0
                )
            )
        default: return nil
        }
    }

    private static func text(_ pointer: UnsafeMutablePointer<UInt8>?) -> String? {
        guard let pointer = unsafe pointer else { return nil }
        return unsafe String(cString: pointer)
    }

    /// What the parser has to say after a failure.
    private func problem() -> YAMLError {
        let state = unsafe parser.pointee
        let message = unsafe state.problem.map { unsafe String(cString: $0) } ?? "unknown problem parsing YAML content"
        let line = unsafe max(state.problem_mark.line, state.problem_mark.line == 0 ? state.context_mark.line : 0)
        return YAMLError(reason: .syntax(message), line: Int(line) + 1)
    }
}
