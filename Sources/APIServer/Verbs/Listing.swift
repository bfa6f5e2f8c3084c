internal import APIMachinery
internal import Storage

/// Finds the objects of a list at the revision that the client means.
///
/// Source: Kubernetes API concepts "Resource versions", apiserver `storage` and `cacher`.
struct Listing {
    let request: ResourceRequest
    let options: ListOptions
    let selection: Selection

    /// One page of objects.
    struct Page {
        var objects: [ServedObject]
        var revision: UInt64
        var continueToken: String?
        /// How many more there are; nil when that is not known.
        var remaining: Int?
    }

    private var store: ObjectStore { request.store }
    private var prefix: String { request.kind.prefix(namespace: request.namespace) }

    init(_ request: ResourceRequest, _ options: ListOptions) throws(StatusError) {
        self.request = request
        self.options = options
        selection = try Selection(request, options)
    }

    func page() async throws -> Page {
        if !options.continueToken.isEmpty { return try await continued() }
        let revision = try ResourceVersion.parse(options.resourceVersion.isEmpty ? "0" : options.resourceVersion)
        switch (options.resourceVersion.isEmpty, revision, options.match) {
        case (true, _, _):
            try await store.catchUp()
            return fromCache(start: "", limit: options.limit)
        case (false, 0, _):
            return fromCache(start: "", limit: 0)
        case (false, _, .exact):
            return try await exact(revision, start: "", limit: options.limit)
        case (false, _, nil) where options.limit > 0:
            return try await exact(revision, start: "", limit: options.limit)
        default:
            try await store.wait(for: revision)
            return fromCache(start: "", limit: options.limit)
        }
    }

    private func continued() async throws -> Page {
        guard options.resourceVersion.isEmpty || options.resourceVersion == "0" else {
            throw StatusError.badRequest("specifying resource version is not allowed when using continue")
        }
        let token = try ContinueToken(options.continueToken)
        let start = prefix + token.start
        // resourceVersion 0 ignores the limit here too, as upstream does.
        let limit = options.resourceVersion == "0" ? 0 : options.limit
        guard token.revision > 0 else {
            try await store.catchUp()
            return fromCache(start: start, limit: limit)
        }
        do {
            return try await exact(UInt64(token.revision), start: start, limit: limit)
        } catch let error as StorageError {
            guard case .compacted = error else { throw error }
            throw StatusError.continueExpired(ContinueToken(revision: -1, start: token.start).encoded)
        }
    }

    /// A page of the cache as it is.
    private func fromCache(start: String, limit: Int) -> Page {
        if selection.takesAll {
            let found = store.cache.snapshot(prefix: prefix, start: start, limit: limit)
            return page(found.objects, found.revision, more: found.remaining, isSelective: false)
        }
        let found = store.cache.snapshot(prefix: prefix, start: start, limit: limit, where: selection.contains)
        return page(found.objects, found.revision, more: found.remaining, isSelective: true)
    }

    /// A page at one revision, from the cache if nothing changed since, otherwise from the store's history.
    private func exact(_ revision: UInt64, start: String, limit: Int) async throws -> Page {
        try await store.wait(for: revision)
        let found = try await store.cache.list(
            prefix: prefix,
            start: start,
            limit: selection.takesAll ? limit : 0,
            at: revision
        )
        guard selection.takesAll else { return selected(found.objects, revision, limit: limit) }
        return page(found.objects, revision, more: found.remaining, isSelective: false)
    }

    private func selected(_ all: [ServedObject], _ revision: UInt64, limit: Int) -> Page {
        guard limit > 0 else { return page(all.filter(selection.contains), revision, more: 0, isSelective: true) }
        var objects: [ServedObject] = []
        for (index, object) in all.enumerated() where selection.contains(object) {
            objects.append(object)
            if objects.count == limit {
                return page(objects, revision, more: all.count - index - 1, isSelective: true)
            }
        }
        return page(objects, revision, more: 0, isSelective: true)
    }

    private func page(_ objects: [ServedObject], _ revision: UInt64, more: Int, isSelective: Bool) -> Page {
        guard more > 0, let last = objects.last else {
            return Page(objects: objects, revision: revision, continueToken: nil, remaining: nil)
        }
        let start = String(last.key.dropFirst(prefix.count)) + "\0"
        let token = ContinueToken(revision: Int64(revision), start: start).encoded
        return Page(objects: objects, revision: revision, continueToken: token, remaining: isSelective ? nil : more)
    }
}
