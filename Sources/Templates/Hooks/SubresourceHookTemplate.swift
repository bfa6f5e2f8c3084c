internal import Project

/// `Sources/APIs/<Group>/<Version>/<Kind>+<Subresource>.swift`: a subresource of the kind, served by code of its own.
enum SubresourceHookTemplate {
    /// nil for other hooks, and where a field is missing that the code is about.
    static func text(_ hook: Hook, _ subject: HookSubject) -> String? {
        switch hook {
        case .subresource: resize(subject)
        case .connector: report(subject)
        case .exec: exec(subject)
        case .portForward: portForward(subject)
        case .websocket: messages(subject)
        default: nil
        }
    }

    private static func resize(_ subject: HookSubject) -> String? {
        guard let number = subject.number else { return nil }
        return """
            import APIServer

            extension \(subject.space) {
                /// What `POST \(subject.url("resize"))` is told.
                public struct \(subject.kind)Resize: SubresourceKind {
                    public var metadata = ObjectMeta()
                    /// By how much the object grows.
                    // +k8s:minimum=1
                    public var amount: \(number.type) = 1
                }
            }

            extension \(subject.type) {
                /// `POST \(subject.url("resize"))`, by the marker `+subresource:resize` above the kind.
                ///
                /// Change what is told, what is done and what is answered. `GettableSubresource` and `UpdatableSubresource`
                /// serve GET, PUT and PATCH.
                enum Resize: CreatableSubresource {
                    static func create(
                        _ body: \(subject.space).\(subject.kind)Resize,
                        below parent: ParentObject<\(subject.type)>,
                        in context: VerbContext
                    ) async throws -> \(subject.type) {
                        try await parent.update { object in object.\(number.path) += body.amount }
                    }
                }
            }

            """
    }

    private static func report(_ subject: HookSubject) -> String? {
        guard let number = subject.number else { return nil }
        return """
            import APIServer

            extension \(subject.type) {
                /// `GET \(subject.url("report"))?lines=3`, by the marker `+subresource:report` above the kind.
                ///
                /// Change what is streamed: each line goes out as soon as it is written, and a client that reads slowly holds
                /// this function back. `request.http` is the whole request, `methods` says which ones are taken.
                enum Report: Connector {
                    static func connect(_ request: ConnectRequest<\(subject.type)>) async throws -> HTTPResponse {
                        let lines = try request.options.integer("lines") ?? 3
                        let object = request.parent.object
                        return .streaming { body in
                            for line in 0..<max(lines, 0) {
                                try await body.write("\\(line + 1): \(number.name) \\(object.\(number.path))\\n")
                            }
                        }
                    }
                }
            }

            """
    }

    private static func exec(_ subject: HookSubject) -> String {
        connector(
            subject,
            hook: .exec,
            query: "?command=cat&stdin=true&stdout=true",
            advice: """
                    /// Change what the command does: `request.options.all("command")` has its words, `session` its streams and the
                    /// size of the window. Here it says back what it hears.
                """,
            body: """
                    try request.upgradeToCommand { session in
                        while case .stdin(let bytes)? = try await session.receive() { try await session.write(bytes) }
                        return .success
                    }
                """
        )
    }

    private static func portForward(_ subject: HookSubject) -> String {
        connector(
            subject,
            hook: .portForward,
            query: "?ports=8080",
            advice: """
                    /// Change where the bytes go: `session.ports` are the ports that were asked for. Here each says back what it hears.
                """,
            body: """
                    try request.upgradeToPortForward { session in
                        while let input = try await session.receive() {
                            try await session.write(input.bytes, port: input.index)
                        }
                    }
                """
        )
    }

    private static func messages(_ subject: HookSubject) -> String {
        connector(
            subject,
            hook: .websocket,
            query: "",
            advice: """
                    /// Change the name of the protocol, which clients ask for, and what is said. Here messages come back.
                """,
            body: """
                    try request.upgradeToWebSocket(protocols: ["messages.\(subject.placed.groupName)"]) { session in
                        while let message = try await session.receive() { try await session.send(message) }
                    }
                """
        )
    }

    /// A connector whose whole work is one upgrade of the connection.
    private static func connector(
        _ subject: HookSubject,
        hook: Hook,
        query: String,
        advice: String,
        body: String
    ) -> String {
        guard let (name, marker, type) = hook.subresource else { return "" }
        return """
            import APIServer

            extension \(subject.type) {
                /// `GET \(subject.url(name))\(query)` over a WebSocket, by the marker `+subresource:\(marker)` above the kind.
                ///
            \(advice)
                enum \(type): Connector {
                    static func connect(_ request: ConnectRequest<\(subject.type)>) async throws -> HTTPResponse {
            \(indented(body))
                    }
                }
            }

            """
    }

    private static func indented(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { "        " + $0 }.joined(separator: "\n")
    }
}
