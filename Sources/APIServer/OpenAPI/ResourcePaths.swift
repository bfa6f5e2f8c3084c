/// The paths of one resource, with all that can be done there.
///
/// Source: apiserver `endpoints/installer.go`, recorded documents of an extension server.
struct ResourcePaths {
    let resource: ServedResource
    let definition: ResourceDefinition
    private let base: String
    let tag: String

    /// Makes the paths of a resource.
    init(_ resource: ServedResource) {
        self.resource = resource
        definition = resource.definition
        base = (definition.group.isEmpty ? "/api/" : "/apis/") + definition.apiVersion + "/"
        tag = OpenAPINames.tag(group: definition.group, version: definition.version)
    }

    /// All paths, in no order.
    var all: [OpenAPIPath] {
        let collection = scoped + definition.plural
        var paths = [
            OpenAPIPath(path: base + collection, parameters: scopeParameters, operations: collectionOperations),
            OpenAPIPath(
                path: base + collection + "/{name}",
                parameters: nameParameters,
                operations: objectOperations
            ),
        ]
        if isNamespaced, can("list") {
            let parameters = sorted(OpenAPIParameters.list + [OpenAPIParameters.pretty])
            let list = list(id: id("list", after: "ForAllNamespaces", isScoped: false), parameters: [])
            paths.append(OpenAPIPath(path: base + definition.plural, parameters: parameters, operations: [list]))
        }
        for subresource in resource.subresources {
            let path = base + collection + "/{name}/" + subresource.name
            let connections = subresource.connects.compactMap { connection($0, subresource) }
            let taken = Set(connections.map(\.method))
            let operations = subresource.verbs.compactMap { operation($0, of: subresource) }
            paths.append(
                OpenAPIPath(
                    path: path,
                    parameters: nameParameters,
                    operations: connections + operations.filter { !taken.contains($0.method) }
                )
            )
            guard subresource.takesPaths else { continue }
            paths.append(
                OpenAPIPath(
                    path: path + "/{path}",
                    parameters: nameParameters + [.path("path", "What follows, slashes included.")],
                    operations: subresource.connects.compactMap { connection($0, subresource, suffix: "WithPath") }
                )
            )
        }
        return (can("watch") ? paths + watchPaths : paths).filter { !$0.operations.isEmpty }
    }

    // MARK: Parts of names

    private var isNamespaced: Bool { definition.scope == .namespaced }
    private var scoped: String { isNamespaced ? "namespaces/{namespace}/" : "" }
    private var scopeParameters: [OpenAPIParameter] {
        (isNamespaced ? [OpenAPIParameters.namespace] : []) + [OpenAPIParameters.pretty]
    }
    private var nameParameters: [OpenAPIParameter] {
        [.path("name", "Name of the \(definition.kind).")] + scopeParameters
    }

    private func can(_ verb: String) -> Bool { resource.verbs.contains(verb) }

    private func sorted(_ parameters: [OpenAPIParameter]) -> [OpenAPIParameter] {
        parameters.sorted { $0.name < $1.name }
    }

    /// `readWardleExampleComV1beta1NamespacedFlunder`.
    func id(_ verb: String, before: String = "", after: String = "", isScoped: Bool = true) -> String {
        let stem = OpenAPINames.stem(group: definition.group, version: definition.version)
        return verb + stem + before + (isNamespaced && isScoped ? "Namespaced" : "") + definition.kind + after
    }

    // MARK: Collections

    private func list(id: String, parameters: [OpenAPIParameter]) -> OpenAPIOperation {
        OpenAPIOperation(
            method: "get",
            id: id,
            description: "List or watch objects of kind \(definition.kind).",
            tag: tag,
            action: "list",
            kind: resource.kind,
            parameters: parameters,
            produces: OpenAPIMediaTypes.watches,
            responses: [.init(200, .list(definition)), .unauthorized]
        )
    }

    private var collectionOperations: [OpenAPIOperation] {
        var operations: [OpenAPIOperation] = []
        if can("list") { operations.append(list(id: id("list"), parameters: OpenAPIParameters.list)) }
        if can("create") {
            let created = [200, 201, 202].map { OpenAPIOperation.Response($0, .object(definition)) }
            operations.append(
                OpenAPIOperation(
                    method: "post",
                    id: id("create"),
                    description: "Create a \(definition.kind).",
                    tag: tag,
                    action: "post",
                    kind: resource.kind,
                    parameters: OpenAPIParameters.write,
                    body: .init(payload: .object(definition)),
                    responses: created + [.unauthorized]
                )
            )
        }
        if can("deletecollection") {
            operations.append(
                OpenAPIOperation(
                    method: "delete",
                    id: id("delete", before: "Collection"),
                    description: "Delete a collection of \(definition.kind) objects.",
                    tag: tag,
                    action: "deletecollection",
                    kind: resource.kind,
                    parameters: OpenAPIParameters.deleteCollection,
                    body: .init(payload: .schema(MetaSchemas.deleteOptions), isRequired: false),
                    responses: [.init(200, .schema(MetaSchemas.status)), .unauthorized]
                )
            )
        }
        return operations
    }

