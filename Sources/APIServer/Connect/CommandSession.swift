public import APIMachinery
internal import JSON
public import Transport

/// The client's terminal, in characters.
public struct TerminalSize: Sendable, Equatable {
    /// Columns.
    public var width: Int
    /// Lines.
    public var height: Int

    /// Makes a size.
    public init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }
}

/// How a command ended, as `kubectl exec` is told.
public enum CommandOutcome: Sendable, Equatable {
    /// It did what it was asked for.
    case success
    /// It ended by itself with this code; `kubectl exec` ends with the same. 0 is success.
    case exitCode(Int)
    /// It could not be run to its end.
    case failure(StatusError)
}

/// A client that is joined to a command: its input, two outputs, and the size of its terminal.
///
/// What `kubectl exec` and `attach` speak. Any task may use it, one at a time for receiving, several for writing.
/// Receiving slowly holds the client back, and writing waits for a client that reads slowly.
public struct CommandSession: Sendable {
    /// What comes from the client, in the order in which it was sent.
    public enum Input: Sendable, Equatable {
        case stdin([UInt8])
        /// No more comes on stdin, but the client still reads.
        case stdinEnded
        case resized(TerminalSize)
    }

    private enum Channel {
        static let stdin: UInt8 = 0
        static let stdout: UInt8 = 1
        static let stderr: UInt8 = 2
        static let error: UInt8 = 3
        static let resize: UInt8 = 4
    }

    private let connection: ChannelConnection

    init(_ socket: WebSocketSession) { connection = ChannelConnection(socket) }

    /// What both ends agreed on.
    public var channelProtocol: ChannelProtocol { connection.channelProtocol }

    /// Waits for the client.
    ///
    /// - Returns: nil when the client has said goodbye, or the server stops.
    /// - Throws: `.connectionLost`, `.violation`, `.cancelled`; `.concurrentReceive` if another task waits already.
    public func receive() async throws(WebSocketError) -> Input? {
        while let frame = try await connection.receive() {
            switch frame {
            case .data(Channel.stdin, let bytes): if !bytes.isEmpty { return .stdin(bytes) }
            case .data(Channel.resize, let bytes): if let size = Self.size(bytes) { return .resized(size) }
            case .end(Channel.stdin): return .stdinEnded
            // As upstream: what is meant for no reader is passed over.
            case .data, .end: break
            }
        }
        return nil
    }

    /// Writes to the client's standard output.
    public func write(_ bytes: [UInt8]) async throws(WebSocketError) {
        if !bytes.isEmpty { try await connection.send(Channel.stdout, bytes) }
    }

    /// Writes to the client's standard error.
    public func writeError(_ bytes: [UInt8]) async throws(WebSocketError) {
        if !bytes.isEmpty { try await connection.send(Channel.stderr, bytes) }
    }

    /// Tells the client that the connection stands.
    func begin() async throws(WebSocketError) { try await connection.send(Channel.stdout, []) }

    /// Tells the client how it ended.
    func end(_ outcome: CommandOutcome) async throws(WebSocketError) {
        guard let text = outcome.text(channelProtocol) else { return }
        try await connection.send(Channel.error, text)
    }

    /// Reads `{"Width":80,"Height":24}`.
    private static func size(_ bytes: [UInt8]) -> TerminalSize? {
        guard let json = try? JSONReader.parse(bytes), case .integer(let width)? = json["Width"],
            case .integer(let height)? = json["Height"], (0...65_535).contains(width), (0...65_535).contains(height)
        else { return nil }
        return TerminalSize(width: Int(width), height: Int(height))
    }
}

extension CommandOutcome {
    /// What the error channel says; nil for nothing.
    ///
    /// Source: kubelet `v4WriteStatusFunc` and `v1WriteStatusFunc`, `remotecommand.NonZeroExitCodeReason`.
    func text(_ channelProtocol: ChannelProtocol) -> [UInt8]? {
        if channelProtocol.tellsStatus { return JSONWriter.bytes(status) }
        guard case .string(let message)? = status["message"] else { return nil }
        return Array(message.utf8)
    }

    private var status: JSONValue {
        switch self {
        case .success, .exitCode(0): return ["metadata": .emptyObject, "status": "Success"]
        case .exitCode(let code):
            let cause: JSONValue = ["reason": "ExitCode", "message": .string(String(code))]
            return [
                "metadata": .emptyObject, "status": "Failure",
                "message": .string("command terminated with non-zero exit code: exit code \(code)"),
                "reason": "NonZeroExitCode", "details": ["causes": .array([cause])],
            ]
        case .failure(let error): return error.json
        }
    }
}
