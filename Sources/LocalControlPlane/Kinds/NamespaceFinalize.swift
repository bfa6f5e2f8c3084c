internal import APIServer
internal import JSON

/// `namespaces/<name>/finalize`: who has done his part takes his finalizer out of `spec.finalizers`.
///
/// Source: `pkg/registry/core/namespace/storage/storage.go`.
enum NamespaceFinalize {
    /// The subresource.
    static var handlers: SubresourceHandlers {
        var handlers = SubresourceHandlers("finalize")
        handlers.object = CoreKinds.namespace
        handlers.get = { parent, _ in parent.object }
        handlers.update = { object, parent, _ in
            let finalizers = object["spec"]?["finalizers"]
            return try await parent.update { namespace in
                namespace["spec"] = finalizers.map { ["finalizers": $0] } ?? .emptyObject
            }
        }
        return handlers
    }

    /// A namespace stays as long as somebody has a finalizer there.
    static var termination: UntypedResource.Termination {
        UntypedResource.Termination(
            isHeld: { namespace in namespace["spec"]?["finalizers"]?.array?.isEmpty == false },
            mark: { namespace in
                if namespace["status"]?.object == nil { namespace["status"] = .emptyObject }
                namespace["status"]?["phase"] = "Terminating"
            }
        )
    }
}
