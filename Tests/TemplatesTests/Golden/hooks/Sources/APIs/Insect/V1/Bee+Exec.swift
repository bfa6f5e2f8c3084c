import APIServer

extension Insect.V1.Bee {
    /// `GET .../bees/<name>/exec?command=cat&stdin=true&stdout=true` over a WebSocket, by the marker `+subresource:exec` above the kind.
    ///
    /// Change what the command does: `request.options.all("command")` has its words, `session` its streams and the
    /// size of the window. Here it says back what it hears.
    enum Exec: Connector {
        static func connect(_ request: ConnectRequest<Insect.V1.Bee>) async throws -> HTTPResponse {
            try request.upgradeToCommand { session in
                while case .stdin(let bytes)? = try await session.receive() { try await session.write(bytes) }
                return .success
            }
        }
    }
}
