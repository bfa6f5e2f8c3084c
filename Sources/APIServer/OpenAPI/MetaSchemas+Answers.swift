internal import APIMachinery
internal import JSON

extension MetaSchemas {
    /// `Status`.
    static let status = named(
        "Status",
        "The outcome of a request that does not answer with an object.",
        typeFields + [
            field("metadata", listMeta, "Of no meaning here."),
            string("status", "Success or Failure."),
            string("message", "What happened, for people."),
            string("reason", "What happened, for programs; one word."),
            field("details", statusDetails, "More on the reason."),
            integer("code", .int32, "The HTTP status code."),
        ]
    )

    /// `StatusDetails`.
    static let statusDetails = named(
        "StatusDetails",
        "More on the reason of a status.",
        [
            string("name", "Name of the object."),
            string("group", "Group of the object."),
            string("kind", "Kind or resource of the object."),
            string("uid", "UID of the object."),
            array("causes", of: statusCause, "What is wrong, one by one."),
            integer("retryAfterSeconds", .int32, "Seconds after which the request may be repeated."),
        ]
    )

    private static let statusCause = named(
        "StatusCause",
        "One thing that is wrong.",
        [
            string("reason", "What is wrong, for programs."),
            string("message", "What is wrong, for people."),
            string("field", "The field that is wrong: `items[0].name`."),
        ]
    )

    /// `DeleteOptions`.
    static let deleteOptions = named(
        "DeleteOptions",
        "How an object is to be deleted.",
        typeFields + [
            integer("gracePeriodSeconds", .int64, "Seconds that the object is given to end; 0 for none."),
            field("preconditions", preconditions, "What must be so, or else the request fails with a conflict."),
            boolean("orphanDependents", "Deprecated: whether dependents stay. Use propagationPolicy."),
            string("propagationPolicy", "What becomes of dependents: Orphan, Background or Foreground."),
            array("dryRun", "All: nothing is stored."),
            boolean(
                "ignoreStoreReadErrorWithClusterBreakingPotential",
                "Whether an object that cannot be read is removed regardless."
            ),
        ]
    )

    /// `Preconditions`.
    static let preconditions = named(
        "Preconditions",
        "What must be so before an object is deleted.",
        [
            string("uid", "The UID that the object must have."),
            string("resourceVersion", "The resource version that the object must have."),
        ]
    )

    /// `Patch`: the body of a PATCH, whose shape its content type tells.
    static let patch = named("Patch", "Changes of an object, in the form that the content type tells.", [])

    /// `WatchEvent`.
    static let watchEvent = named(
        "WatchEvent",
        "One change of a watched collection.",
        [
            string("type", "ADDED, MODIFIED, DELETED, BOOKMARK or ERROR.", isRequired: true),
            field(
                "object",
                rawExtension,
                "The object after the change, before its deletion, or a Status.",
                isRequired: true
            ),
        ]
    )

    /// `RawExtension`.
    static let rawExtension = Schema(
        .object([]),
        description: "An object of any kind.",
        definitionName: "io.k8s.apimachinery.pkg.runtime.RawExtension"
    )

    /// `Scale`, the body of `scale` subresources.
    static let scale = Schema(
        .object(
            typeFields + [
                field("metadata", .objectMeta, "Metadata of the scaled object."),
                Schema.Field(
                    "spec",
                    scalePart("ScaleSpec", "What is asked for.", [replicas("How many there should be.")])
                ),
                Schema.Field(
                    "status",
                    scalePart(
                        "ScaleStatus",
                        "What was seen.",
                        [
                            replicas("How many there are.", isRequired: true),
                            string("selector", "Selects what is counted, as text."),
                        ]
                    )
                ),
            ]
        ),
        description: "How many replicas there should be and are.",
        definitionName: "io.k8s.api.autoscaling.v1.Scale"
    )

    private static func scalePart(_ name: String, _ description: String, _ fields: [Schema.Field]) -> Schema {
        Schema(.object(fields), description: description, definitionName: "io.k8s.api.autoscaling.v1." + name)
    }

    private static func replicas(_ description: String, isRequired: Bool = false) -> Schema.Field {
        Schema.Field("replicas", Schema(.integer(.int32), description: description), isRequired: isRequired)
    }
}
