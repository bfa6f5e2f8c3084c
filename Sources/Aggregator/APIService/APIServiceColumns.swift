internal import APIServer
internal import JSON

/// What `kubectl get apiservices` shows.
///
/// Source: kube-aggregator `registry/apiservice/etcd` `ConvertToTable`.
enum APIServiceColumns {
    /// The columns between name and age; their cells are `cells(of:)`.
    static let columns = [
        ResourceDefinition.Column(
            name: "Service",
            description: "The service that answers, or Local for the server itself.",
            path: ".spec.service.name"
        ),
        ResourceDefinition.Column(
            name: "Available",
            description: "Whether the service answers, and why not.",
            path: ".status.conditions[?type=Available].status"
        ),
    ]

    /// `Local` or `<namespace>/<name>`, and `True`, `<Status> (<Reason>)` or `Unknown`.
    static func cells(of object: JSONValue) -> [JSONValue] {
        let service = APIService(object)
        let place = service.service.map { $0.namespace + "/" + $0.name } ?? "Local"
        return [.string(place), .string(availability(service.availability))]
    }

    private static func availability(_ condition: APIServiceCondition?) -> String {
        guard let condition else { return "Unknown" }
        guard condition.status != "True", !condition.reason.isEmpty else { return condition.status }
        return "\(condition.status) (\(condition.reason))"
    }
}
