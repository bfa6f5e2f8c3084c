import APIMachinery
import JSON
import Testing

@testable import LocalControlPlane

/// What CustomResourceDefinitions must be like.
struct CustomDefinitionValidationTests {
    static let version: JSONValue = [
        "name": "v1", "served": true, "storage": true, "schema": ["openAPIV3Schema": ["type": "object"]],
    ]
    static let definition: JSONValue = [
        "metadata": ["name": "foos.example.com"],
        "spec": [
            "group": "example.com", "scope": "Namespaced", "conversion": ["strategy": "None"],
            "names": ["plural": "foos", "singular": "foo", "kind": "Foo", "listKind": "FooList"],
            "versions": [version],
        ],
    ]

    /// The definition with another value at a path below `spec`.
    private static func changed(_ path: [String], _ value: JSONValue?) -> JSONValue {
        var definition = definition
        var spec = definition["spec"] ?? .null
        set(&spec, path[...], value)
        definition["spec"] = spec
        return definition
    }

    private static func set(_ tree: inout JSONValue, _ path: ArraySlice<String>, _ value: JSONValue?) {
        guard let key = path.first else { return }
        if path.count == 1 {
            tree[key] = value
        } else {
            var inner = tree[key] ?? .emptyObject
            set(&inner, path.dropFirst(), value)
            tree[key] = inner
        }
    }

    private static func version(_ key: String, _ value: JSONValue?) -> JSONValue {
        var version = version
        version[key] = value
        return version
    }

    private func errors(_ definition: JSONValue, old: JSONValue? = nil) -> [String] {
        CustomDefinitionValidation.errors(definition, old: old).map(\.description)
    }

    @Test func acceptsWhatIsProper() {
        #expect(errors(Self.definition) == [])
        #expect(errors(Self.changed(["names", "shortNames"], ["f", "fo"])) == [])
    }

    @Test(
        arguments: [
            (
                ["group"], "other.com",
                "metadata.name: Invalid value: \"foos.example.com\": must be spec.names.plural+\".\"+spec.group"
            ),
            (["group"], "example", "spec.group: Invalid value: \"example\": should be a domain with at least one dot"),
            (["group"], "", "spec.group: Required value"),
            (
                ["group"], "a.k8s.io",
                "metadata.annotations[api-approved.kubernetes.io]: Required value: protected groups must have approval"
            ), (["scope"], "", "spec.scope: Required value"),
            (
                ["scope"], "Galaxy",
                "spec.scope: Unsupported value: \"Galaxy\": supported values: \"Cluster\", \"Namespaced\""
            ), (["names", "singular"], "Foo", "spec.names.singular: Invalid value: \"Foo\": a DNS-1035 label"),
            (
                ["names", "kind"], "Fo_o",
                "spec.names.kind: Invalid value: \"Fo_o\": may have mixed case, but should otherwise match: a DNS-1035"
            ),
            (
                ["names", "listKind"], "Foo",
                "spec.names.listKind: Invalid value: \"Foo\": kind and listKind may not be the same"
            ),
            (["names", "shortNames"], ["f", "F"], "spec.names.shortNames[1]: Invalid value: \"F\": a DNS-1035 label"),
            (["versions"], [], "must have exactly one version marked as storage version"),
            (
                ["versions"], [version, version],
                "spec.versions: Invalid value: [\"v1\",\"v1\"]: must contain unique version names"
            ), (["versions"], [version("storage", false)], "must have exactly one version marked as storage version"),
            (["versions"], [version("name", "V1")], "spec.versions[0].name: Invalid value: \"V1\": a DNS-1035 label"),
            (
                ["versions"], [version("schema", nil)],
                "spec.versions[0].schema.openAPIV3Schema: Required value: schemas are required"
            ),
            (
                ["versions"], [version("deprecationWarning", "no")],
                "spec.versions[0].deprecationWarning: Invalid value: \"no\": can only be set for deprecated versions"
            ),
            (
                ["versions"], [version("additionalPrinterColumns", [["name": "A", "type": "text", "jsonPath": ".a"]])],
                "spec.versions[0].additionalPrinterColumns[0].type: Unsupported value: \"text\""
            ),
            (
                ["versions"],
                [
                    version(
                        "subresources",
                        ["scale": ["specReplicasPath": ".status.a", "statusReplicasPath": ".status.b"]]
                    )
                ],
                "scale.specReplicasPath: Invalid value: \".status.a\": should be a json path under .spec"
            ),
            (["conversion"], ["strategy": "Webhook"], "spec.conversion.strategy: Forbidden: the local control plane"),
            (["conversion"], ["strategy": "Magic"], "spec.conversion.strategy: Unsupported value: \"Magic\""),
            (["preserveUnknownFields"], true, "spec.preserveUnknownFields: Invalid value: true: cannot set to true"),
        ] as [([String], JSONValue, String)]
    )
    func refuses(_ path: [String], _ value: JSONValue, _ problem: String) {
        let found = errors(Self.changed(path, value))
        #expect(found.contains { $0.contains(problem) }, "\(found)")
    }

    @Test func keepsWhatObjectsDependOn() {
        var old = Self.definition
        old["status"] = ["conditions": [["type": "Established", "status": "True"]], "storedVersions": ["v1"]]
        var new = Self.changed(["scope"], "Cluster")
        new["status"] = old["status"]
        #expect(errors(new, old: old) == ["spec.scope: Invalid value: \"Cluster\": field is immutable"])
        #expect(errors(new, old: Self.definition) == [])
        var renamed = Self.changed(["versions"], [Self.version("name", "v2")])
        renamed["status"] = old["status"]
        #expect(errors(renamed, old: old).first?.hasPrefix("status.storedVersions[0]: Invalid value: \"v1\"") == true)
    }

    @Test func letsGoWhateverItIsLike() {
        var old = Self.changed(["scope"], "Galaxy")
        old["metadata"]?["deletionTimestamp"] = "2026-01-01T00:00:00Z"
        #expect(errors(old, old: old) == [])
    }
}
