public import APIMachinery
public import JSON

extension KubeClient {
    /// How a patch is written.
    public enum PatchType: String, Sendable {
        case json = "application/json-patch+json"
        case merge = "application/merge-patch+json"
        case strategicMerge = "application/strategic-merge-patch+json"
        case apply = "application/apply-patch+yaml"
    }

    /// Reads an object.
    ///
    /// - Throws: `.status` with code 404 if it does not exist.
    public func get(
        _ resource: GroupVersionResource,
        namespace: String? = nil,
        name: String,
        subresource: String? = nil
    ) async throws(KubeClientError) -> JSONValue {
        try await send(KubeRequest(path: resource.path(namespace: namespace, name: name, subresource: subresource)))
    }

    /// Reads a collection, or one page of it.
    public func list(
        _ resource: GroupVersionResource,
        namespace: String? = nil,
        options: ListOptions = ListOptions()
    ) async throws(KubeClientError) -> JSONValue {
        try await send(KubeRequest(path: resource.path(namespace: namespace), query: options.query(isWatch: false)))
    }

    /// Opens a watch; it has no time limit but the server's.
    public func watch(
        _ resource: GroupVersionResource,
        namespace: String? = nil,
        options: ListOptions = ListOptions()
    ) async throws(KubeClientError) -> Watch {
        let path = resource.path(namespace: namespace)
        let request = KubeRequest(path: path, query: options.query(isWatch: true), timeout: nil)
        return Watch(try await stream(request))
    }

    /// Creates an object, or calls a subresource of one.
    ///
    /// - Parameters:
    ///   - object: what to create.
    ///   - resource: where.
    ///   - namespace: nil for cluster-scoped resources.
    ///   - name: for subresources only: whose.
    ///   - subresource: such as `token`.
    ///   - options: see there.
    /// - Returns: what the server made of it.
    /// - Throws: `.status` with code 409 if it exists.
    public func create(
        _ object: JSONValue,
        _ resource: GroupVersionResource,
        namespace: String? = nil,
        name: String? = nil,
        subresource: String? = nil,
        options: WriteOptions = WriteOptions()
    ) async throws(KubeClientError) -> JSONValue {
        let path = resource.path(namespace: namespace, name: name, subresource: subresource)
        return try await send(
            KubeRequest(
                method: "POST",
                path: path,
                query: options.query(isApply: false),
                body: JSONWriter.bytes(object)
            )
        )
    }

    /// Replaces an object.
    ///
    /// - Throws: `.status` with code 409 if it has changed meanwhile.
    public func update(
        _ object: JSONValue,
        _ resource: GroupVersionResource,
        namespace: String? = nil,
        name: String,
        subresource: String? = nil,
        options: WriteOptions = WriteOptions()
    ) async throws(KubeClientError) -> JSONValue {
        let path = resource.path(namespace: namespace, name: name, subresource: subresource)
        return try await send(
            KubeRequest(
                method: "PUT",
                path: path,
                query: options.query(isApply: false),
                body: JSONWriter.bytes(object)
            )
        )
    }

    /// Changes an object.
    public func patch(
        _ patch: JSONValue,
        _ type: PatchType,
        _ resource: GroupVersionResource,
        namespace: String? = nil,
        name: String,
        subresource: String? = nil,
        options: WriteOptions = WriteOptions()
    ) async throws(KubeClientError) -> JSONValue {
        let path = resource.path(namespace: namespace, name: name, subresource: subresource)
        return try await send(
            KubeRequest(
                method: "PATCH",
                path: path,
                query: options.query(isApply: type == .apply),
                body: JSONWriter.bytes(patch),
                contentType: type.rawValue
            )
        )
    }

    /// Applies an object: creates it, or changes the fields that it names; `options.fieldManager` must be set.
    public func apply(
        _ object: JSONValue,
        _ resource: GroupVersionResource,
        namespace: String? = nil,
        name: String,
        subresource: String? = nil,
        options: WriteOptions
    ) async throws(KubeClientError) -> JSONValue {
        try await patch(
            object,
            .apply,
            resource,
            namespace: namespace,
            name: name,
            subresource: subresource,
            options: options
        )
    }

    /// Deletes an object.
    ///
    /// - Parameters:
    ///   - resource: where it is.
    ///   - namespace: nil for cluster-scoped resources.
    ///   - name: its name.
    ///   - options: a `DeleteOptions` object; nil for the defaults.
    /// - Returns: a `Status`, or the object while it is still there.
    /// - Throws: `.status` with code 404 if it does not exist.
    public func delete(
        _ resource: GroupVersionResource,
        namespace: String? = nil,
        name: String,
        options: JSONValue? = nil
    ) async throws(KubeClientError) -> JSONValue {
        let path = resource.path(namespace: namespace, name: name)
        return try await send(
            KubeRequest(method: "DELETE", path: path, body: options.map { JSONWriter.bytes($0) } ?? [])
        )
    }
}
