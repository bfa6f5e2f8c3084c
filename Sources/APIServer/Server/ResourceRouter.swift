internal import APIMachinery
internal import Storage
internal import Transport

/// Finds what serves a resource path, and runs the verb.
struct ResourceRouter: Sendable {
    /// One resource in one version.
    private struct Route: Sendable {
        let kind: ServedKind
        let version: Int
        /// Nil for a kind that keeps its objects itself.
        let objects: ObjectStore?

        var served: ServedVersion { kind.versions[version] }
    }

    private let routes: [String: [String: Route]]
    private let groups: Set<String>
    private let environment: ServerEnvironment

    init(stores: [ObjectStore], virtual: [ServedKind], environment: ServerEnvironment) {
        var routes: [String: [String: Route]] = [:]
        for store in stores {
            for (index, version) in store.kind.versions.enumerated() where version.isServed {
                routes[version.apiVersion, default: [:]][store.kind.plural] = Route(
                    kind: store.kind,
                    version: index,
                    objects: store
                )
            }
        }
        for kind in virtual {
            routes[kind.storageVersion.apiVersion, default: [:]][kind.plural] = Route(
                kind: kind,
                version: 0,
                objects: nil
            )
        }
        self.routes = routes
        groups = Set(stores.map(\.kind.group) + virtual.map(\.group))
        self.environment = environment
    }

    /// Whether the path belongs to a group that is served here.
    func serves(group: String) -> Bool { groups.contains(group) }

    /// Whether something is served in a group version, `group/version`.
    func serves(apiVersion: String) -> Bool { routes[apiVersion] != nil }

    func respond(to context: RequestContext) async -> HTTPResponse {
        guard let route = route(context.info) else {
            return ErrorRendering.response(to: .generic(code: 404), for: context)
        }
        let kind = route.kind
        noteDeprecation(of: route.served, context)
        guard let verb = verb(for: context, route) else {
            return ErrorRendering.response(to: .generic(code: 405), for: context)
        }
        let request = ResourceRequest(
            context: context,
            kind: kind,
            version: route.version,
            objects: route.objects,
            environment: environment
        )
        context.audit?.noteBody(of: context.request)
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

    /// Tells the client and the audit log that a version is on its way out.
    private func noteDeprecation(of served: ServedVersion, _ context: RequestContext) {
        guard let warning = served.deprecationWarning else { return }
        context.warn(warning)
        context.audit?.annotate("k8s.io/deprecated", "true")
        let removal = served.definition.deprecation?.removedIn ?? ""
        if !removal.isEmpty { context.audit?.annotate("k8s.io/removed-release", removal) }
    }

    /// The resource of a path, if scope and depth fit it.
    private func route(_ info: RequestInfo) -> Route? {
        guard let route = routes[info.apiVersion]?[info.resource] else { return nil }
        if !info.subresource.isEmpty {
            guard !info.isLegacyWatch, hasSubresource(info, route.served) else { return nil }
        }
        if route.kind.isNamespaced {
            // All namespaces at once are a collection; a single object needs its namespace.
            if info.namespace.isEmpty, !info.name.isEmpty { return nil }
        } else if !info.namespace.isEmpty, info.resource != "namespaces" {
            return nil
        }
        return route
    }

    /// Whether there is such a subresource; paths below it are for connectors alone.
    private func hasSubresource(_ info: RequestInfo, _ served: ServedVersion) -> Bool {
        let isDeep = info.parts.count > 3
        switch info.subresource {
        case "status" where served.definition.hasStatus: return !isDeep
        case "scale" where served.definition.scale != nil: return !isDeep
        default:
            guard let own = served.subresource(info.subresource) else { return false }
            return !isDeep || own.handlers.connect != nil && own.handlers.takesPaths
        }
    }

    /// What the method means at this path; nil if it means nothing there.
    private func verb(for context: RequestContext, _ route: Route) -> (any Verb)? {
        let info = context.info
        let method = context.request.method
        if !info.subresource.isEmpty, let own = route.served.subresource(info.subresource) { return own.verb(method) }
        if route.objects == nil, let handlers = route.served.handlers {
            return virtualVerb(info, method, handlers, route.kind)
        }
        if info.verb == "watch" { return method == "GET" ? WatchVerb() : nil }
        if info.isLegacyWatch { return nil }
        if !info.name.isEmpty { return objectVerb(method, info.subresource) }
        if info.namespace.isEmpty, route.kind.isNamespaced { return method == "GET" ? ListVerb() : nil }
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

    /// What the method means for a kind that serves it itself; nil if it does not.
    private func virtualVerb(
        _ info: RequestInfo,
        _ method: String,
        _ handlers: VerbHandlers,
        _ kind: ServedKind
    ) -> (any Verb)? {
        if info.verb == "watch" { return method == "GET" ? VirtualWatchVerb(handlers: handlers) : nil }
        if !info.name.isEmpty {
            return switch method {
            case "GET" where handlers.get != nil: VirtualGetVerb(handlers: handlers)
            case "PUT" where handlers.update != nil: VirtualUpdateVerb(handlers: handlers)
            case "PATCH" where handlers.update != nil: VirtualPatchVerb(handlers: handlers)
            case "DELETE" where handlers.delete != nil: VirtualDeleteVerb(handlers: handlers)
            default: nil
            }
        }
        let isEverywhere = info.namespace.isEmpty && kind.isNamespaced
        return switch method {
        case "GET" where handlers.list != nil: VirtualListVerb(handlers: handlers)
        case "POST" where handlers.create != nil && !isEverywhere: VirtualCreateVerb(handlers: handlers)
        case "DELETE" where handlers.deleteCollection != nil && !isEverywhere:
            VirtualDeleteCollectionVerb(handlers: handlers)
        default: nil
        }
    }
}

extension ServedVersion {
    /// What every answer of a deprecated version says; nil for others.
    var deprecationWarning: String? {
        guard let deprecation = definition.deprecation else { return nil }
        if let warning = deprecation.warning { return warning }
        let name = "\(definition.apiVersion) \(definition.kind)"
        let text = "\(name) is deprecated in v\(deprecation.since)+"
        return deprecation.removedIn.isEmpty ? text : text + ", unavailable in v\(deprecation.removedIn)+"
    }
}
