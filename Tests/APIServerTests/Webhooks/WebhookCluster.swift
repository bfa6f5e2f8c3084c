import EventLoop
import JSON
import TLS
import Telemetry

@testable import APIServer

/// A cluster of a few namespaces and webhooks that answer at once.
final class WebhookCluster: Sendable {
    /// How a webhook answers a request, by its name.
    typealias Answer = @Sendable (_ request: JSONValue) throws(AdmissionReview.Fault) -> JSONValue

    let mutating: Locked<[JSONValue]>
    let validating: Locked<[JSONValue]>
    private let answers: [String: Answer]
    private let asked = Locked<[(webhook: String, request: JSONValue)]>([])
    private let looked = Locked<[String]>([])
    let namespaces = Locked<[String: JSONValue]>(["garden": WebhookCluster.namespace("garden")])
    /// Namespaces that are there and have not been heard of.
    let unheard = Locked<[String: JSONValue]>([:])
    let isReady = Locked(true)
    /// How long the webhooks were given.
    let times = Locked<[Duration]>([])
    /// What was counted of the webhooks.
    let registry = MetricsRegistry()

    init(mutating: [JSONValue] = [], validating: [JSONValue] = [], answers: [String: Answer] = [:]) {
        self.mutating = Locked(mutating)
        self.validating = Locked(validating)
        self.answers = answers
    }

    /// Names of the webhooks that were asked, in order.
    var names: [String] { asked.withLock { $0.map(\.webhook) } }
    /// What they were asked.
    var requests: [JSONValue] { asked.withLock { $0.map(\.request) } }
    /// The lines of a metric, but for its buckets and sums.
    func metric(_ name: String) -> [String] {
        String(decoding: registry.render(), as: UTF8.self).split(separator: "\n").map(String.init)
            .filter { $0.hasPrefix(name + "{") || $0.hasPrefix(name + "_count{") }
    }

    /// Names of the namespaces that were looked up in the cluster.
    var lookedUp: [String] { looked.withLock { $0 } }

    func admission(lifecycle: Bool = false) -> ClusterAdmission {
        let book = NamespaceBook(
            known: { name in self.namespaces.withLock { $0[name] } },
            live: { name throws(StatusError) in
                self.looked.withLock { $0.append(name) }
                if name == "broken" { throw .internalError("no answer") }
                return self.unheard.withLock { $0[name] }
            },
            isReady: { self.isReady.withLock { $0 } }
        )
        func phase(_ configurations: Locked<[JSONValue]>) -> WebhookPhase {
            WebhookPhase(
                webhooks: { Webhook.ordered(configurations.withLock { $0 }) },
                isReady: { self.isReady.withLock { $0 } },
                namespaces: book,
                post: { webhook, body, timeout, _ throws(AdmissionReview.Fault) in
                    self.times.withLock { $0.append(timeout) }
                    return try self.post(webhook, body)
                },
                metrics: WebhookMetrics(registry: registry),
                log: .silent
            )
        }
        return ClusterAdmission(
            lifecycle: lifecycle ? NamespaceLifecycle(namespaces: book, sleep: { _ in }) : nil,
            mutating: MutatingWebhooks(phase: phase(mutating)),
            validating: ValidatingWebhooks(phase: phase(validating))
        )
    }

    private func post(_ webhook: Webhook, _ body: [UInt8]) throws(AdmissionReview.Fault) -> [UInt8] {
        guard let review = try? JSONReader.parse(body), let request = review["request"] else {
            throw AdmissionReview.Fault(reason: "no review")
        }
        asked.withLock { $0.append((webhook.name, request)) }
        var response = try answers[webhook.name]?(request) ?? ["allowed": true]
        if response["uid"] == nil { response["uid"] = request["uid"] }
        return JSONWriter.bytes([
            "apiVersion": review["apiVersion"] ?? .null, "kind": "AdmissionReview", "response": response,
        ])
    }

    // MARK: Objects

    static func namespace(_ name: String, phase: String = "Active", labels: JSONValue = [:]) -> JSONValue {
        ["metadata": ["name": .string(name), "labels": labels], "status": ["phase": .string(phase)]]
    }

    static func configuration(_ name: String, _ webhooks: [JSONValue]) -> JSONValue {
        ["metadata": ["name": .string(name)], "webhooks": .array(webhooks)]
    }

    /// A webhook that is asked about everything unless `parts` say otherwise.
    static func webhook(_ name: String, _ parts: JSONValue = [:]) -> JSONValue {
        var webhook: JSONValue = [
            "name": .string(name), "clientConfig": ["url": "https://127.0.0.1:1/"], "sideEffects": "None",
            "admissionReviewVersions": ["v1"], "rules": [rule()],
        ]
        for (key, value) in parts.object ?? JSONObject() { webhook[key] = value }
        return webhook
    }

    static func rule(
        _ operations: JSONValue = ["*"],
        groups: JSONValue = ["*"],
        versions: JSONValue = ["*"],
        resources: JSONValue = ["*/*"],
        scope: String = "*"
    ) -> JSONValue {
        [
            "operations": operations, "apiGroups": groups, "apiVersions": versions, "resources": resources,
            "scope": .string(scope),
        ]
    }

    /// An answer that lets pass what it has changed.
    static func patch(_ operations: JSONValue) -> JSONValue {
        ["allowed": true, "patchType": "JSONPatch", "patch": .string(Base64.encode(JSONWriter.bytes(operations)))]
    }
}
