internal import APIServer

/// The kind `APIService` as the server knows it.
///
/// Source: kube-aggregator `apiregistration/v1` types and their OpenAPI definitions.
enum APIServiceDefinition {
    static let group = "apiregistration.k8s.io"
    static let plural = "apiservices"
    static let path = "/apis/apiregistration.k8s.io/v1/apiservices"

    /// `v1`, the only version that servers of today have.
    static let v1 = ResourceDefinition(
        group: group,
        version: "v1",
        kind: "APIService",
        plural: plural,
        singular: "apiservice",
        categories: ["api-extensions"],
        scope: .cluster,
        schema: APIServiceSchema().object,
        columns: APIServiceColumns.columns,
        isStorageVersion: true,
        hasStatus: true
    )

    /// The kind with what its schema cannot say.
    static let resource: UntypedResource = {
        var resource = UntypedResource(v1)
        resource.validate = { object, _ in APIServiceValidation.errors(object) }
        // Source: kube-aggregator, `registry/apiservice/strategy.go` sets none.
        resource.countsGenerations = false
        resource.cells = { APIServiceColumns.cells(of: $0) }
        return resource
    }()
}

/// The shape of an APIService.
private struct APIServiceSchema {
    var object: Schema {
        Schema.resource(
            definitionName: name("APIService"),
            description: "An API server that answers for a group version. Its name is \"version.group\".",
            fields: [
                Schema.Field("spec", spec),
                Schema.Field("status", status, omitsEmpty: true),
            ]
        )
    }

    private var spec: Schema {
        Schema(
            .object([
                Schema.Field("service", service),
                field("group", .string, "The API group; empty for the core group."),
                field("version", .string, "The API version, such as \"v1\"."),
                field(
                    "insecureSkipTLSVerify",
                    .boolean,
                    "Turns the check of the server's certificate off. Strongly discouraged: use caBundle."
                ),
                Schema.Field("caBundle", caBundle, omitsEmpty: true),
                priority(
                    "groupPriorityMinimum",
                    "The priority of the group at the least: the group with the highest comes first. At most 20000."
                ),
                priority(
                    "versionPriority",
                    "Orders the versions of a group: the highest comes first, equal ones as Kubernetes orders versions."
                ),
            ]),
            description: "Who answers, and for what.",
            definitionName: name("APIServiceSpec")
        )
    }

    private var service: Schema {
        let port = Schema(
            .integer(.int32),
            description: "The port of the service.",
            defaultValue: 443
        )
        return Schema(
            .object([
                field("namespace", .string, "The namespace of the service."),
                field("name", .string, "The name of the service."),
                Schema.Field("port", port),
            ]),
            description: "The service in front of the API server. Without one this server answers itself.",
            definitionName: name("ServiceReference")
        )
    }

    private var caBundle: Schema {
        Schema(
            .string,
            description: "Authorities in PEM that the server's certificate must come from; else those of the system.",
            format: "byte"
        )
    }

    private var status: Schema {
        let conditions = Schema(
            .array(condition),
            description: "What has been seen of the API server.",
            listType: .map(keys: ["type"])
        )
        return Schema(
            .object([Schema.Field("conditions", conditions, omitsEmpty: true)]),
            description: "What has been seen.",
            definitionName: name("APIServiceStatus")
        )
    }

    private var condition: Schema {
        var time = Schema.timestamp
        time.description = "When the status changed last."
        return Schema(
            .object([
                Schema.Field("type", described(.string, "What is observed: Available."), isRequired: true),
                Schema.Field("status", described(.string, "True, False or Unknown."), isRequired: true),
                Schema.Field("lastTransitionTime", time),
                field("reason", .string, "Why it changed, for programs."),
                field("message", .string, "Why it changed, for people."),
            ]),
            description: "One thing that was observed.",
            definitionName: name("APIServiceCondition")
        )
    }

    private func name(_ kind: String) -> String {
        "io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.\(kind)"
    }

    private func described(_ kind: Schema.Kind, _ text: String) -> Schema { Schema(kind, description: text) }

    private func field(_ key: String, _ kind: Schema.Kind, _ text: String) -> Schema.Field {
        Schema.Field(key, described(kind, text), omitsEmpty: true)
    }

    /// Required, and 0 if it is missing: the message then names the limits.
    private func priority(_ key: String, _ text: String) -> Schema.Field {
        Schema.Field(key, Schema(.integer(.int32), description: text, defaultValue: 0), isRequired: true)
    }
}
