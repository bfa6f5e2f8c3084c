internal import APIMachinery
internal import JSON

extension MetaSchemas {
    /// `APIGroupList`.
    static let groupList = named(
        "APIGroupList",
        "The groups of a server.",
        typeFields + [array("groups", of: group, "The groups.", isRequired: true)]
    )

    /// `APIGroup`.
    static let group = named(
        "APIGroup",
        "A group with its versions.",
        typeFields + [
            string("name", "Name of the group.", isRequired: true),
            array("versions", of: groupVersion, "The versions, most preferred first.", isRequired: true),
            field("preferredVersion", groupVersion, "The version that clients should use."),
            array("serverAddressByClientCIDRs", of: serverAddress, "Where clients of a network reach the server."),
        ]
    )

    /// `GroupVersionForDiscovery`.
    static let groupVersion = named(
        "GroupVersionForDiscovery",
        "One version of a group.",
        [
            string("groupVersion", "`group/version`.", isRequired: true),
            string("version", "The version alone.", isRequired: true),
        ]
    )

    /// `APIVersions`.
    static let coreVersions = named(
        "APIVersions",
        "The versions of the core group.",
        typeFields + [
            array("versions", "The versions, most preferred first.", isRequired: true),
            array(
                "serverAddressByClientCIDRs",
                of: serverAddress,
                "Where clients of a network reach the server.",
                isRequired: true
            ),
        ]
    )

    private static let serverAddress = named(
        "ServerAddressByClientCIDR",
        "Where clients of a network reach the server.",
        [
            string("clientCIDR", "The network.", isRequired: true),
            string("serverAddress", "Host, or host and port.", isRequired: true),
        ]
    )

    /// `APIResourceList`.
    static let resourceList = named(
        "APIResourceList",
        "The resources of a group version.",
        typeFields + [
            string("groupVersion", "`group/version`.", isRequired: true),
            array("resources", of: resource, "The resources and their subresources.", isRequired: true),
        ]
    )

    private static let resource = named(
        "APIResource",
        "A resource, or a subresource.",
        [
            string("name", "Plural name, `bees`; of a subresource `bees/status`.", isRequired: true),
            string("singularName", "Singular name.", isRequired: true),
            boolean("namespaced", "Whether objects live in namespaces.", isRequired: true),
            string("group", "Group of the kind, if not that of the list."),
            string("version", "Version of the kind, if not that of the list."),
            string("kind", "The kind of its objects.", isRequired: true),
            array("verbs", "What may be done with it.", isRequired: true),
            array("shortNames", "What it is called for short."),
            array("categories", "Names under which it is shown together with others."),
            string("storageVersionHash", "Tells in which version objects are stored; opaque."),
        ]
    )

    /// `Info`, what `/version` answers.
    static let versionInfo = Schema(
        .object(
            [
                ("major", "Major version."), ("minor", "Minor version."), ("gitVersion", "Version of the release."),
                ("gitCommit", "Commit that was built."), ("gitTreeState", "Whether the tree was clean."),
                ("buildDate", "When it was built."), ("goVersion", "Version of the language."),
                ("compiler", "What it was built with."), ("platform", "What it was built for."),
            ].map { string($0.0, $0.1, isRequired: true) }
        ),
        description: "The version of a server.",
        definitionName: "io.k8s.apimachinery.pkg.version.Info"
    )
}
