internal import APIMachinery
internal import JSON

/// Holds the name and namespace of a body against those of the path.
enum RequestIdentity {
    /// Fills an absent namespace in, and refuses another one.
    ///
    /// Cluster-scoped objects lose theirs.
    static func checkNamespace(of object: inout JSONValue, _ request: ResourceRequest) throws(StatusError) {
        let namespace = object.objectNamespace
        if !request.kind.isNamespaced {
            if !namespace.isEmpty { object.setMetadata("namespace", nil) }
        } else if namespace.isEmpty {
            object.setMetadata("namespace", .string(request.namespace))
        } else if namespace != request.namespace {
            throw .badRequest("the namespace of the provided object does not match the namespace sent on the request")
        }
    }

    /// The name of a body must be that of the path.
    static func checkName(of object: JSONValue, _ request: ResourceRequest) throws(StatusError) {
        let name = object.objectName
        guard !name.isEmpty else {
            throw .badRequest(
                "the name of the object (\(request.name) based on URL) was undeterminable: name must be provided"
            )
        }
        guard name == request.name else {
            throw .badRequest("the name of the object (\(name)) does not match the name on the URL (\(request.name))")
        }
    }
}
