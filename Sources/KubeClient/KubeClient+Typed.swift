public import APIMachinery
public import JSON

/// The same verbs for Swift types.
extension KubeClient {
    /// Reads an object.
    ///
    /// - Throws: `.status` with code 404 if it does not exist, `.unexpectedAnswer` if it has not the shape of the type.
    public func get<Object: APIObject>(
        _ type: Object.Type = Object.self,
        _ name: NamespacedName
    ) async throws(KubeClientError) -> Object {
        let mapping = Object.mapping
        return try decode(await get(mapping.resource, namespace: mapping.space(name.namespace), name: name.name))
    }

    /// Reads all objects that match, page by page.
    ///
    /// - Parameters:
    ///   - type: their type.
    ///   - namespace: nil for those of all namespaces.
    ///   - options: selectors; `limit` is the size of a page, 500 unless it says otherwise.
    /// - Returns: the objects in the order of the server.
    /// - Throws: `.status` with code 410 if the collection changed so much that later pages are gone.
    public func list<Object: APIObject>(
        _ type: Object.Type = Object.self,
        namespace: String? = nil,
        options: ListOptions = ListOptions()
    ) async throws(KubeClientError) -> [Object] {
        var options = options
        if options.limit == 0 { options.limit = 500 }
        var objects: [Object] = []
        while true {
            let page = try await list(Object.mapping.resource, namespace: namespace, options: options)
            for item in page["items"]?.array ?? [] { objects.append(try decode(item)) }
            guard let token = page.at("metadata", "continue")?.string, !token.isEmpty else { return objects }
            options.continueToken = token
            // The token says which state is being read.
            (options.resourceVersion, options.resourceVersionMatch) = ("", "")
        }
    }

    /// Creates an object.
    ///
    /// - Returns: what the server made of it.
    /// - Throws: `.status` with code 409 if it exists.
    public func create<Object: APIObject>(
        _ object: Object,
        options: WriteOptions = WriteOptions()
    ) async throws(KubeClientError) -> Object {
        let mapping = Object.mapping
        let namespace = mapping.space(object.metadata.namespace)
        return try decode(await create(object.json, mapping.resource, namespace: namespace, options: options))
    }

    /// Replaces an object.
    ///
    /// - Returns: what the server made of it.
    /// - Throws: `.status` with code 409 if it has changed since it was read.
    public func update<Object: APIObject>(
        _ object: Object,
        options: WriteOptions = WriteOptions()
    ) async throws(KubeClientError) -> Object {
        try await replace(object, subresource: nil, options)
    }

    /// Replaces the status of an object through its subresource `status`; the rest of the object does not matter.
    ///
    /// - Returns: what the server made of it.
    /// - Throws: `.status` with code 409 if the object has changed since it was read.
    public func updateStatus<Object: APIObject>(
        _ object: Object,
        options: WriteOptions = WriteOptions()
    ) async throws(KubeClientError) -> Object {
        try await replace(object, subresource: "status", options)
    }

    /// Changes an object, or a subresource of it.
    ///
    /// - Returns: what the server made of it.
    /// - Throws: `.status` with code 404 if it does not exist.
    public func patch<Object: APIObject>(
        _ type: Object.Type = Object.self,
        _ name: NamespacedName,
        with patch: JSONValue,
        as form: PatchType = .merge,
        subresource: String? = nil,
        options: WriteOptions = WriteOptions()
    ) async throws(KubeClientError) -> Object {
        let mapping = Object.mapping
        return try decode(
            await self.patch(
                patch,
                form,
                mapping.resource,
                namespace: mapping.space(name.namespace),
                name: name.name,
                subresource: subresource,
                options: options
            )
        )
    }

    /// Creates an object or brings the fields that it names to their values (server-side apply).
    ///
    /// What the server keeps (`uid`, `resourceVersion`, `managedFields` and the like) is not sent.
    ///
    /// - Parameters:
    ///   - object: the fields that you care for.
    ///   - manager: who owns them from then on: the name of your controller.
    ///   - force: takes fields over from other managers.
    /// - Returns: the whole object.
    /// - Throws: `.status` with code 409 if other managers own some of the fields.
    public func apply<Object: APIObject>(
        _ object: Object,
        as manager: String,
        force: Bool = false
    ) async throws(KubeClientError) -> Object {
        var meta = object.metadata
        (meta.uid, meta.resourceVersion, meta.selfLink, meta.generation) = ("", "", "", 0)
        (meta.creationTimestamp, meta.deletionTimestamp, meta.deletionGracePeriodSeconds) = (nil, nil, nil)
        meta.managedFields = []
        var tree = object.json
        tree["metadata"] = meta.json
        var options = WriteOptions()
        (options.fieldManager, options.force) = (manager, force)
        let mapping = Object.mapping
        return try decode(
            await apply(
                tree,
                mapping.resource,
                namespace: mapping.space(meta.namespace),
                name: meta.name,
                options: options
            )
        )
    }

    /// Deletes an object.
    ///
    /// - Parameters:
    ///   - object: which; one that was made again under the same name is left alone if `uid` is set.
    ///   - propagation: what becomes of its dependents: `Background`, `Foreground` or `Orphan`.
    /// - Throws: `.status` with code 404 if it does not exist, 409 if it is another one.
    public func delete<Object: APIObject>(
        _ object: Object,
        propagation: String = "Background"
    ) async throws(KubeClientError) {
        let mapping = Object.mapping
        var options: JSONValue = [
            "apiVersion": "v1", "kind": "DeleteOptions", "propagationPolicy": .string(propagation),
        ]
        if !object.metadata.uid.isEmpty { options["preconditions"] = ["uid": .string(object.metadata.uid)] }
        _ = try await delete(
            mapping.resource,
            namespace: mapping.space(object.metadata.namespace),
            name: object.metadata.name,
            options: options
        )
    }

    private func replace<Object: APIObject>(
        _ object: Object,
        subresource: String?,
        _ options: WriteOptions
    ) async throws(KubeClientError) -> Object {
        let mapping = Object.mapping
        return try decode(
            await update(
                object.json,
                mapping.resource,
                namespace: mapping.space(object.metadata.namespace),
                name: object.metadata.name,
                subresource: subresource,
                options: options
            )
        )
    }

    private func decode<Object: APIObject>(_ tree: JSONValue) throws(KubeClientError) -> Object {
        do throws(JSONDecodingError) {
            return try Object(json: tree)
        } catch {
            throw .unexpectedAnswer("it is no \(Object.mapping.kind) of \(Object.mapping.apiVersion): \(error)")
        }
    }
}

extension RESTMapping {
    /// The namespace that paths name: none for what lives in none.
    func space(_ namespace: String) -> String? { scope == .namespaced && !namespace.isEmpty ? namespace : nil }
}

extension KubeClientError {
    /// Whether the server says that the object does not exist.
    public var isNotFound: Bool { hasCode(404) }
    /// Whether somebody else has written the object meanwhile, or it exists already.
    public var isConflict: Bool { hasCode(409) }

    private func hasCode(_ code: Int) -> Bool {
        if case .status(let status) = self { status.code == code } else { false }
    }
}
