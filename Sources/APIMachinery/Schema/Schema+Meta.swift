internal import JSON

/// The shapes of meta/v1.
///
/// Source: the OpenAPI definitions `io.k8s.apimachinery.pkg.apis.meta.v1.*`.
extension Schema {
    private static let meta = "io.k8s.apimachinery.pkg.apis.meta.v1."

    /// A time to the second (`Timestamp`).
    public static let timestamp = Schema(
        .string,
        description: "A point in time in the form of RFC 3339, to the second.",
        definitionName: meta + "Time",
        format: "date-time"
    )

    /// A time to the microsecond (`MicroTime`).
    public static let microTime = Schema(
        .string,
        description: "A point in time in the form of RFC 3339, to the microsecond.",
        definitionName: meta + "MicroTime",
        format: "date-time"
    )

    /// A set of fields as `managedFields` keeps it.
    public static let fieldsV1 = Schema(
        .any,
        description: "A set of fields as nested objects: 'f:<name>' is a field, 'k:<keys>' an element of a list by its "
            + "keys, 'v:<value>' an element of a set, 'i:<index>' a place in a list, '.' the thing itself.",
        definitionName: meta + "FieldsV1"
    )

    /// One element of `managedFields`.
    public static let managedFieldsEntry = Schema(
        .object([
            Field("manager", text("Who manages the fields."), omitsEmpty: true),
            Field("operation", text("How the fields came to their manager: 'Apply' or 'Update'."), omitsEmpty: true),
            Field("apiVersion", text("The version of the type in which the fields are named."), omitsEmpty: true),
            Field("time", described(timestamp, "When the manager last added, changed or gave up a field.")),
            Field("fieldsType", text("The form of the set of fields; always 'FieldsV1'."), omitsEmpty: true),
            Field("fieldsV1", described(fieldsV1, "The fields.")),
            Field(
                "subresource",
                text("The subresource through which the fields came; empty for the object itself."),
                omitsEmpty: true
            ),
        ]),
        description: "The fields of an object that one manager owns.",
        definitionName: meta + "ManagedFieldsEntry"
    )

    /// One element of `ownerReferences`.
    public static let ownerReference = Schema(
        .object([
            Field("apiVersion", text("Group and version of the owner.", defaultValue: ""), isRequired: true),
            Field("kind", text("Kind of the owner.", defaultValue: ""), isRequired: true),
            Field("name", text("Name of the owner.", defaultValue: ""), isRequired: true),
            Field("uid", text("UID of the owner.", defaultValue: ""), isRequired: true),
            Field(
                "controller",
                Schema(.boolean, description: "Whether the owner is the controller that manages the object.")
            ),
            Field(
                "blockOwnerDeletion",
                Schema(.boolean, description: "Whether a foreground deletion of the owner waits for the object.")
            ),
        ]),
        description: "An object that this one belongs to, in the same namespace or at the cluster scope.",
        definitionName: meta + "OwnerReference",
        isAtomic: true
    )

    /// `metadata` of every object (`ObjectMeta`).
    public static let objectMeta = Schema(
        .object(identityFields + lifeFields + attachedFields),
        description: "What every object carries about itself.",
        definitionName: meta + "ObjectMeta"
    )

    /// `metadata` of every list.
    public static let listMeta = Schema(
        .object([
            Field("selfLink", text("No longer used."), omitsEmpty: true),
            Field("resourceVersion", text("The revision of the store that the list shows."), omitsEmpty: true),
            Field("continue", text("What to send to get the next page; empty on the last one."), omitsEmpty: true),
            Field(
                "remainingItemCount",
                Schema(.integer(.int64), description: "How many more objects there are, if that is known.")
            ),
        ]),
        description: "What every list carries about itself.",
        definitionName: meta + "ListMeta"
    )

    private static let identityFields = [
        Field(
            "name",
            text("The name, unique among the objects of its kind and namespace. Cannot be changed."),
            omitsEmpty: true
        ),
        Field(
            "generateName",
            text("Start of a name that the server completes when 'name' is empty."),
            omitsEmpty: true
        ),
        Field("namespace", text("The namespace of the object. Cannot be changed."), omitsEmpty: true),
        Field("selfLink", text("No longer used."), omitsEmpty: true),
        Field("uid", text("Unique in time and space. Set by the server."), omitsEmpty: true),
        Field(
            "resourceVersion",
            text("The revision of the store at which the object was last written. Opaque to clients."),
            omitsEmpty: true
        ),
    ]

    private static let lifeFields = [
        Field(
            "generation",
            Schema(.integer(.int64), description: "Counts the changes of the desired state. Set by the server."),
            omitsEmpty: true
        ),
        Field("creationTimestamp", described(timestamp, "When the object was created. Set by the server.")),
        Field(
            "deletionTimestamp",
            described(timestamp, "When the object is to be gone. Set by the server on deletion.")
        ),
        Field(
            "deletionGracePeriodSeconds",
            Schema(
                .integer(.int64),
                description: "Seconds that the object has to end after its deletion. Set by the server."
            )
        ),
    ]

    private static let attachedFields = [
        Field(
            "labels",
            Schema(
                .map(Schema(.string, defaultValue: "")),
                description: "Keys and values by which objects can be selected."
            ),
            omitsEmpty: true
        ),
        Field(
            "annotations",
            Schema(
                .map(Schema(.string, defaultValue: "")),
                description: "Keys and values of any kind that tools keep with the object."
            ),
            omitsEmpty: true
        ),
        Field(
            "ownerReferences",
            Schema(
                .array(ownerReference),
                description: "The objects that this one belongs to. It is deleted when all of them are gone.",
                listType: .map(keys: ["uid"])
            ),
            omitsEmpty: true
        ),
        Field(
            "finalizers",
            Schema(
                .array(Schema(.string, defaultValue: "")),
                description:
                    "What must happen before the object goes away. Each one is removed by whoever put it there.",
                listType: .set
            ),
            omitsEmpty: true
        ),
        Field(
            "managedFields",
            Schema(
                .array(managedFieldsEntry),
                description: "Who manages which fields. Kept by the server.",
                listType: .atomic
            )
        ),
    ]

    private static func text(_ description: String, defaultValue: String? = nil) -> Schema {
        Schema(.string, description: description, defaultValue: defaultValue.map { .string($0) })
    }

    private static func described(_ schema: Schema, _ description: String) -> Schema {
        var schema = schema
        schema.description = description
        return schema
    }

    /// The shape of a whole object: `kind`, `apiVersion` and `metadata` before the type's own fields.
    ///
    /// - Parameters:
    ///   - definitionName: name among the OpenAPI definitions.
    ///   - description: what `kubectl explain` shows for the kind.
    ///   - fields: the type's own fields, in the order in which they are written.
    /// - Returns: the shape of whole objects.
    public static func resource(definitionName: String, description: String, fields: [Field]) -> Schema {
        let common = [
            Field(
                "kind",
                text("The kind of the object, such as 'Bee'; the server may take it from the path."),
                omitsEmpty: true
            ),
            Field("apiVersion", text("Group and version in which the object is written."), omitsEmpty: true),
            Field("metadata", described(objectMeta, "What every object carries about itself."), isRequired: false),
        ]
        return Schema(.object(common + fields), description: description, definitionName: definitionName)
    }
}
