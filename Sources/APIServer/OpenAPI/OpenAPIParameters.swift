/// Parameters of the verbs.
///
/// Source: Kubernetes API reference, "Common parameters".
enum OpenAPIParameters {
    private static let dryRun = OpenAPIParameter.query("dryRun", "All: the request is checked but nothing is stored.")
    private static let fieldManager = OpenAPIParameter.query(
        "fieldManager",
        "Name of the one who makes the change, at most 128 printable characters. Required to apply."
    )
    private static let fieldValidation = OpenAPIParameter.query(
        "fieldValidation",
        "What becomes of unknown and duplicate fields: Ignore, Warn (a warning header, the default) or Strict (an error)."
    )
    private static let force = OpenAPIParameter.query(
        "force",
        "boolean",
        "Whether an apply takes over fields that others own. Must not be set for other patches."
    )
    private static let limit = OpenAPIParameter.query(
        "limit",
        "integer",
        "The most objects in one answer; if there are more it carries a continue token. Not for watches."
    )
    private static let continuation = OpenAPIParameter.query(
        "continue",
        "Token of the answer before; all other parameters must stay the same. Expires: 410 then. Not for watches."
    )
    private static let fieldSelector = OpenAPIParameter.query("fieldSelector", "Only objects with these field values.")
    private static let labelSelector = OpenAPIParameter.query("labelSelector", "Only objects with these labels.")
    private static let resourceVersion = OpenAPIParameter.query(
        "resourceVersion",
        "The state from which the request is answered or the watch goes on; how exactly, resourceVersionMatch says."
    )
    private static let resourceVersionMatch = OpenAPIParameter.query(
        "resourceVersionMatch",
        "Exact or NotOlderThan: how resourceVersion is meant."
    )
    private static let sendInitialEvents = OpenAPIParameter.query(
        "sendInitialEvents",
        "boolean",
        "Whether a watch begins with what there is, ended by a bookmark. Needs resourceVersionMatch=NotOlderThan."
    )
    private static let timeoutSeconds = OpenAPIParameter.query(
        "timeoutSeconds",
        "integer",
        "Seconds after which the request or the watch ends."
    )
    private static let watch = OpenAPIParameter.query(
        "watch",
        "boolean",
        "Whether changes are sent as a stream instead of a list."
    )
    private static let allowWatchBookmarks = OpenAPIParameter.query(
        "allowWatchBookmarks",
        "boolean",
        "Whether a watch may send bookmarks, which tell how far it is."
    )
    private static let deletion = [
        OpenAPIParameter.query("gracePeriodSeconds", "integer", "Seconds that the object is given to end; 0 for none."),
        .query("orphanDependents", "boolean", "Deprecated, use propagationPolicy: whether dependents stay."),
        .query("propagationPolicy", "What becomes of dependents: Orphan, Background or Foreground."),
    ]

    /// Of every path.
    static let pretty = OpenAPIParameter.query("pretty", "Whether the answer is indented for people.")
    /// Of every path in a namespace.
    static let namespace = OpenAPIParameter.path("namespace", "Name of the namespace.")

    /// Of POST and PUT.
    static let write = [dryRun, fieldManager, fieldValidation]
    /// Of PATCH.
    static let patch = [dryRun, fieldManager, fieldValidation, force]
    /// Of DELETE of one object.
    static let delete = [dryRun] + deletion
    /// Of lists and watches.
    static let list = [
        allowWatchBookmarks, continuation, fieldSelector, labelSelector, limit, resourceVersion, resourceVersionMatch,
        sendInitialEvents, timeoutSeconds, watch,
    ]
    /// Of DELETE of a collection.
    static let deleteCollection =
        [
            continuation, dryRun, fieldSelector, labelSelector, limit, resourceVersion, resourceVersionMatch,
            sendInitialEvents, timeoutSeconds,
        ] + deletion
}
