internal import APIMachinery
internal import APIServer
internal import JSON
internal import TLS

/// What a CustomResourceDefinition becomes once its names are accepted.
enum CustomKind {
    /// The kind with all its versions.
    ///
    /// - Parameters:
    ///   - definition: says what to serve.
    ///   - names: those that were accepted.
    /// - Returns: what to serve.
    static func make(_ definition: CustomDefinition, _ names: CustomDefinition.Names) -> ChangingKind {
        let isServed = isServed(definition)
        let versions = definition.versions.map { version in
            var resource = resource(definition, names, version)
            // What is about to go is deleted through some version.
            if !isServed, definition.isTerminating { resource.isServed = resource.definition.isStorageVersion }
            return resource
        }
        return ChangingKind(token: token(definition, names), versions: versions)
    }

    /// Changes with everything that the kind is made of.
    static func token(_ definition: CustomDefinition, _ names: CustomDefinition.Names) -> String {
        let isReachable = definition.isTerminating && !isServed(definition)
        let parts: JSONValue = [.string(definition.tree.uid), definition.spec, names.tree, .bool(isReachable)]
        return Digest.hex(Digest.sha512(JSONWriter.bytes(parts)))
    }

    private static func isServed(_ definition: CustomDefinition) -> Bool {
        definition.versions.contains { $0["served"]?.bool == true }
    }

    /// A version through which objects can be reached; nil if none is served.
    static func reachableVersion(of definition: CustomDefinition) -> String? {
        let served = definition.versions.filter { $0["served"]?.bool == true }
        let stored = served.first { $0["storage"]?.bool == true }
        return (stored ?? served.first)?["name"]?.string
            ?? (definition.isTerminating ? definition.storageVersion : nil)
    }

    private static func resource(
        _ definition: CustomDefinition,
        _ names: CustomDefinition.Names,
        _ version: JSONValue
    ) -> UntypedResource {
        let scale = version["subresources"]?["scale"]
        let openAPI = version["schema"]?["openAPIV3Schema"] ?? .emptyObject
        var kind = ResourceDefinition(
            group: definition.group,
            version: version["name"]?.string ?? "",
            kind: names.kind,
            plural: names.plural,
            singular: names.singular,
            shortNames: names.shortNames,
            categories: names.categories,
            scope: definition.isNamespaced ? .namespaced : .cluster,
            schema: CustomSchema.root(openAPI),
            columns: columns(version["additionalPrinterColumns"]?.array ?? []),
            selectableFields: (version["selectableFields"]?.array ?? []).compactMap { $0["jsonPath"]?.string },
            isStorageVersion: version["storage"]?.bool == true,
            hasStatus: version["subresources"]?["status"]?.object != nil,
            scale: scale.map { scale in
                ResourceDefinition.Scale(
                    specReplicasPath: scale["specReplicasPath"]?.string ?? "",
                    statusReplicasPath: scale["statusReplicasPath"]?.string ?? "",
                    labelSelectorPath: scale["labelSelectorPath"]?.string ?? ""
                )
            },
            deprecation: deprecation(definition, names, version)
        )
        kind.showsAge = false
        var resource = UntypedResource(kind)
        resource.isServed = version["served"]?.bool == true
        resource.isCustom = true
        let logic = SchemaLogic(openAPI)
        resource.validate = { object, context in
            let isNew = context.old == nil && !object.name.isEmpty
            let problems = isNew ? NameRule.dns1123Subdomain.problems(with: object.name) : []
            return problems.map { .invalid("metadata.name", .string(object.name), $0) }
                + (logic?.errors(object, old: context.old) ?? [])
        }
        return resource
    }

    /// Source: apiextensions-apiserver `registry/customresource/tableconvertor`.
    private static func columns(_ columns: [JSONValue]) -> [ResourceDefinition.Column] {
        guard !columns.isEmpty else {
            return [
                ResourceDefinition.Column(
                    name: "Age",
                    type: "date",
                    description: "Time since the object was made.",
                    path: ".metadata.creationTimestamp"
                )
            ]
        }
        return columns.map { column in
            let description = column["description"]?.string ?? ""
            let path = column["jsonPath"]?.string ?? ""
            return ResourceDefinition.Column(
                name: column["name"]?.string ?? "",
                type: column["type"]?.string ?? "string",
                format: column["format"]?.string ?? "",
                description: description.isEmpty
                    ? "Custom resource definition column (in JSONPath format): " + path : description,
                priority: Int(column["priority"]?.integer ?? 0),
                path: path
            )
        }
    }

    private static func deprecation(
        _ definition: CustomDefinition,
        _ names: CustomDefinition.Names,
        _ version: JSONValue
    ) -> ResourceDefinition.Deprecation? {
        guard version["deprecated"]?.bool == true else { return nil }
        let name = "\(definition.group)/\(version["name"]?.string ?? "") \(names.kind)"
        return ResourceDefinition.Deprecation(
            since: "",
            warning: version["deprecationWarning"]?.string ?? "\(name) is deprecated"
        )
    }
}
