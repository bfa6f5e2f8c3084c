internal import APIMachinery
internal import APIServer
internal import JSON

/// `apiextensions.k8s.io/v1` CustomResourceDefinition: kinds that are defined by objects.
enum CustomDefinitionKind {
    private static let package = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1."

    static let resource: UntypedResource = {
        var resource = LocalKind.make(
            CustomDefinition.group,
            "v1",
            CustomDefinition.kind,
            CustomDefinition.plural,
            "Defines a kind by an object. Its name is <plural>.<group>.",
            scope: .cluster,
            shortNames: ["crd", "crds"],
            categories: ["api-extensions"],
            hasStatus: true,
            fields: [Shape.needed("spec", spec), Shape.field("status", status)]
        ).defaulting(setDefaults).validating(CustomDefinitionValidation.errors)
        resource.definition.schema.definitionName = package + CustomDefinition.kind
        resource.termination = UntypedResource.Termination(
            // Everything of the kind goes first.
            isHeld: { !$0.isTerminating },
            mark: mark
        )
        return resource
    }()

    /// Source: apiextensions-apiserver `registry/customresourcedefinition/etcd.go` `Delete`.
    private static func mark(_ object: inout JSONValue) {
        guard !object.finalizers.contains(CustomDefinition.cleanup) else { return }
        // An object that was about to go before and has lost its finalizer goes.
        guard CustomDefinition(object).condition("Terminating") == nil else { return }
        let finalizers = object.finalizers + [CustomDefinition.cleanup]
        object["metadata"]?["finalizers"] = .array(finalizers.map { .string($0) })
        DefinitionConditions.set(
            &object,
            DefinitionConditions.Condition(
                type: "Terminating",
                isTrue: true,
                reason: "InstanceDeletionPending",
                message: "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon"
            ),
            now: object["metadata"]?["deletionTimestamp"]?.string ?? ""
        )
    }

    /// Source: apiextensions `v1/defaults.go`.
    private static func setDefaults(_ object: inout JSONValue) {
        guard var spec = object["spec"] else { return }
        if let kind = spec["names"]?["kind"]?.string, !kind.isEmpty {
            if (spec["names"]?["singular"]?.string ?? "").isEmpty {
                spec["names"]?["singular"] = .string(kind.lowercased())
            }
            if (spec["names"]?["listKind"]?.string ?? "").isEmpty {
                spec["names"]?["listKind"] = .string(kind + "List")
            }
        }
        if spec["conversion"] == nil { spec["conversion"] = ["strategy": "None"] }
        object["spec"] = spec
    }

    // MARK: Shapes

    private static let names = Shape.object(
        package + "CustomResourceDefinitionNames",
        "What the kind is called.",
        [
            Shape.field("categories", Shape.texts("Groups of kinds that it belongs to, such as 'all'.")),
            Shape.needed("kind", Shape.text("The kind, in upper camel case.", default: "")),
            Shape.field("listKind", Shape.text("The kind of lists; '<kind>List' if it is not given.")),
            Shape.needed("plural", Shape.text("The name in paths.", default: "")),
            Shape.field("shortNames", Shape.texts("What kubectl takes instead of the plural.")),
            Shape.field("singular", Shape.text("The name of one; the kind in lower case if it is not given.")),
        ]
    )

    private static let spec = Shape.object(
        package + "CustomResourceDefinitionSpec",
        "What is defined.",
        [
            Shape.field("conversion", conversion),
            Shape.needed("group", Shape.text("The API group, a DNS name.", default: "")),
            Shape.needed("names", names),
            Shape.field("preserveUnknownFields", Shape.flag("No longer used: must be false.")),
            Shape.needed("scope", Shape.text("Cluster or Namespaced.", default: "")),
            Shape.needed("versions", Shape.list(version, "All versions; one of them is stored.")),
        ]
    )

    private static let conversion = Shape.object(
        package + "CustomResourceConversion",
        "How objects come from one version to another.",
        [
            Shape.needed("strategy", Shape.text("None: only apiVersion changes. Webhook is not supported here.")),
            Shape.field("webhook", Shape.anything("Who converts, for the strategy Webhook.")),
        ]
    )

    private static let column = Shape.object(
        package + "CustomResourceColumnDefinition",
        "A column of kubectl get.",
        [
            Shape.field("description", Shape.text("What it means.")),
            Shape.field("format", Shape.text("OpenAPI format of the values.")),
            Shape.needed("jsonPath", Shape.text("Where the values are.", default: "")),
            Shape.needed("name", Shape.text("Heading.", default: "")),
            Shape.field("priority", Shape.integer("0 is always shown, more only with -o wide.")),
            Shape.needed("type", Shape.text("OpenAPI type of the values.", default: "")),
        ]
    )

    private static let scale = Shape.object(
        package + "CustomResourceSubresourceScale",
        "Where the subresource scale finds its values.",
        [
            Shape.field("labelSelectorPath", Shape.text("The selector of what is counted, as text.")),
            Shape.needed("specReplicasPath", Shape.text("How many there should be.", default: "")),
            Shape.needed("statusReplicasPath", Shape.text("How many there are.", default: "")),
        ]
    )

    private static let version = Shape.object(
        package + "CustomResourceDefinitionVersion",
        "One version.",
        [
            Shape.field("additionalPrinterColumns", Shape.list(column, "Columns of kubectl get.")),
            Shape.field("deprecated", Shape.flag("Whether clients are warned off it.")),
            Shape.field("deprecationWarning", Shape.text("With which words they are.")),
            Shape.needed("name", Shape.text("The version, such as v1beta1.", default: "")),
            Shape.field(
                "schema",
                Shape.object(
                    package + "CustomResourceValidation",
                    "The shape of objects.",
                    [Shape.field("openAPIV3Schema", Shape.anything("A structural schema of OpenAPI v3."))]
                )
            ),
            Shape.field(
                "selectableFields",
                Shape.list(
                    Shape.object(
                        package + "SelectableField",
                        "A field by which clients may select.",
                        [Shape.needed("jsonPath", Shape.text("Where it is.", default: ""))]
                    ),
                    "Fields by which clients may select objects."
                )
            ),
            Shape.needed("served", Shape.flag("Whether requests may name it.", default: false)),
            Shape.needed("storage", Shape.flag("Whether objects are stored in it.", default: false)),
            Shape.field(
                "subresources",
                Shape.object(
                    package + "CustomResourceSubresources",
                    "What is below an object.",
                    [
                        Shape.field("scale", scale),
                        Shape.field("status", Shape.anything("Set if the status is written on its own.")),
                    ]
                )
            ),
        ]
    )

    private static let status = Shape.object(
        package + "CustomResourceDefinitionStatus",
        "What has become of it.",
        [
            Shape.field("acceptedNames", names),
            Shape.field("conditions", Shape.conditions("NamesAccepted, Established, Terminating.")),
            Shape.field("observedGeneration", Shape.long("The generation that this is about.")),
            Shape.field("storedVersions", Shape.texts("Versions in which objects may be stored.")),
        ]
    )
}
