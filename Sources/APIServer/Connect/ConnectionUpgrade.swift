internal import APIMachinery
internal import Telemetry
internal import Transport

/// Takes the connection of a request over, for a WebSocket and what is spoken on it.
struct ConnectionUpgrade: Sendable {
    private let request: HTTPRequest
    private let log: Logger

    init(_ request: HTTPRequest, log: Logger) {
        self.request = request
        self.log = log
    }

    /// The path without its query, in which clients may have put what no log should hold.
    private var path: String { String(request.target.prefix { $0 != "?" }) }

    /// The answer that opens a WebSocket.
    ///
    /// - Throws: ``WebSocketRefusal`` if the request is not, or badly, made for that.
    func webSocket(
        protocols: [String],
        _ configuration: WebSocketConfiguration = WebSocketConfiguration(),
        handler: @escaping WebSocketHandler
    ) throws -> HTTPResponse {
        let (log, path) = (log, path)
        return try WebSocketHandshake(request, protocols: protocols).response(configuration) { session in
            do {
                try await handler(session)
            } catch {
                Self.report(error, path, to: log)
                throw error
            }
        }
    }

    /// The answer that joins the client to a command.
    func command(
        protocols: [ChannelProtocol],
        handler: @escaping @Sendable (CommandSession) async throws -> CommandOutcome
    ) throws -> HTTPResponse {
        let (log, path) = (log, path)
        return try webSocket(protocols: protocols.map(\.rawValue)) { socket in
            let session = CommandSession(socket)
            try await session.begin()
            do {
                try await session.end(try await handler(session))
            } catch let error as WebSocketError {
                throw error
            } catch let error as StatusError {
                try await session.end(.failure(error))
            } catch {
                Self.report(error, path, to: log)
                try await session.end(.failure(.internalError("the command failed, the log of the server says why")))
            }
        }
    }

    /// The answer that forwards ports.
    func portForward(
        ports: [UInt16],
        handler: @escaping @Sendable (PortForwardSession) async throws -> Void
    ) throws -> HTTPResponse {
        let protocols: [ChannelProtocol] = [.v4, .v4Base64]
        return try webSocket(protocols: protocols.map(\.rawValue)) { socket in
            let session = PortForwardSession(socket, ports: ports)
            try await session.begin()
            try await handler(session)
        }
    }

    /// Tells the log of a failure that is not the client's leaving.
    private static func report(_ error: any Error, _ path: String, to log: Logger) {
        if error is WebSocketError || error is CancellationError { return }
        log.error("a connection that was taken over failed", [("path", path), ("error", "\(error)")])
    }
}
