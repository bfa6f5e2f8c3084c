internal import APIMachinery

extension MetaSchemas {
    /// `Time`.
    static let time = Schema(
        .string,
        description: "A point in time as RFC 3339 writes it.",
        definitionName: "io.k8s.apimachinery.pkg.apis.meta.v1.Time",
        format: "date-time"
    )

    /// `MicroTime`.
    static let microTime = Schema(
        .string,
        description: "A point in time as RFC 3339 writes it, with microseconds.",
        definitionName: "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime",
        format: "date-time"
    )

    /// `ObjectMeta`.
    static let objectMeta = named(
        "ObjectMeta",
        "What every stored object carries about itself.",
        nameFields + lifeFields + [
            strings("annotations", "Free text by key, for tools; cannot be selected by."),
            strings("labels", "Short values by key, by which objects are selected."),
            array(
                "finalizers",
                merging: .set,
                "Who must agree before the object disappears; an empty list lets it go."
            ),
            array(
                "ownerReferences",
                of: ownerReference,
                merging: .map(keys: ["uid"]),
                "Objects that this one depends on; it is collected when all of them are gone."
            ),
            array("managedFields", of: managedFieldsEntry, "Which manager owns which fields; kept by the server."),
        ]
    )

    private static let nameFields = [
        string("name", "Unique among objects of the kind in the namespace; cannot change."),
        string("generateName", "Prefix from which the server makes a unique name if there is none."),
        string("namespace", "The namespace that the object lives in; empty for cluster-wide kinds."),
        string("selfLink", "No longer filled in."),
        string("uid", "Unique in time and space; given by the server."),
        string("resourceVersion", "Changes with every change of the object; opaque to clients."),
        integer("generation", .int64, "Counts changes of the desired state."),
    ]

    private static let lifeFields = [
        field("creationTimestamp", time, "When the object was made; set by the server."),
        field("deletionTimestamp", time, "When the object is to disappear; set by the server on deletion."),
        integer("deletionGracePeriodSeconds", .int64, "Seconds that the object is given to end before it is removed."),
    ]

    /// `OwnerReference`.
    static let ownerReference = named(
        "OwnerReference",
        "An object that another one depends on, in the same namespace or cluster-wide.",
        [
            string("apiVersion", "Group and version of the owner.", isRequired: true),
            string("kind", "Kind of the owner.", isRequired: true),
            string("name", "Name of the owner.", isRequired: true),
            string("uid", "UID of the owner.", isRequired: true),
            boolean("controller", "Whether this owner is the managing controller."),
            boolean(
                "blockOwnerDeletion",
                "Whether the owner stays until this object is gone, if deleted in the foreground."
            ),
        ],
        isAtomic: true
    )

    /// `FieldsV1`.
    static let fields = named("FieldsV1", "A set of fields as a trie of their paths.", [])

    /// `ManagedFieldsEntry`.
    static let managedFieldsEntry = named(
        "ManagedFieldsEntry",
        "The fields that one manager set with one operation.",
        [
            string("manager", "Name of the manager."),
            string("operation", "Apply or Update."),
            string("apiVersion", "Group and version that the fields are named in."),
            field("time", time, "When the entry last changed."),
            string("fieldsType", "FieldsV1."),
            field("fieldsV1", fields, "The fields."),
            string("subresource", "The subresource that was written to; empty for the object itself."),
        ]
    )

    /// `ListMeta`.
    static let listMeta = named(
        "ListMeta",
        "What a list carries about itself.",
        [
            string("selfLink", "No longer filled in."),
            string("resourceVersion", "The state of the collection that the list shows; a watch can go on from it."),
            string("continue", "Token with which the next part of the list is asked for; empty at the end."),
            integer("remainingItemCount", .int64, "How many objects follow, roughly; absent if not known."),
            field("shardInfo", shardInfo, "Set if the list shows only a part of the collection."),
        ]
    )

    /// `ShardInfo`.
    static let shardInfo = named(
        "ShardInfo",
        "The part of a collection that a list shows.",
        [string("selector", "The selector of the part.", isRequired: true)]
    )
}
