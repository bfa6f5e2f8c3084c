internal import APIMachinery
internal import EventLoop
internal import Glibc
internal import KubeClient
internal import TLS
internal import Telemetry
internal import Transport

/// Carries questions to webhooks over connections that are kept for the next ones.
///
/// Source: apiserver `pkg/util/webhook/client.go`: HTTP/1.1 alone, redirections are not followed.
struct WebhookTransport: Sendable {
    let http: HTTPClient
    /// Where a Service leads.
    let resolve: @Sendable (_ service: Service) async throws(AdmissionReview.Fault) -> Service.Address
    private let identities = Locked<[Key: TLSClientIdentity]>([:])

    /// What makes connections differ.
    private struct Key: Sendable, Hashable {
        let serverName: String?
        let authorities: [UInt8]
    }

    /// A Service that leads to a webhook.
    struct Service: Sendable, Hashable {
        let namespace: String
        let name: String
        let port: Int

        /// Whom its certificate must name, and where DNS has it.
        var host: String { "\(name).\(namespace).svc" }

        /// What is dialled.
        struct Address: Sendable, Equatable {
            let host: String
            let port: Int
        }
    }

    /// One way to a webhook.
    private struct Route {
        let endpoint: HTTPEndpoint
        let path: String
        /// Host and port as in the address of the webhook.
        let authority: String
    }

    private static let answerLimitBytes = 16 << 20
    private static let identityLimit = 256

    init(
        http: HTTPClient,
        resolve: @escaping @Sendable (_ service: Service) async throws(AdmissionReview.Fault) -> Service.Address
    ) {
        self.http = http
        self.resolve = resolve
    }

    /// Sends a question and returns the body of the answer.
    func post(
        _ webhook: Webhook,
        _ body: [UInt8],
        _ timeout: Duration,
        _ loop: EventLoop
    ) async throws(AdmissionReview.Fault) -> [UInt8] {
        let route = try await route(webhook)
        // Parts of a second count as a whole one.
        let (seconds, rest) = timeout.components
        let target = "\(route.path)?timeout=\(rest > 0 ? seconds + 1 : seconds)s"
        var request = ClientRequest(
            method: "POST",
            target: target,
            headers: HTTPHeaders([
                ("accept", "application/json, */*"), ("content-type", "application/json"),
                ("user-agent", "kube-apiserver-admission"),
            ]),
            body: .bytes(body),
            timeout: timeout
        )
        // A review may be asked twice: better than to fail because a kept connection has just ended.
        request.isIdempotent = true
        let response: CompleteResponse
        do throws(TransportError) {
            response = try await http.perform(request, to: route.endpoint, on: loop, limitBytes: Self.answerLimitBytes)
        } catch {
            let address = "https://\(route.authority)\(target)"
            throw AdmissionReview.Fault(reason: "Post \"\(address)\": \(Self.text(error))")
        }
        guard (200...206).contains(response.status) else {
            throw AdmissionReview.Fault(reason: KubeClient.refusal(response).message, code: response.status)
        }
        return response.body
    }

    // MARK: Ways

    private func route(_ webhook: Webhook) async throws(AdmissionReview.Fault) -> Route {
        switch webhook.place {
        case .nowhere:
            throw AdmissionReview.Fault(reason: "webhook configuration must have either service or URL", code: 500)
        case .url(let text):
            guard let server = ClientConfiguration.Server(text), server.hasTLS, text.hasPrefix("https://") else {
                throw AdmissionReview.Fault(reason: "Unparsable URL: \(text) is no https address", code: 500)
            }
            let endpoint = HTTPEndpoint(
                host: server.host,
                port: server.port,
                tls: try identity(nil, webhook.authorities),
                protocols: .http1
            )
            let path = Self.cleaned(server.basePath)
            return Route(endpoint: endpoint, path: path, authority: endpoint.authority)
        case .service(let namespace, let name, let path, let port):
            let service = Service(namespace: namespace, name: name, port: port)
            let address = try await resolve(service)
            guard let number = UInt16(exactly: address.port), number > 0 else {
                throw AdmissionReview.Fault(reason: "\(address.port) is no port")
            }
            let authority = "\(service.host):\(port)"
            let endpoint = HTTPEndpoint(
                host: address.host,
                port: number,
                tls: try identity(service.host, webhook.authorities),
                protocols: .http1,
                authority: authority
            )
            return Route(endpoint: endpoint, path: Self.cleaned(path), authority: authority)
        }
    }

    /// A path without a slash at its end, doubled ones and dots, as upstream's client makes it.
    private static func cleaned(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }

    private func identity(
        _ serverName: String?,
        _ authorities: [UInt8]
    ) throws(AdmissionReview.Fault) -> TLSClientIdentity {
        let key = Key(serverName: serverName, authorities: authorities)
        if let known = identities.withLock({ $0[key] }) { return known }
        let made: TLSClientIdentity
        do throws(TLSError) {
            made = try TLSClientIdentity(
                trust: authorities.isEmpty ? .system : .authorities(pem: authorities),
                serverName: serverName
            )
        } catch {
            throw AdmissionReview.Fault(reason: "caBundle cannot be used: \(error)", code: 500)
        }
        return identities.withLock { identities in
            if let known = identities[key] { return known }
            // Bundles that nobody uses any more must not pile up; those in use come back.
            if identities.count >= Self.identityLimit { identities = [:] }
            identities[key] = made
            return made
        }
    }

    // MARK: Texts

    /// What went wrong, in the words of Go where it has some.
    private static func text(_ error: TransportError) -> String {
        switch error {
        case .timedOut: "context deadline exceeded"
        case .connectionClosed: "EOF"
        case .cancelled: "context canceled"
        case .system(.system(_, ECONNREFUSED, let subject)): "dial tcp \(subject): connect: connection refused"
        case .system(.unresolved(let host, let reason)): "dial tcp: lookup \(host): \(reason)"
        case .tls(.lacksNames):
            "tls: failed to verify certificate: x509: certificate relies on legacy Common Name field, use SANs instead"
        case .tls(.untrusted(let reason)): "tls: failed to verify certificate: x509: \(reason)"
        default: "\(error)"
        }
    }
}
