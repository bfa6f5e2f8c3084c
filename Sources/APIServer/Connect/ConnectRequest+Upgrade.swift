public import Transport

/// Taking the connection over instead of answering, for terminals, tunnels and the like.
///
/// All of these need `GET` with `Upgrade: websocket` over HTTP/1.1; other requests get 400 with "Upgrade request
/// required". What `serve` does runs on the connection's loop, in a task that is cancelled as soon as the client has gone.
extension ConnectRequest {
    /// Joins the client to a command: its stdin, stdout and stderr, as `kubectl exec` and `attach` do it.
    ///
    /// ```swift
    /// return try request.upgradeToCommand { session in
    ///     while let input = try await session.receive() {
    ///         if case .stdin(let bytes) = input { try await session.write(bytes) }
    ///         if case .stdinEnded = input { break }
    ///     }
    ///     return .exitCode(0)
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - protocols: what may be spoken; the client's first choice is taken.
    ///   - serve: runs the command; a `StatusError` that it throws is what the client is told.
    /// - Returns: the answer of the connector.
    /// - Throws: 400 for another request, 403 if there is no protocol in common.
    public func upgradeToCommand(
        protocols: [ChannelProtocol] = ChannelProtocol.allCases,
        serve: @escaping @Sendable (CommandSession) async throws -> CommandOutcome
    ) throws -> HTTPResponse {
        try upgrade.command(protocols: protocols, handler: serve)
    }

    /// Forwards the ports that the parameter `ports` of the query names, as `pods/portforward` does over WebSocket.
    ///
    /// - Throws: 400 for ports that are missing or none.
    public func upgradeToPortForward(
        serve: @escaping @Sendable (PortForwardSession) async throws -> Void
    ) throws -> HTTPResponse {
        try upgrade.portForward(ports: try PortForwardSession.ports(options.all("ports")), handler: serve)
    }

    /// Opens a WebSocket whose messages are the connector's own affair.
    ///
    /// - Parameters:
    ///   - protocols: the subprotocols that are known; if there are none, the client's first choice is taken.
    ///   - configuration: sizes and times.
    ///   - serve: when it returns, the WebSocket is closed with code 1000; when it throws, with 1011.
    /// - Returns: the answer of the connector.
    /// - Throws: 400 for another request, 403 if there is no protocol in common.
    public func upgradeToWebSocket(
        protocols: [String] = [],
        configuration: WebSocketConfiguration = WebSocketConfiguration(),
        serve: @escaping WebSocketHandler
    ) throws -> HTTPResponse {
        try upgrade.webSocket(protocols: protocols, configuration, handler: serve)
    }

    private var upgrade: ConnectionUpgrade { ConnectionUpgrade(http, log: context.environment.log) }
}
