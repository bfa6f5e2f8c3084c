internal import APIMachinery
internal import Storage
internal import Transport

/// Finds what serves a resource path, and runs the verb.
struct ResourceRouter: Sendable {
    /// One resource in one version.
    private struct Route: Sendable {
        let store: ObjectStore
        let version: Int
    }

    private let routes: [String: [String: Route]]
    private let groups: Set<String>
    private let environment: ServerEnvironment

    init(stores: [ObjectStore], environment: ServerEnvironment) {
        var routes: [String: [String: Route]] = [:]
        for store in stores {
            for (index, version) in store.kind.versions.enumerated() {
                routes[version.apiVersion, default: [:]][store.kind.plural] = Route(store: store, version: index)
            }
        }
        self.routes = routes
        groups = Set(stores.map(\.kind.group))
        self.environment = environment
    }

    /// Whether the path belongs to a group that is served here.
    func serves(group: String) -> Bool { groups.contains(group) }

    func respond(to context: RequestContext) async -> HTTPResponse {
        guard let route = route(context.info) else {
            return ErrorRendering.response(to: .generic(code: 404), for: context)
        }
        let kind = route.store.kind
        if let deprecation = kind.versions[route.version].deprecationWarning { context.warn(deprecation) }
        guard let verb = verb(for: context) else {
            return ErrorRendering.response(to: .generic(code: 405), for: context)
        }
        let request = ResourceRequest(
            context: context,
            kind: kind,
            version: route.version,
            store: route.store,
            environment: environment
        )
        do {
            return try await verb.respond(to: request)
        } catch {
            let status = ErrorRendering.status(error, kind, name: request.name, log: environment.log)
            var response = ErrorRendering.response(to: status, for: context)
            if let refusal = error as? WebSocketRefusal {
                for field in refusal.headers.fields { response.headers.add(field.name, field.value) }
            }
            return response
        }
    }

    /// The resource of a path, if scope and depth fit it.
    private func route(_ info: RequestInfo) -> Route? {
        guard let route = routes[info.apiVersion]?[info.resource], info.parts.count <= 3 else { return nil }
        if !info.subresource.isEmpty {
            let definition = route.store.kind.versions[route.version].definition
            let subresources = ServedResource.subresources(of: definition)
            guard !info.isLegacyWatch, subresources.contains(where: { $0.name == info.subresource }) else { return nil }
        }
        if route.store.kind.isNamespaced {
            // All namespaces at once are a collection; a single object needs its namespace.
            if info.namespace.isEmpty, !info.name.isEmpty { return nil }
        } else if !info.namespace.isEmpty {
            return nil
        }
        return route
    }

    /// What the method means at this path; nil if it means nothing there.
    private func verb(for context: RequestContext) -> (any Verb)? {
        let info = context.info
        let method = context.request.method
        if info.verb == "watch" { return method == "GET" ? WatchVerb() : nil }
        if info.isLegacyWatch { return nil }
        if !info.name.isEmpty { return objectVerb(method, info.subresource) }
        if info.namespace.isEmpty, routes[info.apiVersion]?[info.resource]?.store.kind.isNamespaced == true {
            return method == "GET" ? ListVerb() : nil
        }
        return switch method {
        case "GET": ListVerb()
        case "POST": CreateVerb()
        case "DELETE": DeleteCollectionVerb()
        default: nil
        }
    }

    /// What the method means for one object or for what hangs below it.
    private func objectVerb(_ method: String, _ subresource: String) -> (any Verb)? {
        switch (method, subresource) {
        case ("GET", "scale"): ScaleGetVerb()
        case ("PUT", "scale"): ScaleUpdateVerb()
        case ("PATCH", "scale"): ScalePatchVerb()
        case ("GET", _): GetVerb()
        case ("PUT", _): UpdateVerb()
        case ("PATCH", _): PatchVerb()
        case ("DELETE", ""): DeleteVerb()
        default: nil
        }
    }
}

extension ServedVersion {
    /// What every answer of a deprecated version says; nil for others.
    var deprecationWarning: String? {
        guard let deprecation = definition.deprecation else { return nil }
        let name = "\(definition.apiVersion) \(definition.kind)"
        let text = "\(name) is deprecated in v\(deprecation.since)+"
        return deprecation.removedIn.isEmpty ? text : text + ", unavailable in v\(deprecation.removedIn)+"
    }
}
