/// All markers that the generator understands.
///
/// Source: the markers of kube-openapi, validation-gen and prerelease-lifecycle-gen; `+resource`, `+printcolumn`,
/// `+selectableField`, `+subresource` and `+json` are ours.
enum MarkerRegistry {
    /// The whole table.
    static let all: [MarkerDefinition] = kinds + presence + numbers + strings + collections + types

    /// The definition of a name or an alias.
    static func definition(_ name: String) -> MarkerDefinition? { byName[name] }

    /// Every name and alias.
    static var names: some Sequence<String> { byName.keys }

    private static let byName: [String: MarkerDefinition] = {
        var table: [String: MarkerDefinition] = [:]
        for definition in all {
            for name in [definition.name] + definition.aliases { table[name] = definition }
        }
        return table
    }()

    private static let lifecycle = "k8s:prerelease-lifecycle-gen"

    /// What the names of a kind's OpenAPI definitions start with, instead of the group turned round.
    static let modelPackage = "k8s:openapi-model-package"

    /// A column of `kubectl get`.
    static let printColumn = "printcolumn"
    /// Clients may select objects by the value.
    static let selectableField = "selectableField"
    /// The status is written through a subresource of its own.
    static let statusSubresource = "subresource:status"
    /// Autoscalers see and change how many there are.
    static let scaleSubresource = "subresource:scale"

    /// A subresource that the kind serves itself; what follows names it.
    static let ownSubresource = MarkerDefinition(
        name: "subresource",
        places: [.kind],
        argument: .subresource,
        isRepeatable: true,
        example: "+subresource:feed or +subresource:feed:type=Feeding"
    )

    private static let kinds: [MarkerDefinition] = [
        MarkerDefinition(
            name: "resource",
            places: [.kind],
            argument: .pairs(keys: ["path", "shortName", "categories", "singular"], required: []),
            example: "+resource:path=bees,shortName=be,categories=all"
        ),
        MarkerDefinition(
            name: printColumn,
            places: [.kind, .field],
            argument: .pairs(
                keys: ["name", "type", "path", "priority", "description", "format"],
                required: []
            ),
            isRepeatable: true,
            example: "+printcolumn:name=Ready,path=.status.ready"
        ),
        MarkerDefinition(
            name: selectableField,
            places: [.kind, .field],
            argument: .pairs(keys: ["path"], required: []),
            isRepeatable: true,
            example: "+selectableField:path=.spec.hive"
        ),
        MarkerDefinition(
            name: statusSubresource,
            places: [.kind],
            argument: .none,
            example: "+\(statusSubresource)"
        ),
        MarkerDefinition(
            name: scaleSubresource,
            places: [.kind],
            argument: .pairs(
                keys: ["specReplicasPath", "statusReplicasPath", "labelSelectorPath"],
                required: ["specReplicasPath", "statusReplicasPath"]
            ),
            example: "+\(scaleSubresource):specReplicasPath=.spec.replicas,statusReplicasPath=.status.replicas"
        ),
        MarkerDefinition(name: "storageversion", places: [.kind], argument: .none, example: "+storageversion"),
        MarkerDefinition(
            name: modelPackage,
            places: [.kind],
            argument: .text,
            example: "+\(modelPackage)=com.example.insect.v1beta1"
        ),
        release("introduced", "1.0"),
        release("deprecated", "1.3"),
        release("removed", "1.10"),
        MarkerDefinition(
            name: lifecycle + ":replacement",
            places: [.kind],
            argument: .text,
            example: "+\(lifecycle):replacement=insect.example.com,v1,Bee"
        ),
    ]

    private static let presence: [MarkerDefinition] = [
        field("k8s:required", .none, aliases: ["required"], example: "+k8s:required"),
        field("k8s:optional", .none, aliases: ["optional"], example: "+k8s:optional"),
        field("nullable", .none, aliases: ["k8s:nullable"], example: "+nullable"),
        field("default", .json, aliases: ["k8s:default"], example: #"+default="text" or +default=5"#),
        MarkerDefinition(
            name: "json",
            places: [.field],
            argument: .pairs(keys: ["name"], required: ["name"]),
            example: "+json:name=foo-bar"
        ),
    ]

    private static let numbers: [MarkerDefinition] = [
        limit("minimum", .number, .number, "0"),
        limit("maximum", .number, .number, "100"),
        limit("exclusiveMinimum", .boolean, .number, "true"),
        limit("exclusiveMaximum", .boolean, .number, "true"),
        limit("multipleOf", .number, .number, "5"),
    ]

    private static let strings: [MarkerDefinition] = [
        limit("minLength", .integer, .string, "1"),
        limit("maxLength", .integer, .string, "63"),
        limit("pattern", .text, .string, "^[a-z]+$"),
        limit("format", .text, .string, "date-time"),
        MarkerDefinition(
            name: "k8s:enum",
            places: [.field, .enumeration],
            argument: .none,
            need: .enumeration,
            example: "+k8s:enum"
        ),
    ]

    private static let collections: [MarkerDefinition] = [
        limit("minItems", .integer, .array, "1"),
        limit("maxItems", .integer, .array, "16"),
        limit("uniqueItems", .boolean, .array, "true"),
        limit("minProperties", .integer, .map, "1"),
        limit("maxProperties", .integer, .map, "16"),
        field(
            "listType",
            .oneOf(["atomic", "set", "map"]),
            .array,
            aliases: ["k8s:listType"],
            example: "+listType=map"
        ),
        MarkerDefinition(
            name: "listMapKey",
            aliases: ["k8s:listMapKey"],
            places: [.field],
            argument: .text,
            need: .array,
            isRepeatable: true,
            example: "+listMapKey=name"
        ),
        field("mapType", .oneOf(["atomic", "granular"]), .map, aliases: ["k8s:mapType"], example: "+mapType=atomic"),
    ]

    private static let types: [MarkerDefinition] = [
        MarkerDefinition(
            name: "structType",
            aliases: ["k8s:structType"],
            places: [.field, .structure],
            argument: .oneOf(["atomic", "granular"]),
            need: .structure,
            example: "+structType=atomic"
        )
    ]

    private static func release(_ event: String, _ example: String) -> MarkerDefinition {
        MarkerDefinition(
            name: lifecycle + ":" + event,
            places: [.kind],
            argument: .release,
            example: "+\(lifecycle):\(event)=\(example)"
        )
    }

    private static func field(
        _ name: String,
        _ argument: MarkerDefinition.Argument,
        _ need: MarkerDefinition.Need = .any,
        aliases: [String] = [],
        example: String
    ) -> MarkerDefinition {
        MarkerDefinition(
            name: name,
            aliases: aliases,
            places: [.field],
            argument: argument,
            need: need,
            example: example
        )
    }

    /// A limit on the value of a field; `+k8s:validation:minimum` is the older spelling of `+k8s:minimum`.
    private static func limit(
        _ name: String,
        _ argument: MarkerDefinition.Argument,
        _ need: MarkerDefinition.Need,
        _ example: String
    ) -> MarkerDefinition {
        field("k8s:" + name, argument, need, aliases: ["k8s:validation:" + name], example: "+k8s:\(name)=\(example)")
    }
}
