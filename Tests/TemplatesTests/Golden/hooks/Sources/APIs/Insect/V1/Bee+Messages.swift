import APIServer

extension Insect.V1.Bee {
    /// `GET .../bees/<name>/messages` over a WebSocket, by the marker `+subresource:messages` above the kind.
    ///
    /// Change the name of the protocol, which clients ask for, and what is said. Here messages come back.
    enum Messages: Connector {
        static func connect(_ request: ConnectRequest<Insect.V1.Bee>) async throws -> HTTPResponse {
            try request.upgradeToWebSocket(protocols: ["messages.insect.example.com"]) { session in
                while let message = try await session.receive() { try await session.send(message) }
            }
        }
    }
}
