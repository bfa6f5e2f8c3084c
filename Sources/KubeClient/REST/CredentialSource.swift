internal import EventLoop
internal import TLS
internal import Telemetry
internal import Transport

/// Where requests go and what they say about their sender; renews what wears out.
actor CredentialSource {
    /// What one request needs.
    struct Current: Sendable, Equatable {
        var endpoint: HTTPEndpoint
        var authorization: String?
        /// Seconds since 1970 from when on it is renewed; nil if it lasts.
        var renewAt: Int64?
    }

    /// How long a token of a file is used before the file is read again.
    ///
    /// Source: client-go, `transport.NewCachedFileTokenSource`.
    static let fileSeconds: Int64 = 50

    private let configuration: ClientConfiguration
    private let now: @Sendable () -> Int64
    private let thread: BlockingThread
    private let cache: Locked<Current?>
    private var renewal: Task<Result<Current, KubeClientError>, Never>?
    private var certificate: TLSIdentity?
    private var identity: TLSClientIdentity?

    /// Makes a source; certificates that do not change are checked at once.
    init(_ configuration: ClientConfiguration, now: @escaping @Sendable () -> Int64) throws(KubeClientError) {
        self.configuration = configuration
        self.now = now
        certificate = configuration.certificate
        do throws(TLSError) {
            identity = try configuration.server.hasTLS ? Self.identity(configuration, configuration.certificate) : nil
        } catch {
            throw .tls(error)
        }
        do throws(EventLoopError) {
            thread = try BlockingThread(name: "kube-credential")
        } catch {
            throw .transport(.system(error))
        }
        let endpoint = Self.endpoint(configuration, identity)
        switch configuration.credential {
        case .none: cache = Locked(Current(endpoint: endpoint))
        case .token(let token): cache = Locked(Current(endpoint: endpoint, authorization: "Bearer \(token)"))
        case .basic(let user, let password):
            let text = "Basic " + Base64.encode(Array("\(user):\(password)".utf8))
            cache = Locked(Current(endpoint: endpoint, authorization: text))
        case .tokenFile, .exec: cache = Locked(nil)
        }
    }

    /// What a request needs now; waits only when something has to be renewed.
    nonisolated func current() async throws(KubeClientError) -> Current {
        if let current = fresh() { return current }
        return try await renewed()
    }

    /// The server refused these credentials: the next request gets new ones.
    ///
    /// - Returns: whether new ones may differ.
    nonisolated func invalidate(_ used: Current) -> Bool {
        switch configuration.credential {
        case .none, .token, .basic: return false
        case .tokenFile, .exec:
            cache.withLock { if $0 == used { $0 = nil } }
            return true
        }
    }

    private nonisolated func fresh() -> Current? {
        cache.withLock { current in
            guard let value = current else { return nil }
            if let renewAt = value.renewAt, renewAt <= now() { return nil }
            return value
        }
    }

    private func renewed() async throws(KubeClientError) -> Current {
        if let current = fresh() { return current }
        if let renewal { return try await renewal.value.get() }
        // Stored, so that all who ask meanwhile wait for the same answer.
        let task = Task { await renew() }
        renewal = task
        let result = await task.value
        renewal = nil
        return try result.get()
    }

    private func renew() async -> Result<Current, KubeClientError> {
        do throws(KubeClientError) {
            let current =
                switch configuration.credential {
                case .tokenFile(let path): try await readToken(path)
                case .exec(let plugin): try await run(plugin)
                case .none, .token, .basic: Current(endpoint: Self.endpoint(configuration, identity))
                }
            cache.withLock { $0 = current }
            return .success(current)
        } catch {
            return .failure(error)
        }
    }

    private func readToken(_ path: String) async throws(KubeClientError) -> Current {
        let bytes = try await thread.run { () throws(KubeClientError) in
            try Files.read(path, purpose: "bearer token")
        }
        let token = String(decoding: bytes.filter { $0 > 0x20 }, as: UTF8.self)
        guard !token.isEmpty else { throw .unreadable(file: path, purpose: "bearer token", reason: "it is empty") }
        return Current(
            endpoint: Self.endpoint(configuration, identity),
            authorization: "Bearer \(token)",
            renewAt: now() + Self.fileSeconds
        )
    }

    private func run(_ plugin: ExecPlugin) async throws(KubeClientError) -> Current {
        let info = ClientConfiguration.Field("KUBERNETES_EXEC_INFO", ExecCredential.request(plugin))
        let outcome = await thread.run {
            ExecRunner.run(plugin.command, arguments: plugin.arguments, environment: plugin.environment + [info])
        }
        let answer: ExecCredential
        switch outcome {
        case .output(let bytes): answer = try ExecCredential(bytes, of: plugin)
        case .failed(let reason): throw .plugin(command: plugin.command, reason: reason, hint: "")
        case .notFound:
            throw .plugin(command: plugin.command, reason: "there is no such program", hint: plugin.installHint)
        }
        let wanted = answer.certificate ?? configuration.certificate
        if wanted != certificate, configuration.server.hasTLS {
            do throws(TLSError) {
                identity = try Self.identity(configuration, wanted)
            } catch {
                throw .tls(error)
            }
            certificate = wanted
        }
        return Current(
            endpoint: Self.endpoint(configuration, identity),
            authorization: answer.token.map { "Bearer \($0)" },
            renewAt: answer.expiresAt
        )
    }

    private static func identity(
        _ configuration: ClientConfiguration,
        _ certificate: TLSIdentity?
    ) throws(TLSError) -> TLSClientIdentity {
        try TLSClientIdentity(
            trust: configuration.trust,
            certificate: certificate,
            serverName: configuration.serverName
        )
    }

    private static func endpoint(_ configuration: ClientConfiguration, _ identity: TLSClientIdentity?) -> HTTPEndpoint {
        HTTPEndpoint(host: configuration.server.host, port: configuration.server.port, tls: identity)
    }
}