    // MARK: Objects

    private var objectOperations: [OpenAPIOperation] {
        let whole = ServedResource.Subresource(name: "", verbs: ["get", "update", "patch"].filter(can))
        var operations = whole.verbs.compactMap { operation($0, of: whole) }
        if can("delete") {
            operations.append(
                OpenAPIOperation(
                    method: "delete",
                    id: id("delete"),
                    description: "Delete a \(definition.kind).",
                    tag: tag,
                    action: "delete",
                    kind: resource.kind,
                    parameters: OpenAPIParameters.delete,
                    body: .init(payload: .schema(MetaSchemas.deleteOptions), isRequired: false),
                    responses: [
                        .init(200, .schema(MetaSchemas.status)), .init(202, .schema(MetaSchemas.status)), .unauthorized,
                    ]
                )
            )
        }
        return operations
    }

    /// A verb of an object or, if it has a name, of something below it; nil for a verb that OpenAPI cannot tell of.
    private func operation(_ verb: String, of subresource: ServedResource.Subresource) -> OpenAPIOperation? {
        let (method, word, text): (String, String, String)
        switch verb {
        case "get": (method, word, text) = ("get", "read", "Read")
        case "update": (method, word, text) = ("put", "replace", "Replace")
        case "patch": (method, word, text) = ("patch", "patch", "Change parts of")
        case "create": (method, word, text) = ("post", "create", "Create")
        default: return nil
        }
        // What a connector takes over is told by `connection` alone.
        guard subresource.name.isEmpty || subresource.connects.isEmpty || payloads(verb, subresource) != nil else {
            return nil
        }
        let payload = payloads(verb, subresource)?.answer ?? payload(of: subresource)
        var body: OpenAPIOperation.Body?
        if method != "get" { body = .init(payload: payloads(verb, subresource)?.body ?? payload) }
        if method == "patch" {
            body = .init(payload: .schema(MetaSchemas.patch), mediaTypes: OpenAPIMediaTypes.patches)
        }
        let codes = ["get": [200], "post": [200, 201, 202]][method] ?? [200, 201]
        return OpenAPIOperation(
            method: method,
            id: id(word, after: OpenAPINames.capitalized(subresource.name)),
            description:
                "\(text) \(subresource.name.isEmpty ? "the" : "\(subresource.name) of the") \(definition.kind).",
            tag: tag,
            action: method,
            kind: verb == "create"
                ? subresource.body.map { .init($0) } ?? resource.kind : subresource.kind ?? resource.kind,
            parameters: method == "get" ? [] : method == "patch" ? OpenAPIParameters.patch : OpenAPIParameters.write,
            body: body,
            responses: codes.map { .init($0, payload) } + [.unauthorized]
        )
    }

    /// What a verb of a subresource with kinds of its own takes and answers; nil for others.
    private func payloads(
        _ verb: String,
        _ subresource: ServedResource.Subresource
    ) -> (body: OpenAPIPayload, answer: OpenAPIPayload)? {
        if verb == "create" {
            guard let body = subresource.body, let answer = subresource.answer else { return nil }
            return (.object(body), .object(answer))
        }
        return subresource.object.map { (.object($0), .object($0)) }
    }

    private func payload(of subresource: ServedResource.Subresource) -> OpenAPIPayload {
        guard let kind = subresource.kind, kind != resource.kind else { return .object(definition) }
        return .schema(kind.kind == "Scale" ? MetaSchemas.scale : MetaSchemas.rawExtension)
    }

    // MARK: Watches

    /// The paths for watches that there were before the parameter `watch`.
    private var watchPaths: [OpenAPIPath] {
        let parameters = OpenAPIParameters.list
        let one = watch("watch", id("watch"), path: scoped + definition.plural + "/{name}", parameters + nameParameters)
        let listID = id("watch", after: "List")
        let many = watch("watchlist", listID, path: scoped + definition.plural, parameters + scopeParameters)
        guard isNamespaced else { return [one, many] }
        let allID = id("watch", after: "ListForAllNamespaces", isScoped: false)
        return [one, many, watch("watchlist", allID, path: definition.plural, parameters + [OpenAPIParameters.pretty])]
    }

    private func watch(
        _ action: String,
        _ id: String,
        path: String,
        _ parameters: [OpenAPIParameter]
    ) -> OpenAPIPath {
        let what = action == "watch" ? "one object" : "objects"
        let operation = OpenAPIOperation(
            method: "get",
            id: id,
            description: "Watch \(what) of kind \(definition.kind). Deprecated: use a list with the parameter watch.",
            tag: tag,
            action: action,
            kind: resource.kind,
            produces: OpenAPIMediaTypes.watches,
            responses: [.init(200, .schema(MetaSchemas.watchEvent)), .unauthorized]
        )
        return OpenAPIPath(path: base + "watch/" + path, parameters: sorted(parameters), operations: [operation])
    }
}
