extension ReconcileContext {
    /// Keeps an object from going away before its controller has cleaned up.
    ///
    /// Call it first in `reconcile`:
    ///
    /// ```swift
    /// guard let bee = try await context.finalizing(bee, "bees.example.com/hive", cleanUp: { try await leave($0) }) else {
    ///     return .done
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - object: as the cache has it.
    ///   - finalizer: a name with the domain of your API before a slash.
    ///   - cleanUp: undoes what the controller did for the object; called until it does not throw.
    /// - Returns: the object with the finalizer, to go on with; nil if it is being deleted and nothing is left to do.
    /// - Throws: what `cleanUp` throws, and what the server says.
    public func finalizing<Object: APIObject>(
        _ object: Object,
        _ finalizer: String,
        cleanUp: (Object) async throws -> Void
    ) async throws -> Object? {
        let has = object.metadata.finalizers.contains(finalizer)
        if object.metadata.deletionTimestamp == nil {
            guard !has else { return object }
            return try await setFinalizers(of: object, object.metadata.finalizers + [finalizer])
        }
        guard has else { return nil }
        try await cleanUp(object)
        do {
            _ = try await setFinalizers(of: object, object.metadata.finalizers.filter { $0 != finalizer })
        } catch let error as KubeClientError where error.isNotFound {
            // It has gone meanwhile.
        }
        return nil
    }

    private func setFinalizers<Object: APIObject>(of object: Object, _ finalizers: [String]) async throws -> Object {
        // The version makes it a conflict if somebody else changes the list at the same time.
        let patch: JSONValue = [
            "metadata": [
                "finalizers": .array(finalizers.map { .string($0) }),
                "resourceVersion": .string(object.metadata.resourceVersion),
            ]
        ]
        return try await client.patch(Object.self, NamespacedName(object.metadata), with: patch)
    }
}

extension OwnerReference {
    /// A reference to an owner that controls the object and with which it goes.
    public static func controller<Owner: APIObject>(_ owner: Owner) -> OwnerReference {
        OwnerReference(
            apiVersion: Owner.mapping.apiVersion,
            kind: Owner.mapping.kind,
            name: owner.metadata.name,
            uid: owner.metadata.uid,
            controller: true,
            blockOwnerDeletion: true
        )
    }
}
