internal import APIMachinery
internal import APIServer
internal import EventLoop
internal import TLS
internal import Transport

/// Passes requests on to extension servers, bytes in both directions untouched.
///
/// A request stays on its loop, and so do the connections to the servers.
/// Source: kube-aggregator `handler_proxy.go`.
struct Proxy: Sendable {
    let client: HTTPClient
    let resolver: ServiceResolver
    let metrics: AggregatorMetrics
    /// Whether a server may send clients elsewhere.
    let rejectsRedirects: Bool
    /// How long an answer may take from its beginning to its end, those aside that are meant to last; zero is no limit.
    let requestTimeout: Duration

    /// How long a server may take to answer a question for its discovery document.
    static let discoveryTimeout = Duration.seconds(5)
    /// Bodies up to this length are not worth a stream.
    static let shortBytes = 16 << 10

    /// The answer of the server that the path belongs to, or why there is none.
    func respond(to request: FrontRequest, from target: RemoteTarget) async -> HTTPResponse {
        if let refusal = request.bodyRefusal { return refusal }
        var response: HTTPResponse
        do throws(ProxyFailure) {
            response = try await forward(request, to: target)
        } catch {
            metrics.terminated(request, code: error.status)
            response = error.response
        }
        // A server that does not know it says nothing of it; the client hears what both logs call the request.
        if response.headers["audit-id"] == nil { response.headers.add("audit-id", request.auditID) }
        return response
    }

    private func forward(
        _ request: FrontRequest,
        to target: RemoteTarget
    ) async throws(ProxyFailure) -> HTTPResponse {
        guard target.isAvailable else { throw .unavailable }
        let isUpgrade = Self.isUpgrade(request.request)
        let endpoint = try endpoint(of: target, isUpgrade: isUpgrade)
        var outgoing = try Self.outgoing(request, endpoint.authority, isUpgrade: isUpgrade)
        outgoing.timeout = timeout(of: request)
        guard !isUpgrade else { return try await upgrade(outgoing, endpoint, on: request.loop) }
        let answer = try await send(outgoing, endpoint, on: request.loop) { .unreachable("\($0)") }
        if rejectsRedirects, (300..<400).contains(answer.status), answer.headers["location"] != nil {
            throw .redirected
        }
        return HTTPResponse(
            status: answer.status,
            headers: ForwardedHeaders.answer(answer.headers),
            body: try await body(of: answer, to: request)
        )
    }

    /// What is too late is cut off, as behind Go's `WithTimeoutForNonLongRunningRequests`.
    private func timeout(of request: FrontRequest) -> Duration? {
        if Self.isDiscovery(request) { return Self.discoveryTimeout }
        return request.isLongRunning || requestTimeout == .zero ? nil : requestTimeout
    }

    /// What follows the head: as it comes, unless it is known to be short.
    ///
    /// A short one goes out in one piece together with its head and its length, which costs less on both sides.
    private func body(
        of answer: ClientResponse,
        to request: FrontRequest
    ) async throws(ProxyFailure) -> HTTPResponse.Body {
        guard request.request.method != "HEAD", let length = answer.headers["content-length"].flatMap({ Int($0) }),
            length <= Self.shortBytes
        else { return .stream(answer.body.stream(inRounds: request.isWatch)) }
        do throws(TransportError) {
            return .bytes(try await answer.body.collect(limitBytes: Self.shortBytes))
        } catch {
            throw .unreachable("\(error)")
        }
    }

    /// Where the target is at this moment.
    func endpoint(of target: RemoteTarget, isUpgrade: Bool = false) throws(ProxyFailure) -> HTTPEndpoint {
        let identity: TLSClientIdentity
        switch target.transport {
        case .success(let made): identity = made
        case .failure(let error): throw .misconfigured("\(error)")
        }
        do throws(ServiceResolutionError) {
            let address = try resolver.resolve(target.reference)
            return HTTPEndpoint(
                host: address.host,
                port: address.port,
                tls: identity,
                protocols: isUpgrade ? .http1 : .automatic,
                authority: address.authority
            )
        } catch {
            throw .unavailable
        }
    }

    private static func outgoing(
        _ request: FrontRequest,
        _ backend: String,
        isUpgrade: Bool
    ) throws(ProxyFailure) -> ClientRequest {
        let sent = request.request
        let headers = ForwardedHeaders(
            user: request.user,
            remoteAddress: sent.remoteAddress,
            backend: backend,
            escapedPath: ForwardedTarget.escape(request.path),
            auditID: request.auditID,
            isUpgrade: isUpgrade
        )
        do throws(ForwardedHeaders.InvalidValue) {
            var fields = try headers.make(of: sent.headers)
            // Without a length the end of the body is told by chunks, or by HTTP/2 itself.
            if let length = sent.arriving?.length { fields.add("content-length", String(length)) }
            return ClientRequest(
                method: sent.method,
                target: ForwardedTarget.make(target: sent.target, path: request.path),
                headers: fields,
                body: sent.arriving.map { .stream($0) } ?? .bytes(sent.body)
            )
        } catch {
            throw .unreachable("invalid header field value for \"\(error.field)\"")
        }
    }

    private func send(
        _ request: ClientRequest,
        _ endpoint: HTTPEndpoint,
        on loop: EventLoop,
        failure: (TransportError) -> ProxyFailure
    ) async throws(ProxyFailure) -> ClientResponse {
        do throws(TransportError) {
            return try await client.send(request, to: endpoint, on: loop)
        } catch {
            if error == .tls(.lacksNames) { metrics.lackedNames() }
            throw failure(error)
        }
    }

    // MARK: Upgrades

    private func upgrade(
        _ request: ClientRequest,
        _ endpoint: HTTPEndpoint,
        on loop: EventLoop
    ) async throws(ProxyFailure) -> HTTPResponse {
        let relay = UpgradeRelay()
        var request = request
        request.upgraded = relay.request
        let answer = try await send(request, endpoint, on: loop) { .upgradeUnreachable("\($0)") }
        guard answer.status != 101 else {
            relay.connect(answer.body.stream())
            var headers = ForwardedHeaders.answer(answer.headers)
            if let chosen = answer.headers["upgrade"] { headers.add("upgrade", chosen) }
            return HTTPResponse(status: 101, headers: headers, body: .upgrade(relay))
        }
        guard answer.status >= 400 else { throw .upgradeRefused(answer.status) }
        return HTTPResponse(
            status: answer.status,
            headers: ForwardedHeaders.answer(answer.headers),
            body: .stream(answer.body.stream())
        )
    }

    /// Whether the client wants to speak another protocol; HTTP/2 has none of that.
    private static func isUpgrade(_ request: HTTPRequest) -> Bool {
        guard request.version == .http1, request.headers["upgrade"] != nil else { return false }
        return request.headers.all("connection").contains { value in
            value.split(separator: ",").contains { $0.filter { $0 != " " }.lowercased() == "upgrade" }
        }
    }

    /// `/apis/<group>/<version>`: asked often, and answered quickly or not at all.
    private static func isDiscovery(_ request: FrontRequest) -> Bool {
        !request.isResource && request.path.split(separator: "/").count == 3
    }
}
