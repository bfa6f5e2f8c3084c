package import APIMachinery
public import JSON
public import Telemetry
public import Transport

/// A client of a Kubernetes API server: objects as JSON trees, by path or by resource.
///
/// Requests made on a loop of the HTTP client stay there. Answers 429 and 5xx with `Retry-After` are waited for, and
/// credentials that the server refuses are renewed once.
public final class KubeClient: Sendable {
    /// What the client hears besides answers, and what it needs of the outside.
    public struct Hooks: Sendable {
        /// Hears each different warning of the server once.
        public var onWarning: @Sendable (String) -> Void
        /// Waits between attempts.
        public var sleep: @Sendable (Duration) async throws -> Void
        /// Seconds since 1970.
        public var now: @Sendable () -> Int64

        /// Makes hooks that log warnings.
        public init(log: Logger = .silent) {
            onWarning = { text in log.warning("warning of the API server", [("text", text)]) }
            sleep = { try await Task.sleep(for: $0) }
            now = { Int64(WallTime.now.seconds) }
        }
    }

    /// Where the server is and who we are.
    public let configuration: ClientConfiguration
    /// What requests call the program.
    public let userAgent: String
    let hooks: Hooks
    private let transport: any KubeTransport
    private let credentials: CredentialSource
    private let warnings: Locked<Set<String>>
    private let forbids: @Sendable () -> String?

    /// Makes a client.
    ///
    /// - Parameters:
    ///   - configuration: of a kubeconfig or of the cluster.
    ///   - transport: its connections: an `HTTPClient`, or what `APIServerTesting` gives tests.
    ///   - userAgent: name and version of the program, such as `wardle-apiserver/v1`.
    ///   - hooks: see there.
    /// - Throws: `.tls` if certificates cannot be used.
    public init(
        _ configuration: ClientConfiguration,
        http transport: any KubeTransport,
        userAgent: String,
        hooks: Hooks = Hooks()
    ) throws(KubeClientError) {
        self.configuration = configuration
        self.transport = transport
        self.userAgent = userAgent
        self.hooks = hooks
        credentials = try CredentialSource(configuration, now: hooks.now)
        warnings = Locked([])
        forbids = { nil }
    }

    private init(_ client: KubeClient, forbids: @escaping @Sendable () -> String?) {
        configuration = client.configuration
        transport = client.transport
        userAgent = client.userAgent
        hooks = client.hooks
        credentials = client.credentials
        warnings = client.warnings
        self.forbids = forbids
    }

    /// The same client for a program that may lose the right to change anything.
    ///
    /// - Parameter forbids: asked before every attempt at a request that is no read, and once more on the connection's
    ///   loop right before its first byte goes out; why not, nil if it may be made.
    /// - Returns: a client whose writes throw `.forbiddenHere` then, and leave nothing.
    package func writing(unless forbids: @escaping @Sendable () -> String?) -> KubeClient {
        KubeClient(self, forbids: forbids)
    }

    /// Sends a request and reads the whole answer, whatever its status.
    ///
    /// - Throws: `.transport`, or what keeps the credentials from being renewed.
    public func raw(_ request: KubeRequest) async throws(KubeClientError) -> CompleteResponse {
        try await attempt(request, isIdempotent: request.method == "GET") { transport, message, endpoint in
            do throws(TransportError) {
                return .success(try await transport.perform(message, to: endpoint))
            } catch {
                return .failure(error)
            }
        }
    }

    /// Sends a request and reads the answer as JSON.
    ///
    /// - Throws: `.status` if the server refused, and as ``raw(_:)``.
    public func send(_ request: KubeRequest) async throws(KubeClientError) -> JSONValue {
        let response = try await raw(request)
        guard (200..<300).contains(response.status) else { throw .status(Self.refusal(response)) }
        do throws(JSONParseError) {
            return try JSONReader.parse(response.body)
        } catch {
            throw .unexpectedAnswer("it is not JSON: \(error)")
        }
    }

