/// Failures that name an object or a resource.
extension StatusError {
    /// 404: the object does not exist.
    public static func notFound(resource: GroupResource, name: String) -> StatusError {
        StatusError(
            code: 404,
            reason: "NotFound",
            message: "\(resource) \(GoText.quoted(name)) not found",
            details: Details(resource, name: name)
        )
    }

    /// 409: an object of that name exists; says so when it is being deleted.
    public static func alreadyExists(
        resource: GroupResource,
        name: String,
        isBeingDeleted: Bool = false
    ) -> StatusError {
        StatusError(
            code: 409,
            reason: "AlreadyExists",
            message:
                "\(isBeingDeleted ? "object is being deleted: " : "")\(resource) \(GoText.quoted(name)) already exists",
            details: Details(resource, name: name)
        )
    }

    /// 409: all generated names were taken.
    public static func generateNameConflict(resource: GroupResource, name: String) -> StatusError {
        StatusError(
            code: 409,
            reason: "AlreadyExists",
            message: "\(resource) \(GoText.quoted(name)) already exists, "
                + "the server was not able to generate a unique name for the object",
            details: Details(resource, name: name, retryAfterSeconds: 1)
        )
    }

    /// The cause of a conflict when an object changed since the client read it.
    public static let modifiedText =
        "the object has been modified; please apply your changes to the latest version and try again"

    /// 409: the request does not fit the state of the object; without a cause, the object changed meanwhile.
    public static func conflict(
        resource: GroupResource,
        name: String,
        cause: String = modifiedText
    ) -> StatusError {
        StatusError(
            code: 409,
            reason: "Conflict",
            message: "Operation cannot be fulfilled on \(resource) \(GoText.quoted(name)): \(cause)",
            details: Details(resource, name: name)
        )
    }

    /// 422: the object has wrong values.
    ///
    /// All of them become causes; the message says equal ones once.
    ///
    /// - Parameters:
    ///   - kind: the kind; upstream gives the resource for a missing resourceVersion.
    ///   - group: API group.
    ///   - name: of the object; may be empty.
    ///   - errors: all that is wrong.
    /// - Returns: the failure.
    public static func invalid(kind: String, group: String, name: String, errors: [FieldError]) -> StatusError {
        let subject = GroupResource(group: group, resource: kind)
        var texts: [String] = []
        for text in errors.map(\.description) where !texts.contains(text) { texts.append(text) }
        let cause =
            switch texts.count {
            case 0: ""
            case 1: ": " + texts[0]
            default: ": [" + texts.joined(separator: ", ") + "]"
            }
        return StatusError(
            code: 422,
            reason: "Invalid",
            message: "\(subject) \(GoText.quoted(name)) is invalid\(cause)",
            details: Details(
                subject,
                name: name,
                causes: errors.map { Cause(reason: $0.causeReason, message: $0.message, field: $0.field) }
            )
        )
    }

    /// 409: fields that the applied configuration changes belong to others.
    public static func applyConflict(message: String, causes: [Cause]) -> StatusError {
        StatusError(code: 409, reason: "Conflict", message: message, details: Details(causes: causes))
    }

    /// 403 for a resource: admission or authorization said no.
    ///
    /// An empty name is left out.
    public static func forbidden(resource: GroupResource, name: String, cause: String) -> StatusError {
        let subject = name.isEmpty ? "\(resource)" : "\(resource) \(GoText.quoted(name))"
        return StatusError(
            code: 403,
            reason: "Forbidden",
            message: "\(subject) is forbidden: \(cause)",
            details: Details(resource, name: name)
        )
    }

    /// 403 for a path that is no resource: `User "alice" cannot get path "/apis"`.
    public static func forbidden(user: String, verb: String, path: String, cause: String = "") -> StatusError {
        let text = GoText.htmlEscaped("User \(GoText.quoted(user)) cannot \(verb) path \(GoText.quoted(path))")
        return StatusError(
            code: 403,
            reason: "Forbidden",
            message: "forbidden: " + text + (cause.isEmpty ? "" : ": " + cause),
            details: Details()
        )
    }

    /// 403 for a resource in the words of the authorizer.
    ///
    /// - Parameters:
    ///   - user: who asks.
    ///   - verb: `list` and the like.
    ///   - resource: what for.
    ///   - subresource: empty for the resource itself.
    ///   - namespace: empty at the cluster scope.
    ///   - name: of the object; empty for a collection.
    ///   - cause: why, from the authorizer; may be empty.
    /// - Returns: the failure.
    public static func forbidden(
        user: String,
        verb: String,
        resource: GroupResource,
        subresource: String,
        namespace: String,
        name: String,
        cause: String = ""
    ) -> StatusError {
        let target = subresource.isEmpty ? resource.resource : resource.resource + "/" + subresource
        let scope = namespace.isEmpty ? "at the cluster scope" : "in the namespace \(GoText.quoted(namespace))"
        let text = GoText.htmlEscaped(
            "User \(GoText.quoted(user)) cannot \(verb) resource \(GoText.quoted(target)) "
                + "in API group \(GoText.quoted(resource.group)) \(scope)"
        )
        return forbidden(resource: resource, name: name, cause: text + (cause.isEmpty ? "" : ": " + cause))
    }

    /// 405: the storage of the resource cannot do that.
    public static func methodNotSupported(resource: GroupResource, action: String) -> StatusError {
        StatusError(
            code: 405,
            reason: "MethodNotAllowed",
            message: "\(action) is not supported on resources of kind \"\(resource)\"",
            details: Details(resource)
        )
    }

    /// 500: the operation could not be completed in time; `operation` is a verb such as `get`.
    public static func serverTimeout(
        resource: GroupResource,
        operation: String,
        retryAfterSeconds: Int = 0
    ) -> StatusError {
        StatusError(
            code: 500,
            reason: "ServerTimeout",
            message:
                "The \(operation) operation against \(resource) could not be completed at this time, please try again.",
            details: Details(resource, name: operation, retryAfterSeconds: retryAfterSeconds)
        )
    }
}
