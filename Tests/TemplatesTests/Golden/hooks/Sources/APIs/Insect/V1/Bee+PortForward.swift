import APIServer

extension Insect.V1.Bee {
    /// `GET .../bees/<name>/portforward?ports=8080` over a WebSocket, by the marker `+subresource:portforward:type=PortForward` above the kind.
    ///
    /// Change where the bytes go: `session.ports` are the ports that were asked for. Here each says back what it hears.
    enum PortForward: Connector {
        static func connect(_ request: ConnectRequest<Insect.V1.Bee>) async throws -> HTTPResponse {
            try request.upgradeToPortForward { session in
                while let input = try await session.receive() {
                    try await session.write(input.bytes, port: input.index)
                }
            }
        }
    }
}
