internal import JSON

/// What the answer to a question for `/apis` means.
///
/// Source: kube-aggregator `handler_discovery.go` `fetchFreshDiscoveryForService`.
enum DiscoveryAnswer: Sendable, Equatable {
    /// What was known still holds.
    case unchanged
    case groups(DiscoveredGroups, etag: String?)
    /// The server does not know aggregated discovery: ask for each group version.
    case fallBack
    case failed(String)

    /// All that the aggregator asks for; a server that answers something else knows none of it.
    static let accept =
        "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
        + "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList"

    init(status: Int, contentType: String?, etag: String?, body: [UInt8]) {
        switch status {
        case 304: self = .unchanged
        case 503: self = .failed("service /apis returned non-success response code: 503")
        case 200 where Self.isAggregated(contentType ?? ""):
            guard let tree = try? JSONReader.parse(body), let groups = DiscoveredGroups(tree) else {
                self = .failed("the discovery document cannot be read")
                return
            }
            self = .groups(groups, etag: etag)
        default: self = .fallBack
        }
    }

    /// Whatever the order of the parameters.
    private static func isAggregated(_ contentType: String) -> Bool {
        let parts = contentType.split(separator: ";").map { $0.filter { $0 != " " } }
        return parts.first == "application/json" && parts.contains("g=apidiscovery.k8s.io")
            && parts.contains("as=APIGroupDiscoveryList") && (parts.contains("v=v2") || parts.contains("v=v2beta1"))
    }
}