    /// Opens a watch or another stream of lines.
    ///
    /// - Throws: `.status` if the server refused, and as ``raw(_:)``.
    func stream(_ request: KubeRequest) async throws(KubeClientError) -> any ByteSource {
        let response = try await attempt(request, isIdempotent: true) { transport, message, endpoint in
            do throws(TransportError) {
                return .success(try await transport.open(message, to: endpoint))
            } catch {
                return .failure(error)
            }
        }
        guard response.status == 200 else {
            let body = (try? await response.body.collect(limitBytes: 1 << 20)) ?? []
            throw .status(
                Self.refusal(CompleteResponse(status: response.status, headers: response.headers, body: body))
            )
        }
        return response.body
    }

    // MARK: Attempts

    private func attempt<Answer: HTTPAnswer>(
        _ request: KubeRequest,
        isIdempotent: Bool,
        _ send: (any KubeTransport, ClientRequest, HTTPEndpoint) async -> Result<Answer, TransportError>
    ) async throws(KubeClientError) -> Answer {
        var policy = RetryPolicy()
        var mayRenew = true
        while true {
            let current = try await credentials.current()
            if request.method != "GET", let reason = forbids() { throw .forbiddenHere(reason) }
            let result = await send(transport, message(request, current.authorization), current.endpoint)
            let delay: Duration?
            switch result {
            case .success(let answer):
                note(answer.headers)
                if answer.status == 401, mayRenew, credentials.invalidate(current) {
                    mayRenew = false
                    continue
                }
                let retryAfter = answer.headers["retry-after"]
                delay = policy.delay(
                    after: .answered(status: answer.status, retryAfter: retryAfter),
                    isRead: isIdempotent
                )
                if delay == nil || !request.isRepeated { return answer }
            case .failure(let error):
                if error == .withdrawn { throw .forbiddenHere(forbids() ?? "\(error)") }
                delay = policy.delay(after: .failed(error), isRead: isIdempotent)
                if delay == nil || !request.isRepeated { throw .transport(error) }
            }
            do { try await hooks.sleep(delay ?? .zero) } catch { throw .transport(.cancelled) }
        }
    }

    private func message(_ request: KubeRequest, _ authorization: String?) -> ClientRequest {
        var target = configuration.server.basePath + request.path
        for (index, item) in request.query.enumerated() {
            target += index == 0 ? "?" : "&"
            target += PercentEncoding.encode(item.0) + "=" + PercentEncoding.encode(item.1)
        }
        var headers = HTTPHeaders(request.headers)
        if headers["accept"] == nil { headers.add("accept", "application/json") }
        headers.add("user-agent", userAgent)
        if !request.body.isEmpty, !request.contentType.isEmpty { headers.add("content-type", request.contentType) }
        if let authorization { headers.add("authorization", authorization) }
        for field in configuration.impersonation { headers.add(field.name, field.value) }
        var message = ClientRequest(
            method: request.method,
            target: target,
            headers: headers,
            body: .bytes(request.body),
            timeout: request.timeout
        )
        if request.method != "GET" { message.mayBegin = { [forbids] in forbids() == nil } }
        return message
    }

    /// Tells new warnings; the memory for old ones is bounded.
    private func note(_ headers: HTTPHeaders) {
        for field in headers.all("warning") {
            for text in WarningHeader.texts(field) {
                let isNew = warnings.withLock { known in
                    if known.count >= 1_000 { known = [] }
                    return known.insert(text).inserted
                }
                if isNew { hooks.onWarning(text) }
            }
        }
    }

    /// What the server says in an answer that is no success.
    package static func refusal(_ response: CompleteResponse) -> StatusError {
        let tree = try? JSONReader.parse(response.body)
        return tree.flatMap { StatusError(status: $0, code: response.status) }
            ?? StatusError(code: response.status, body: response.body)
    }
}

/// What attempts look at in both kinds of answers.
private protocol HTTPAnswer: Sendable {
    var status: Int { get }
    var headers: HTTPHeaders { get }
}

extension CompleteResponse: HTTPAnswer {}
extension OpenResponse: HTTPAnswer {}
