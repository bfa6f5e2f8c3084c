internal import APIMachinery
internal import JSON
internal import KubeClient
internal import Telemetry

/// Finds out where the Services of webhooks lead: cluster IP or external name, otherwise what DNS says.
///
/// Upstream's extension servers ask DNS alone. A server that may read Services needs none, so it works outside of the
/// cluster's network, too.
struct ServiceLookup: Sendable {
    /// Reads a Service; nil if there is none.
    let read: @Sendable (_ service: WebhookTransport.Service) async throws(StatusError) -> JSONValue?
    /// Any monotonic clock.
    let now: @Sendable () -> Duration
    private let cache = Locked<[WebhookTransport.Service: Entry]>([:])

    private struct Entry: Sendable {
        let address: WebhookTransport.Service.Address
        let until: Duration
    }

    private static let lifetime = Duration.seconds(10)
    private static let limit = 1_000

    init(
        read: @escaping @Sendable (_ service: WebhookTransport.Service) async throws(StatusError) -> JSONValue?,
        now: @escaping @Sendable () -> Duration
    ) {
        self.read = read
        self.now = now
    }

    func address(
        of service: WebhookTransport.Service
    ) async throws(AdmissionReview.Fault) -> WebhookTransport.Service.Address {
        let time = now()
        if let known = cache.withLock({ $0[service] }), known.until > time { return known.address }
        let address = try await look(service)
        cache.withLock { cache in
            if cache.count >= Self.limit { cache = [:] }
            cache[service] = Entry(address: address, until: time + Self.lifetime)
        }
        return address
    }

    private func look(
        _ service: WebhookTransport.Service
    ) async throws(AdmissionReview.Fault) -> WebhookTransport.Service.Address {
        let object: JSONValue?
        do throws(StatusError) {
            object = try await read(service)
        } catch {
            // Most servers may not read Services, and need not.
            return WebhookTransport.Service.Address(host: service.host, port: service.port)
        }
        guard let spec = object?["spec"] else {
            throw AdmissionReview.Fault(reason: "service \(GoText.quoted(service.name)) not found")
        }
        let (address, external) = (spec["clusterIP"]?.string ?? "", spec["externalName"]?.string ?? "")
        if spec["type"]?.string == "ExternalName", !external.isEmpty {
            return WebhookTransport.Service.Address(host: external, port: service.port)
        }
        let isHeadless = address.isEmpty || address == "None"
        return WebhookTransport.Service.Address(host: isHeadless ? service.host : address, port: service.port)
    }
}
