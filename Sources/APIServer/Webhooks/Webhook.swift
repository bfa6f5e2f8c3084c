internal import APIMachinery
internal import JSON
internal import TLS

/// One webhook of a configuration, as far as a request needs it.
///
/// Source: admissionregistration.k8s.io/v1 `MutatingWebhook`, `ValidatingWebhook`, with the defaults of that version.
struct Webhook: Sendable {
    /// Where a webhook is.
    enum Place: Sendable, Hashable {
        case url(String)
        case service(namespace: String, name: String, path: String, port: Int)
        case nowhere
    }

    /// Its configuration and place in it: unlike names, unique.
    let id: String
    /// Such as `check.example.com`.
    let name: String
    let configuration: String
    let place: Place
    /// PEM; empty to trust whom the system trusts.
    let authorities: [UInt8]
    let rules: [WebhookRule]
    /// Whether a call that fails is passed over; otherwise the request fails, too.
    let ignoresFailures: Bool
    /// Whether the other versions of a resource are meant by a rule, too.
    let matchesEquivalents: Bool
    let namespaces: Result<LabelSelector, LabelSelector.ObjectError>
    let objects: Result<LabelSelector, LabelSelector.ObjectError>
    /// Empty if nothing is said about them.
    let sideEffects: String
    let timeout: Duration
    /// Of AdmissionReview, the best first.
    let reviewVersions: [String]
    /// Whether it wants to be asked again when others have changed the object.
    let isReinvoked: Bool
    /// Whether it has conditions in CEL, which this server cannot evaluate.
    let hasConditions: Bool

    /// Reads one element of `webhooks`.
    init(json: JSONValue, configuration: String, index: Int) {
        id = "\(configuration)/\(index)"
        name = json["name"]?.string ?? ""
        self.configuration = configuration
        place = Self.place(json["clientConfig"])
        let bundle = json["clientConfig"]?["caBundle"]?.string ?? ""
        // What cannot be read must not turn into trust in everybody whom the system trusts.
        authorities = Base64.decode(bundle) ?? Array(bundle.utf8)
        rules = (json["rules"]?.array ?? []).map { WebhookRule(json: $0) }
        ignoresFailures = json["failurePolicy"]?.string == "Ignore"
        matchesEquivalents = json["matchPolicy"]?.string != "Exact"
        namespaces = Self.selector(json["namespaceSelector"])
        objects = Self.selector(json["objectSelector"])
        sideEffects = json["sideEffects"]?.string ?? ""
        let seconds = json["timeoutSeconds"]?.integer ?? 10
        timeout = .seconds(min(max(seconds, 1), 30))
        reviewVersions = json["admissionReviewVersions"]?.array?.compactMap(\.string) ?? []
        isReinvoked = json["reinvocationPolicy"]?.string == "IfNeeded"
        hasConditions = json["matchConditions"]?.array?.isEmpty == false
    }

    private static func selector(_ json: JSONValue?) -> Result<LabelSelector, LabelSelector.ObjectError> {
        guard let json, !json.isNull else { return .success(.everything) }
        do throws(LabelSelector.ObjectError) {
            return .success(try LabelSelector(object: json))
        } catch {
            return .failure(error)
        }
    }

    private static func place(_ client: JSONValue?) -> Place {
        if let service = client?["service"], service.object != nil {
            return .service(
                namespace: service["namespace"]?.string ?? "",
                name: service["name"]?.string ?? "",
                path: service["path"]?.string ?? "",
                port: Int(service["port"]?.integer ?? 443)
            )
        }
        guard let url = client?["url"]?.string, !url.isEmpty else { return .nowhere }
        return .url(url)
    }

    /// All webhooks of some configurations, in the order in which they are asked.
    static func ordered(_ configurations: [JSONValue]) -> [Webhook] {
        configurations.map { ($0.objectName, $0) }.sorted { $0.0 < $1.0 }.flatMap { name, configuration in
            (configuration["webhooks"]?.array ?? []).enumerated().map { index, json in
                Webhook(json: json, configuration: name, index: index)
            }
        }
    }

    /// The place of the first of the versions whose request a rule means; nil if it is not asked about any.
    ///
    /// - Parameters:
    ///   - request: what is about to happen.
    ///   - versions: in which the object can be shown: first that of the request, then its equivalents.
    /// - Returns: the place in `versions`.
    func place(for request: AdmissionRequest, versions: [String]) -> Int? {
        guard let own = versions.first else { return nil }
        if rules.contains(where: { $0.matches(request, version: own) }) { return 0 }
        guard matchesEquivalents else { return nil }
        for rule in rules {
            let place = versions.indices.dropFirst().first { rule.matches(request, version: versions[$0]) }
            if let place { return place }
        }
        return nil
    }
}
