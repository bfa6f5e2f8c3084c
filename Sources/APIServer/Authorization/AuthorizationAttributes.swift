internal import APIMachinery

/// What somebody wants to do.
package struct AuthorizationAttributes: Sendable, Hashable {
    /// Who.
    package var user: UserInfo
    /// `get`, `list` and so on; for other paths the method in lower case.
    package var verb: String
    /// Whether the request is for a resource; `path` counts otherwise.
    package var isResource: Bool
    package var path = ""
    package var group = ""
    package var version = ""
    package var resource = ""
    package var subresource = ""
    /// Empty at the cluster scope.
    package var namespace = ""
    /// Of the object, be it in the path or demanded by a field selector; empty for a collection.
    package var name = ""
    /// As the client sent it.
    package var fieldSelector = ""
    /// As the client sent it.
    package var labelSelector = ""

    /// Makes the attributes of a verb on a resource; the rest is filled in afterwards.
    package init(user: UserInfo, verb: String, group: String, version: String, resource: String, name: String) {
        self.user = user
        self.verb = verb
        isResource = true
        self.group = group
        self.version = version
        self.resource = resource
        self.name = name
    }

    /// The attributes of a request.
    init(user: UserInfo, info: RequestInfo, query: Query = Query("")) {
        self.user = user
        verb = info.verb
        isResource = info.isResource
        path = info.path
        group = info.group
        version = info.version
        resource = info.resource
        subresource = info.subresource
        namespace = info.namespace
        name = info.name.isEmpty ? info.requestedName : info.name
        guard !query.isEmpty, ["list", "watch", "deletecollection"].contains(info.verb) else { return }
        fieldSelector = query["fieldSelector"] ?? ""
        labelSelector = query["labelSelector"] ?? ""
    }

    /// The 403 that says who may not do what.
    func forbidden(reason: String) -> StatusError {
        if isResource {
            .forbidden(
                user: user.name,
                verb: verb,
                resource: GroupResource(group: group, resource: resource),
                subresource: subresource,
                namespace: namespace,
                name: name,
                cause: reason
            )
        } else {
            .forbidden(user: user.name, verb: verb, path: path, cause: reason)
        }
    }
}
