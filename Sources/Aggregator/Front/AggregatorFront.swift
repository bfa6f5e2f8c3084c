internal import APIMachinery
internal import APIServer
internal import JSON
internal import Synchronization
internal import Transport

/// Stands before the control plane's own server: passes on what other servers answer for, and answers for all of them
/// together.
///
/// Source: kube-aggregator `apiserver.go`, `handler_apis.go`.
final class AggregatorFront: FrontHandler {
    private let registry: Registry
    private let proxy: Proxy
    private let discovery: DiscoveryBook
    private let openAPI: OpenAPIBook
    private let api: LocalAPI
    private let localGroups: Set<String>
    private let localIndex = Mutex<(paths: [String], generation: Int)?>(nil)

    init(
        registry: Registry,
        proxy: Proxy,
        discovery: DiscoveryBook,
        openAPI: OpenAPIBook,
        api: LocalAPI,
        localGroups: Set<String>
    ) {
        self.registry = registry
        self.proxy = proxy
        self.discovery = discovery
        self.openAPI = openAPI
        self.api = api
        self.localGroups = localGroups
    }

    func passesOn(_ path: String) -> Bool { registry.table?.target(of: path) != nil }

    func respond(to request: FrontRequest) async -> HTTPResponse? {
        let path = request.path
        if path.hasPrefix("/api") {
            guard let table = registry.table else { return early(request) }
            if let target = table.target(of: path) { return await proxy.respond(to: request, from: target) }
            // Whatever the method, as in Kubernetes: who may ask may have the document.
            guard !request.isResource else { return nil }
            return groups(request, table)
        }
        if path.hasPrefix("/openapi/"), isRead(request) { return await openAPIAnswer(request) }
        if path == "/" || path == "/index.html", isRead(request) { return await index(request) }
        return nil
    }

    private func isRead(_ request: FrontRequest) -> Bool {
        request.request.method == "GET" || request.request.method == "HEAD"
    }

    /// Before all APIServices have been seen nobody may conclude that something does not exist.
    private func early(_ request: FrontRequest) -> HTTPResponse? {
        let parts = request.path.split(separator: "/")
        guard parts.count >= 2, parts[0] == "apis", !localGroups.contains(String(parts[1])) else { return nil }
        return request.answer(
            .serviceUnavailable(
                "the request has been made before all known HTTP paths have been installed, please try again"
            )
        )
    }

    // MARK: Discovery

    private func groups(_ request: FrontRequest, _ table: RoutingTable) -> HTTPResponse? {
        switch request.path {
        case "/apis": return all(request, table, aggregatedVersions: ["v2"])
        case "/apis/": return all(request, table, aggregatedVersions: [])
        default:
            let parts = request.path.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count == 3 || (parts.count == 4 && parts[3].isEmpty), parts[1] == "apis",
                let document = table.documents.groups[String(parts[2])]
            else { return nil }
            guard let form = request.discoveryForm(aggregatedVersions: []) else { return request.notAcceptable }
            return request.discovery(document, form)
        }
    }

    private func all(
        _ request: FrontRequest,
        _ table: RoutingTable,
        aggregatedVersions: [String]
    ) -> HTTPResponse? {
        guard let form = request.discoveryForm(aggregatedVersions: aggregatedVersions) else {
            return request.notAcceptable
        }
        switch form {
        case .plain: return request.discovery(table.documents.list, form)
        case .aggregated:
            guard let document = discovery.document else { return nil }
            return request.discovery(document.tree, form, etag: document.etag)
        }
    }

    // MARK: OpenAPI

    private func openAPIAnswer(_ request: FrontRequest) async -> HTTPResponse? {
        switch request.path {
        case "/openapi/v2":
            guard let document = await openAPI.v2(api) else { return nil }
            return request.openAPIv2(document)
        case "/openapi/v3":
            guard let root = await openAPI.v3Root(api) else { return nil }
            return request.openAPIv3Root(root)
        default:
            guard request.path.hasPrefix("/openapi/v3/") else { return nil }
            let key = String(request.path.dropFirst("/openapi/v3/".count))
            guard let owner = await openAPI.owner(ofV3: key, api), let target = registry.table?.remote[owner] else {
                return nil
            }
            return await proxy.respond(to: request, from: target)
        }
    }

    // MARK: Index

    /// The paths of the local server, and those of all groups and versions.
    private func index(_ request: FrontRequest) async -> HTTPResponse? {
        guard let table = registry.table, let local = await localPaths() else { return nil }
        var paths = Set(local)
        for service in table.services where !service.group.isEmpty {
            paths.insert("/apis/" + service.group)
            paths.insert(service.groupVersion.path)
        }
        let document: JSONValue = ["paths": .array(paths.sorted().map { .string($0) })]
        let headers = HTTPHeaders([("content-type", "application/json")])
        return HTTPResponse(status: 200, headers: headers, body: .bytes(JSONWriter.pretty(document)))
    }

    private func localPaths() async -> [String]? {
        let generation = api.generation
        if let known = localIndex.withLock({ $0 }), known.generation == generation { return known.paths }
        let paths = await api.document("/")?["paths"]?.array?.compactMap(\.string)
        localIndex.withLock { $0 = paths.map { ($0, generation) } }
        return paths
    }
}
