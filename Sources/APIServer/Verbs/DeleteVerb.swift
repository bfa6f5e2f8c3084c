internal import APIMachinery
internal import JSON
internal import Storage
internal import Transport

/// `DELETE` on an object.
struct DeleteVerb: Verb {
    func respond(to request: ResourceRequest) async throws -> HTTPResponse {
        let representation = try request.representation()
        let options = try DeleteOptions(request.context.request, request.query)
        let outcome = try await Deletion(request: request, options: options).delete(name: request.name)
        let response = ObjectResponse(request: request, representation: representation)
        func removed(uid: String) -> HTTPResponse {
            response.status(
                StatusSuccess(deleted: request.kind.groupResource, name: request.name, uid: uid).json
            )
        }
        switch outcome {
        case .removed(let object): return removed(uid: (try? object.tree())?.uid ?? "")
        case .removedUnread: return removed(uid: "")
        case .terminating(let object):
            let isLegacyOrphan = options.orphanDependents == false
            return try response.response(object, status: isLegacyOrphan ? 202 : 200)
        }
    }
}

/// Deletes objects: at once, or when their finalizers are done.
struct Deletion {
    let request: ResourceRequest
    let options: DeleteOptions

    /// What became of the object.
    enum Outcome {
        /// It is gone; this was its last state.
        case removed(ServedObject)
        /// What could not be read is gone.
        case removedUnread
        /// It waits for its finalizers.
        case terminating(AnsweredObject)
    }

    func delete(name: String) async throws -> Outcome {
        let key = request.kind.key(namespace: request.namespace, name: name)
        guard var present = try await request.store.current(key) else {
            return try await removeUnreadable(key, name: name)
        }
        try options.checkIsReadable(name, request)
        while true {
            do {
                return try await attempt(present, name: name)
            } catch let error as StorageError {
                guard case .conflict(let current) = error else { throw error }
                present = try request.store.served(current)
            }
        }
    }

    /// Removes what lies in the store and cannot be read, if that is asked for in so many words: nobody looks at
    /// finalizers, preconditions and admission then.
    ///
    /// Source: apiserver `corrupt_obj_deleter.go`, `authorizeUnsafeDelete`.
    private func removeUnreadable(_ key: String, name: String) async throws -> Outcome {
        guard let unreadable = request.store.cache.undecodable.first(where: { $0.key == key }) else {
            throw StatusError.notFound(resource: request.kind.groupResource, name: name)
        }
        guard options.ignoresReadErrors else {
            throw StatusError.internalError(
                "\(request.kind.groupResource) \"\(name)\" cannot be read: \(unreadable.reason); "
                    + "\(DeleteOptions.ignoringReadErrors)=true deletes it all the same"
            )
        }
        try await request.checkMay("unsafe-delete-ignore-read-errors")
        _ = try await request.store.backend.delete(key, expecting: unreadable.revision)
        return .removedUnread
    }

    private func attempt(_ present: ServedObject, name: String) async throws -> Outcome {
        let tree = try present.tree(in: request.version)
        try options.checkPreconditions(tree, request, name: name)
        try ObjectValidation(request: request).checkDeletion(of: tree, name: name, isDryRun: options.isDryRun)
        try await request.admitDeletion(name: name, oldObject: tree, isDryRun: options.isDryRun)
        let finalizers = options.finalizers(from: tree.finalizers)
        let isHeld = request.served.termination?.isHeld(tree) ?? false
        if !finalizers.isEmpty || isHeld { return .terminating(try await mark(present, tree, finalizers)) }
        if options.isDryRun { return .removed(present) }
        return .removed(try await request.store.delete(present.key, expecting: present.revision))
    }

    /// Sets the time of deletion, once, and the finalizers that the policy asks for.
    private func mark(_ present: ServedObject, _ tree: JSONValue, _ finalizers: [String]) async throws -> AnsweredObject
    {
        var object = tree
        if tree.deletionTimestamp == nil {
            object.setMetadata("deletionTimestamp", .string(request.environment.now.description))
            object.setMetadata("deletionGracePeriodSeconds", 0)
            if let generation = tree.metadata["generation"]?.integer, generation > 0 {
                object.setMetadata("generation", .integer(generation + 1))
            }
        }
        object.setMetadata("finalizers", finalizers.isEmpty ? nil : .array(finalizers.map { .string($0) }))
        request.served.termination?.mark(&object)
        let bytes = try request.kind.storedBytes(object, from: request.version)
        if request.kind.storageVersion.layout.inserting(revision: present.revision, into: bytes) == present.bytes,
            !present.isStale
        {
            return .served(present)
        }
        if options.isDryRun { return .tree(object) }
        return .served(try await request.store.update(present.key, bytes, expecting: present.revision))
    }
}

extension DeleteOptions {
    /// - Throws: 422 if what is there is deleted as if it could not be read.
    func checkIsReadable(_ name: String, _ request: ResourceRequest) throws(StatusError) {
        guard ignoresReadErrors else { return }
        let detail = "is exclusively used to delete corrupt object(s), try again by removing this option"
        throw .invalid(
            kind: request.kind.kind,
            group: request.kind.group,
            name: name,
            errors: [.invalid(Self.ignoringReadErrors, true, detail)]
        )
    }

    /// - Throws: 409 if the object is not the one that is meant.
    func checkPreconditions(_ tree: JSONValue, _ request: ResourceRequest, name: String) throws(StatusError) {
        let resource = GroupResource(group: request.kind.group, resource: request.kind.kind)
        if let uid, uid != tree.uid {
            throw .conflict(
                resource: resource,
                name: name,
                cause: "the UID in the precondition (\(uid)) does not match the UID in record (\(tree.uid)). "
                    + "The object might have been deleted and then recreated"
            )
        }
        if let revision = resourceVersion, revision != tree.resourceVersion {
            throw .conflict(
                resource: resource,
                name: name,
                cause: "the ResourceVersion in the precondition (\(revision)) does not match the ResourceVersion in "
                    + "record (\(tree.resourceVersion)). The object might have been modified"
            )
        }
    }
}
