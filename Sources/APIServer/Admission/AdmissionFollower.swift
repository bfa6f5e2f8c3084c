internal import APIMachinery
internal import JSON
internal import KubeClient
internal import Telemetry
internal import Transport

/// Keeps up with the namespaces and webhooks of a cluster, from the start of a server to its end.
struct AdmissionFollower: Sendable {
    /// What requests are held against.
    let admission: ClusterAdmission
    private let namespaces: Informer
    private let books: [WebhookBook]

    private static let namespaceResource = GroupVersionResource(group: "", version: "v1", resource: "namespaces")
    private static let serviceResource = GroupVersionResource(group: "", version: "v1", resource: "services")

    /// Makes what does not follow yet; nil if all of it is switched off.
    ///
    /// - Parameters:
    ///   - settings: the flags.
    ///   - client: of the cluster.
    ///   - http: the connections to webhooks.
    ///   - registry: where calls are counted.
    ///   - log: hears of failures.
    init?(
        _ settings: AdmissionSettings,
        _ client: KubeClient,
        http: HTTPClient,
        registry: MetricsRegistry,
        log: Logger
    ) {
        guard settings.asksCluster else { return nil }
        let namespaces = Informer(client, Self.namespaceResource, log: log)
        let book = Self.namespaces(client, namespaces)
        let transport = Self.transport(client, http)
        let metrics = WebhookMetrics(registry: registry)
        var books: [WebhookBook] = []
        func phase(_ name: String, _ resource: String) -> WebhookPhase? {
            guard settings.enabled.contains(name) else { return nil }
            let webhooks = WebhookBook(client, resource: resource, log: log)
            books.append(webhooks)
            return WebhookPhase(
                webhooks: { webhooks.webhooks },
                isReady: { await webhooks.isReady },
                namespaces: book,
                post: { webhook, body, timeout, loop throws(AdmissionReview.Fault) in
                    try await transport.post(webhook, body, timeout, loop)
                },
                metrics: metrics,
                log: log
            )
        }
        admission = ClusterAdmission(
            lifecycle: settings.enabled.contains(NamespaceLifecycle.name) ? NamespaceLifecycle(namespaces: book) : nil,
            mutating: phase(MutatingWebhooks.name, "mutatingwebhookconfigurations").map(MutatingWebhooks.init),
            validating: phase(ValidatingWebhooks.name, "validatingwebhookconfigurations").map(ValidatingWebhooks.init)
        )
        self.namespaces = namespaces
        self.books = books
    }

    private static func namespaces(_ client: KubeClient, _ informer: Informer) -> NamespaceBook {
        NamespaceBook(
            known: { informer.object(name: $0) },
            live: { name throws(StatusError) in
                try await read(client, namespaceResource.path(namespace: nil, name: name))
            },
            isReady: { await informer.hasSynced(within: ClusterAdmission.patience) }
        )
    }

    private static func transport(_ client: KubeClient, _ http: HTTPClient) -> WebhookTransport {
        let start = ContinuousClock.now
        let lookup = ServiceLookup(
            read: { service throws(StatusError) in
                try await read(client, serviceResource.path(namespace: service.namespace, name: service.name))
            },
            now: { start.duration(to: .now) }
        )
        return WebhookTransport(http: http) { service throws(AdmissionReview.Fault) in
            try await lookup.address(of: service)
        }
    }

    /// Reads an object; nil if there is none.
    private static func read(_ client: KubeClient, _ path: String) async throws(StatusError) -> JSONValue? {
        var request = KubeRequest(path: path, timeout: .seconds(5))
        request.isRepeated = false
        do throws(KubeClientError) {
            return try await client.send(request)
        } catch {
            if case .status(let status) = error, status.code == 404 { return nil }
            throw .internalError("\(error)")
        }
    }

    /// Whether the cluster is known, for `/readyz`.
    var check: HealthCheck {
        HealthCheck(name: "poststarthook/start-apiserver-admission-initializer") { [namespaces, books] in
            namespaces.hasSynced && books.allSatisfy(\.hasSynced)
        }
    }

    /// Follows the cluster until the task is cancelled.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await namespaces.run() }
            for book in books { group.addTask { await book.run() } }
        }
    }
}
