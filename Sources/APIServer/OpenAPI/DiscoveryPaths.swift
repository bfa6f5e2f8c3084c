internal import APIMachinery

/// The paths of discovery and of the version.
enum DiscoveryPaths {
    /// `/apis/`.
    static var groups: OpenAPIPath {
        path("/apis/", "getAPIVersions", tag: "apis", "List the groups.", MetaSchemas.groupList)
    }

    /// `/version/`.
    static var version: OpenAPIPath {
        path(
            "/version/",
            "getCodeVersion",
            tag: "version",
            "Tell the version of the server.",
            MetaSchemas.versionInfo,
            produces: ["application/json"]
        )
    }

    /// `/apis/<group>/`; of the core group `/api/`.
    static func group(_ group: String) -> OpenAPIPath {
        guard !group.isEmpty else {
            return path("/api/", "getCoreAPIVersions", tag: "core", "Tell the versions.", MetaSchemas.coreVersions)
        }
        let id = "get\(OpenAPINames.stem(group: group))APIGroup"
        return path(
            "/apis/\(group)/",
            id,
            tag: OpenAPINames.tag(group: group),
            "Tell the versions of the group.",
            MetaSchemas.group
        )
    }

    /// `/apis/<group>/<version>/`; of the core group `/api/<version>/`.
    static func resources(_ group: String, _ version: String) -> OpenAPIPath {
        let id = "get\(OpenAPINames.stem(group: group, version: version))APIResources"
        let tag = OpenAPINames.tag(group: group, version: version)
        let root = group.isEmpty ? "/api/" : "/apis/\(group)/"
        return path("\(root)\(version)/", id, tag: tag, "List the resources.", MetaSchemas.resourceList)
    }

    private static func path(
        _ path: String,
        _ id: String,
        tag: String,
        _ description: String,
        _ answer: Schema,
        produces: [String] = OpenAPIMediaTypes.objects
    ) -> OpenAPIPath {
        let operation = OpenAPIOperation(
            method: "get",
            id: id,
            description: description,
            tag: tag,
            produces: produces,
            responses: [.init(200, .schema(answer)), .unauthorized]
        )
        return OpenAPIPath(path: path, operations: [operation])
    }
}
