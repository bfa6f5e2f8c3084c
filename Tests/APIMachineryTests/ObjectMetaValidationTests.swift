import APIMachinery
import JSON
import Testing

struct ObjectMetaValidationTests {
    private static let qualifiedName =
        "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
        + "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is "
        + "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"
    private static let labelValue =
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and "
        + "end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is "
        + "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"

    private func texts(_ metadata: JSONValue, isNamespaced: Bool = false) -> [String] {
        ObjectMetaValidation.validate(metadata, isNamespaced: isNamespaced).map(\.description)
    }

    @Test(
        arguments: [
            ([:], ["metadata.name: Required value: name or generateName is required"]),
            (["name": "a/b"], [#"metadata.name: Invalid value: "a/b": may not contain '/'"#]),
            (["name": "a%b"], [#"metadata.name: Invalid value: "a%b": may not contain '%'"#]),
            (["name": "."], [#"metadata.name: Invalid value: ".": may not be '.'"#]),
            (["name": ".."], [#"metadata.name: Invalid value: "..": may not be '..'"#]),
            (["name": "a_B-"], []),
            (["name": "a", "namespace": "n"], ["metadata.namespace: Forbidden: not allowed on this type"]),
            (
                ["name": "a", "generation": -1],
                ["metadata.generation: Invalid value: -1: must be greater than or equal to 0"]
            ),
            (["name": "a", "labels": ["a": "b c"]], [#"metadata.labels: Invalid value: "b c": "# + labelValue]),
            (
                ["name": "a", "labels": ["": "b"]],
                [
                    #"metadata.labels: Invalid value: "": name part must be non-empty"#,
                    #"metadata.labels: Invalid value: "": name part "# + qualifiedName,
                ]
            ),
            (
                ["name": "a", "labels": ["a/b/c": "d"]],
                [
                    #"metadata.labels: Invalid value: "a/b/c": a valid label key "# + qualifiedName
                        + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"
                ]
            ),
            (
                ["name": "a", "labels": ["/a": "b"]],
                [#"metadata.labels: Invalid value: "/a": prefix part must be non-empty"#]
            ),
            (
                ["name": "a", "labels": ["EX.com/a": "b"]],
                [
                    #"metadata.labels: Invalid value: "EX.com/a": prefix part a lowercase RFC 1123 subdomain must consist of "#
                        + "lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character "
                        + "(e.g. 'example.com', regex used for validation is "
                        + #"'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"#
                ]
            ),
            (["name": "a", "annotations": ["EX.com/A": "b"]], []),
            (
                ["name": "a", "ownerReferences": [["apiVersion": "v1", "kind": "C", "name": "n", "uid": ""]]],
                [#"metadata.ownerReferences.uid: Invalid value: "": must not be empty"#]
            ),
            (
                ["name": "a", "ownerReferences": [["apiVersion": "v1", "kind": "Event", "name": "n", "uid": "u"]]],
                [
                    #"metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"n","uid":"u"}: "#
                        + "/v1, Kind=Event is disallowed from being an owner"
                ]
            ),
            (
                ["name": "a", "finalizers": ["a b"]],
                [#"metadata.finalizers: Invalid value: "a b": name part "# + qualifiedName]
            ),
            (
                ["name": "a", "finalizers": ["orphan", "foregroundDeletion"]],
                [
                    #"metadata.finalizers: Invalid value: ["orphan","foregroundDeletion"]: "#
                        + "finalizer orphan and foregroundDeletion cannot be both set"
                ]
            ),
            (
                ["name": "a", "managedFields": [["operation": "Apply"], ["operation": "X"]]],
                [#"metadata.managedFields[1].operation: Invalid value: "X": must be `Apply` or `Update`"#]
            ),
        ] as [(JSONValue, [String])]
    )
    func saysWhatIsWrong(metadata: JSONValue, expected: [String]) { #expect(texts(metadata) == expected) }

    @Test
    func limitsLengthsInclusively() {
        let k63 = String(repeating: "k", count: 63)
        #expect(texts(["name": "a", "labels": [.init(k63): .string(k63)]]) == [])
        #expect(
            texts(["name": "a", "labels": [.init("k" + k63): .string("v" + k63)]]) == [
                "metadata.labels: Invalid value: \"k\(k63)\": name part must be no more than 63 bytes",
                "metadata.labels: Invalid value: \"v\(k63)\": must be no more than 63 bytes",
            ]
        )
        let big = String(repeating: "x", count: 262_141)
        #expect(texts(["name": "a", "annotations": ["big": .string(big)]]) == [])
        #expect(
            texts(["name": "a", "annotations": ["big": .string(big + "x")]])
                == ["metadata.annotations: Too long: may not be more than 262144 bytes"]
        )
    }

    @Test
    func checksTheNamespace() {
        #expect(texts(["name": "a"], isNamespaced: true) == ["metadata.namespace: Required value"])
        #expect(
            texts(["name": "a", "namespace": "Not_Valid"], isNamespaced: true) == [
                #"metadata.namespace: Invalid value: "Not_Valid": a lowercase RFC 1123 label must consist of lower case "#
                    + "alphanumeric characters or '-', and must start and end with an alphanumeric character "
                    + "(e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"
            ]
        )
        #expect(
            texts(["name": "a", "namespace": "a.b"], isNamespaced: true)
                == [#"metadata.namespace: Invalid value: "a.b": must not contain dots"#]
        )
    }

    private static let stored: JSONValue = [
        "name": "a", "uid": "u", "resourceVersion": "1", "generation": 7, "creationTimestamp": "2001-02-03T04:05:06Z",
    ]

    private func update(_ key: String, _ value: JSONValue?, old: JSONValue = stored) -> [String] {
        var new = old
        new[key] = value
        return ObjectMetaValidation.validateUpdate(new: new, old: old, isNamespaced: false).map(\.description)
    }

    @Test
    func keepsWhatCannotBeChanged() {
        #expect(update("annotations", ["a": "b"]) == [])
        #expect(update("uid", "v") == [#"metadata.uid: Invalid value: "v": field is immutable"#])
        #expect(
            update("deletionTimestamp", "2001-02-03T04:05:06Z")
                == [#"metadata.deletionTimestamp: Invalid value: "2001-02-03T04:05:06Z": field is immutable"#]
        )
        #expect(
            update("deletionGracePeriodSeconds", 5)
                == ["metadata.deletionGracePeriodSeconds: Invalid value: 5: field is immutable"]
        )
        #expect(update("generation", 3) == ["metadata.generation: Invalid value: 3: must not be decremented"])
    }

    @Test
    func reportsSomeProblemsOfUpdatesTwice() {
        let text = #"metadata.labels: Invalid value: "b c": "# + Self.labelValue
        #expect(update("labels", ["a": "b c"]) == [text, text])
        #expect(update("finalizers", ["a b"]).count == 1)
    }

    @Test
    func refusesNewFinalizersOnATerminatingObject() {
        var old = Self.stored
        old["deletionTimestamp"] = "2001-02-03T04:05:06Z"
        old["finalizers"] = ["example.com/a"]
        #expect(update("finalizers", [], old: old) == [])
        #expect(
            update("finalizers", ["example.com/a", "example.com/c", "example.com/b"], old: old) == [
                "metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, "
                    + #"found new finalizers []string{"example.com/b", "example.com/c"}"#
            ]
        )
    }

    @Test(arguments: [
        ("größe", []),
        ("a\nb", [#"fieldManager: Invalid value: "a\nb": invalid character U+000A (at position 1)"#]),
        ("ä\u{7}", [#"fieldManager: Invalid value: "ä\a": invalid character U+0007 (at position 2)"#]),
        (String(repeating: "m", count: 129), ["fieldManager: Too long: may not be more than 128 bytes"]),
    ])
    func checksFieldManagers(manager: String, expected: [String]) {
        #expect(
            ObjectMetaValidation.validateFieldManager(manager, field: "fieldManager").map(\.description) == expected
        )
    }
}
