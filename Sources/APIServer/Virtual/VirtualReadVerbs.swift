internal import APIMachinery
internal import JSON
internal import Transport

/// `GET` of an object that a type makes itself.
struct VirtualGetVerb: Verb {
    let handlers: VerbHandlers

    func respond(to request: ResourceRequest) async throws -> HTTPResponse {
        let representation = try request.representation()
        let context = request.verbContext()
        let object = try await handlers.object(request.name, context)
        context.warnings.show(request.context)
        return try ObjectResponse(request: request, representation: representation).response(
            .tree(object),
            status: 200
        )
    }
}

/// `GET` of a collection that a type makes itself.
struct VirtualListVerb: Verb {
    let handlers: VerbHandlers

    func respond(to request: ResourceRequest) async throws -> HTTPResponse {
        let representation = try request.representation()
        let options = try ListOptions(request.query, isWatch: false)
        let query = try VirtualSelection(request, options, handlers).query
        let context = request.verbContext()
        let list = try await handlers.selected(query, context)
        context.warnings.show(request.context)
        return try ListResponse(request: request, representation: representation).response(list)
    }
}

/// `DELETE` of a collection that a type makes itself.
struct VirtualDeleteCollectionVerb: Verb {
    let handlers: VerbHandlers

    func respond(to request: ResourceRequest) async throws -> HTTPResponse {
        let representation = try request.representation()
        let query = try VirtualSelection(request, ListOptions(request.query, isWatch: false), handlers).query
        let options = try DeleteOptions(request.context.request, request.query)
        let context = request.verbContext(isDryRun: options.isDryRun)
        let objects: [JSONValue]
        if options.isDryRun, !handlers.handlesDryRun {
            objects = try await handlers.selected(query, context).items
        } else {
            guard let delete = handlers.deleteCollection else { throw request.notSupported("deletecollection") }
            try await request.admitDeletion(name: "", oldObject: nil, isDryRun: options.isDryRun)
            objects = try await delete(query, context)
        }
        context.warnings.show(request.context)
        return try ListResponse(request: request, representation: representation).response(ObjectList(objects))
    }
}

/// What a list or watch of a virtual resource selects.
struct VirtualSelection {
    let query: ListQuery

    /// - Throws: 400 for a field that cannot be selected by.
    init(_ request: ResourceRequest, _ options: ListOptions, _ handlers: VerbHandlers) throws(StatusError) {
        query = ListQuery(
            options,
            try Selection(request, options, allowsAnyField: handlers.appliesSelectors),
            request.served.selectableFields
        )
    }
}

extension VerbHandlers {
    /// One object.
    func object(_ name: String, _ context: VerbContext) async throws -> JSONValue {
        guard let get else { throw StatusError.methodNotSupported(resource: context.resource, action: "get") }
        return try await get(name, context)
    }

    /// The objects of a query and no others.
    func selected(_ query: ListQuery, _ context: VerbContext) async throws -> ObjectList<JSONValue> {
        guard let list else { throw StatusError.methodNotSupported(resource: context.resource, action: "list") }
        var found = try await list(query, context)
        if !appliesSelectors { found.items.removeAll { !query.selects($0) } }
        return found
    }
}

extension ResourceRequest {
    /// 405 for a verb that the resource does not have.
    func notSupported(_ verb: String) -> StatusError {
        .methodNotSupported(resource: kind.groupResource, action: verb)
    }
}
