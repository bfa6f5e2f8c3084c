import APIServer

extension Insect.V1.Bee {
    /// `GET .../bees/<name>/report?lines=3`, by the marker `+subresource:report` above the kind.
    ///
    /// Change what is streamed: each line goes out as soon as it is written, and a client that reads slowly holds
    /// this function back. `request.http` is the whole request, `methods` says which ones are taken.
    enum Report: Connector {
        static func connect(_ request: ConnectRequest<Insect.V1.Bee>) async throws -> HTTPResponse {
            let lines = try request.options.integer("lines") ?? 3
            let object = request.parent.object
            return .streaming { body in
                for line in 0..<max(lines, 0) {
                    try await body.write("\(line + 1): size \(object.spec.size)\n")
                }
            }
        }
    }
}
