internal import APIMachinery
internal import APIServer
internal import JSON

/// Short forms for the kinds of the control plane.
enum LocalKind {
    /// Where the definitions of a group stand in OpenAPI documents: `io.k8s.api.core.v1.`.
    static func package(_ group: String, _ version: String) -> String {
        let name = group.split(separator: ".").first.map(String.init) ?? "core"
        return "io.k8s.api.\(name == "flowcontrol" ? "flowcontrol" : name).\(version)."
    }

    /// A kind whose objects are stored.
    static func make(
        _ group: String,
        _ version: String,
        _ kind: String,
        _ plural: String,
        _ description: String,
        scope: ResourceDefinition.Scope = .namespaced,
        shortNames: [String] = [],
        categories: [String] = [],
        hasStatus: Bool = false,
        names: NameRule = .dns1123Subdomain,
        columns: [ResourceDefinition.Column] = [],
        fields: [Schema.Field]
    ) -> UntypedResource {
        var definition = ResourceDefinition(
            group: group,
            version: version,
            kind: kind,
            plural: plural,
            singular: kind.lowercased(),
            shortNames: shortNames,
            categories: categories,
            scope: scope,
            schema: .resource(
                definitionName: package(group, version) + kind,
                description: description,
                fields: fields
            ),
            columns: columns,
            isStorageVersion: true,
            hasStatus: hasStatus
        )
        definition.allowsUnconditionalUpdate = true
        var resource = UntypedResource(definition)
        if names != .pathSegment {
            resource.validate = { object, context in context.old == nil ? nameErrors(object, names) : [] }
        }
        return resource
    }

    /// A question that is answered and not kept.
    static func review(
        _ group: String,
        _ version: String,
        _ kind: String,
        _ description: String,
        scope: ResourceDefinition.Scope = .cluster,
        fields: [Schema.Field],
        answer: @escaping @Sendable (_ question: JSONValue, _ context: VerbContext) async throws -> JSONValue
    ) -> UntypedResource {
        var resource = make(
            group,
            version,
            kind,
            kind.lowercased() + "s",
            description,
            scope: scope,
            names: .pathSegment,
            fields: fields
        )
        var handlers = VerbHandlers()
        handlers.create = answer
        resource.handlers = handlers
        return resource
    }

    static func column(
        _ name: String,
        _ path: String = "",
        type: String = "string",
        priority: Int = 0,
        _ description: String = ""
    ) -> ResourceDefinition.Column {
        ResourceDefinition.Column(name: name, type: type, description: description, priority: priority, path: path)
    }

    /// The last column of most tables.
    static let age = ResourceDefinition.Column(
        name: "Age",
        type: "date",
        description: "Time since the object was made.",
        path: ".metadata.creationTimestamp"
    )

    private static func nameErrors(_ object: JSONValue, _ rule: NameRule) -> [FieldError] {
        guard !object.name.isEmpty else { return [] }
        return rule.problems(with: object.name).map { .invalid("metadata.name", .string(object.name), $0) }
    }
}

extension UntypedResource {
    /// The same kind with one more check.
    func validating(
        _ check: @escaping @Sendable (_ object: JSONValue, _ old: JSONValue?) -> [FieldError]
    ) -> UntypedResource {
        var resource = self
        let before = validate
        resource.validate = { object, context in
            try (before?(object, context) ?? []) + check(object, context.old)
        }
        return resource
    }

    /// The same kind with defaults.
    func defaulting(_ set: @escaping @Sendable (_ object: inout JSONValue) -> Void) -> UntypedResource {
        var resource = self
        resource.setDefaults = { object in
            var object = object
            set(&object)
            return object
        }
        return resource
    }

    /// The same kind whose objects can be selected by fields of an object reference, and by others.
    func selectable(by reference: String, _ others: String...) -> UntypedResource {
        var resource = self
        let parts = ["apiVersion", "fieldPath", "kind", "name", "namespace", "resourceVersion", "uid"]
        resource.definition.selectableFields = parts.map { ".\(reference).\($0)" } + others.map { "." + $0 }
        return resource
    }

    /// The same kind with cells of its own.
    func showing(_ cells: @escaping @Sendable (_ object: JSONValue) -> [JSONValue]) -> UntypedResource {
        var resource = self
        resource.cells = cells
        return resource
    }
}
