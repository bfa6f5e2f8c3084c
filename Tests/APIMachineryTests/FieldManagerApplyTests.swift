import APIMachinery
import JSON
import Testing

struct FieldManagerApplyTests {
    private static let spec: JSONValue = ["flunderReference": "r", "referenceType": "Flunder"]
    private static let specFields: JSONValue = ["f:flunderReference": [:], "f:referenceType": [:]]

    @Test
    func createsChangesAndDrops() throws {
        var ledger = Ledger()
        try ledger.apply("m1", ["metadata": ["labels": ["x": "1"]], "spec": Self.spec])
        let books: JSONValue = ["m1/A/v1beta1": ["f:metadata": ["f:labels": ["f:x": [:]]], "f:spec": Self.specFields]]
        #expect(ledger.books == books)
        try ledger.apply("m1", ["metadata": ["labels": ["x": "2"]], "spec": Self.spec])
        #expect(ledger.content.at("metadata", "labels") == ["x": "2"] && ledger.books == books)
        try ledger.apply("m1", ["spec": Self.spec])
        #expect(ledger.content == ["metadata": [:], "spec": Self.spec])
        try ledger.apply("m1", [:])
        #expect(ledger.content == ["metadata": [:], "spec": [:]])
        #expect(ledger.live?.at("metadata", "managedFields") == nil)
    }

    @Test
    func changesNothingTheSecondTime() throws {
        var ledger = Ledger()
        let config: JSONValue = [
            "metadata": ["labels": ["x": "1", "n": nil]], "spec": ["hosts": ["b", "a"], "nested": nil],
        ]
        try ledger.apply("m1", config)
        let before = ledger.live
        try ledger.apply("m1", config)
        #expect(ledger.live == before)
    }

    @Test
    func sharesFieldsOfEqualValueWithoutATime() throws {
        var ledger = Ledger()
        try ledger.create("creator", ["metadata": ["labels": ["u": "1"]], "spec": Self.spec])
        try ledger.apply("m1", ["metadata": ["labels": ["u": "1"]]])
        let books: JSONValue = [
            "m1/A/v1beta1": ["f:metadata": ["f:labels": ["f:u": [:]]]],
            "creator/U/v1beta1": ["f:metadata": ["f:labels": [".": [:], "f:u": [:]]], "f:spec": Self.specFields],
        ]
        #expect(ledger.books == books)
        #expect(ledger.live?.at("metadata", "managedFields")?[0]?["time"] == nil)
    }

    @Test
    func conflictsUnlessForced() throws {
        var ledger = Ledger()
        try ledger.create("creator", ["metadata": ["labels": ["u": "1"]], "spec": Self.spec])
        let config: JSONValue = ["metadata": ["labels": ["u": "2"]]]
        let error = #expect(throws: ApplyError.self) { try ledger.apply("m1", config) }
        let manager = "conflict with \"creator\" using wardle.example.com/v1beta1"
        #expect(
            error?.status.json == [
                "kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Failure",
                "message": .string("Apply failed with 1 conflict: \(manager): .metadata.labels.u"),
                "reason": "Conflict",
                "details": [
                    "causes": [
                        ["reason": "FieldManagerConflict", "message": .string(manager), "field": ".metadata.labels.u"]
                    ]
                ],
                "code": 409,
            ]
        )
        try ledger.apply("m1", isForced: true, config)
        #expect(
            ledger.books == [
                "m1/A/v1beta1": ["f:metadata": ["f:labels": ["f:u": [:]]]],
                "creator/U/v1beta1": ["f:metadata": ["f:labels": [:]], "f:spec": Self.specFields],
            ]
        )
        try ledger.patch("creator", ["metadata": ["labels": nil]])
        #expect(ledger.books == ["creator/U/v1beta1": ["f:spec": Self.specFields]])
        try ledger.apply("m1", config)
        #expect(ledger.content.at("metadata", "labels") == ["u": "2"])
    }

    @Test
    func listsAllConflictsByManager() throws {
        var ledger = Ledger()
        try ledger.apply("m1", ["spec": ["flunderReference": "a", "args": ["a"]]])
        try ledger.apply("m2", ["spec": ["referenceType": "a"]])
        let error = #expect(throws: ApplyError.self) {
            try ledger.apply("m3", ["spec": ["flunderReference": "b", "args": [], "referenceType": "b"]])
        }
        #expect(
            error?.status.message
                == "Apply failed with 3 conflicts: conflicts with \"m1\":\n- .spec.args\n- .spec.flunderReference\n"
                + "conflicts with \"m2\":\n- .spec.referenceType"
        )
    }

    @Test
    func mergesSetsAndMapsByKey() throws {
        var ledger = Ledger()
        func owner(_ name: String, _ uid: String) -> JSONValue {
            ["apiVersion": "v1", "kind": "ConfigMap", "name": .string(name), "uid": .string(uid)]
        }
        try ledger.apply(
            "m1",
            [
                "metadata": [
                    "finalizers": ["example.com/a"], "ownerReferences": [owner("cm1", "1")], "annotations": ["a": "1"],
                ]
            ]
        )
        try ledger.apply(
            "m2",
            [
                "metadata": [
                    "finalizers": ["example.com/b"], "ownerReferences": [owner("cm2", "2")], "annotations": ["b": "2"],
                ]
            ]
        )
        #expect(
            ledger.content["metadata"] == [
                "annotations": ["a": "1", "b": "2"], "ownerReferences": [owner("cm1", "1"), owner("cm2", "2")],
                "finalizers": ["example.com/a", "example.com/b"],
            ]
        )
        #expect(
            ledger.books["m2/A/v1beta1"] == [
                "f:metadata": [
                    "f:annotations": ["f:b": [:]], "f:finalizers": ["v:\"example.com/b\"": [:]],
                    "f:ownerReferences": ["k:{\"uid\":\"2\"}": [:]],
                ]
            ]
        )
        let error = #expect(throws: ApplyError.self) {
            try ledger.apply("m2", ["metadata": ["ownerReferences": [owner("renamed", "1")]]])
        }
        #expect(
            error?.status.message
                == "Apply failed with 1 conflict: conflict with \"m1\": .metadata.ownerReferences[uid=\"1\"]"
        )
        try ledger.apply("m2", ["metadata": ["annotations": ["b": "3"]]])
        #expect(
            ledger.content["metadata"] == [
                "annotations": ["a": "1", "b": "3"], "ownerReferences": [owner("cm1", "1")],
                "finalizers": ["example.com/a"],
            ]
        )
        try ledger.apply(
            "m1",
            ["metadata": ["finalizers": ["example.com/z", "example.com/a"], "annotations": ["a": "1"]]]
        )
        #expect(ledger.content.at("metadata", "finalizers") == ["example.com/z", "example.com/a"])
        #expect(ledger.content.at("metadata", "ownerReferences") == nil)
    }

    @Test
    func ownsNullsAndEmptyObjects() throws {
        var ledger = Ledger()
        try ledger.apply("m2", ["metadata": ["annotations": ["b": "3"]]])
        try ledger.apply("m1", ["metadata": ["labels": ["n": nil]]])
        #expect(ledger.content.at("metadata", "labels") == ["n": ""])
        #expect(ledger.books["m1/A/v1beta1"] == ["f:metadata": ["f:labels": ["f:n": [:]]]])
        try ledger.apply("m1", ["spec": nil])
        #expect(ledger.content == ["metadata": ["annotations": ["b": "3"]], "spec": [:]])
        #expect(ledger.books["m1/A/v1beta1"] == ["f:spec": [:]])
        try ledger.apply("m1", ["metadata": ["labels": [:]]])
        #expect(ledger.content == ["metadata": ["annotations": ["b": "3"]], "spec": [:]])
        #expect(ledger.books["m1/A/v1beta1"] == ["f:metadata": ["f:labels": [:]]])
    }

    @Test
    func appliesInAnotherVersion() throws {
        var ledger = Ledger()
        try ledger.apply("m1", version: Ledger.alpha, ["spec": ["reference": "r"]])
        #expect(ledger.content["spec"] == ["flunderReference": "r"])
        #expect(ledger.books == ["m1/A/v1alpha1": ["f:spec": ["f:reference": [:]]]])
        let error = #expect(throws: ApplyError.self) { try ledger.apply("m2", ["spec": ["flunderReference": "x"]]) }
        #expect(error?.status.message == "Apply failed with 1 conflict: conflict with \"m1\": .spec.reference")
        try ledger.apply("m1", ["spec": ["referenceType": "T"]])
        #expect(ledger.content["spec"] == ["referenceType": "T"])
        #expect(ledger.books == ["m1/A/v1beta1": ["f:spec": ["f:referenceType": [:]]]])
    }

    @Test
    func givesWhatNobodyOwnedToAPlaceholder() throws {
        var ledger = Ledger()
        try ledger.create("creator", ["spec": Self.spec, "metadata": ["labels": ["a": "1"]]])
        try ledger.patch("creator", ["metadata": ["managedFields": []]])
        try ledger.apply("m1", ["metadata": ["labels": ["b": "1"]]])
        #expect(
            ledger.books == [
                "m1/A/v1beta1": ["f:metadata": ["f:labels": ["f:b": [:]]]],
                "before-first-apply/U/v1beta1": [
                    "f:metadata": ["f:labels": [".": [:], "f:a": [:]]], "f:spec": Self.specFields,
                ],
            ]
        )
    }

    @Test
    func keepsElementsThatOthersAdded() throws {
        var ledger = Ledger()
        try ledger.apply("m1", ["spec": ["parts": [["name": "a", "size": 1], ["name": "b"]], "hosts": ["x", "y"]]])
        try ledger.patch(
            "u",
            ["spec": ["parts": [["name": "a", "size": 1, "color": "blue"], ["name": "b"], ["name": "c"]]]]
        )
        try ledger.apply("m1", ["spec": ["parts": [["name": "b"]], "hosts": ["y"]]])
        // An element goes as a whole with the manager that applied it, whatever others added inside.
        #expect(ledger.content["spec"] == ["parts": [["name": "b"], ["name": "c"]], "hosts": ["y"]])
    }

    @Test(
        arguments: [
            (
                [
                    "apiVersion": "wardle.example.com/v1beta1", "kind": "Flunder", "spec": ["shark": 1],
                    "metadata": ["name": "a"],
                ],
                500,
                "failed to create typed patch object (/a; wardle.example.com/v1beta1, Kind=Flunder): .spec.shark: field not declared in schema"
            ),
            (
                [
                    "apiVersion": "wardle.example.com/v1beta1", "kind": "Flunder",
                    "metadata": ["name": "a", "finalizers": ["example.com/a", "example.com/a"]],
                ],
                500,
                "failed to create typed patch object (/a; wardle.example.com/v1beta1, Kind=Flunder): .metadata.finalizers: duplicate entries for key [=\"example.com/a\"]"
            ),
            (
                [
                    "apiVersion": "wardle.example.com/v1beta1", "kind": "Flunder",
                    "metadata": ["name": "a", "ownerReferences": [["uid": "1"], ["uid": "1"]]],
                ],
                500,
                "failed to create typed patch object (/a; wardle.example.com/v1beta1, Kind=Flunder): .metadata.ownerReferences: duplicate entries for key [uid=\"1\"]"
            ),
            (
                [
                    "apiVersion": "wardle.example.com/v1beta1", "kind": "Flunder", "spec": ["flunderReference": 7],
                    "metadata": ["name": "a"],
                ],
                500,
                "failed to create typed patch object (/a; wardle.example.com/v1beta1, Kind=Flunder): .spec.flunderReference: expected string, got &value.valueUnstructured{Value:7}"
            ),
            (
                [
                    "apiVersion": "wardle.example.com/v1beta1", "kind": "Flunder", "spec": [],
                    "metadata": ["namespace": "n"],
                ],
                500,
                "failed to create typed patch object (n/; wardle.example.com/v1beta1, Kind=Flunder): .spec: expected map, got &{[]}"
            ),
            (
                ["apiVersion": "wardle.example.com/v1beta1", "kind": "Flunder", "spec": ["parts": [["size": 1]]]],
                500,
                "failed to create typed patch object (/; wardle.example.com/v1beta1, Kind=Flunder): .spec.parts: element 0: associative list with keys has an element that omits key field \"name\" (and doesn't have default value)"
            ),
            (
                ["apiVersion": "wardle.example.com/v1beta1", "kind": "Flunder", "metadata": ["managedFields": []]], 400,
                "metadata.managedFields must be nil"
            ),
            (
                ["apiVersion": "wardle.example.com/v1alpha1", "kind": "Flunder"], 400,
                "invalid object type: wardle.example.com/v1alpha1, Kind=Flunder"
            ),
            (["kind": "Flunder"], 400, "invalid object type: /, Kind=Flunder"),
            (
                ["apiVersion": "wardle.example.com/v1beta1"], 400,
                "invalid object type: wardle.example.com/v1beta1, Kind="
            ),
            ([:], 400, "invalid object type: /, Kind="),
        ] as [(JSONValue, Int, String)]
    )
    func refusesConfigurationsThatDoNotFit(config: JSONValue, code: Int, message: String) {
        let manager = Ledger.manager(Ledger.beta)
        let error = #expect(throws: ApplyError.self) {
            try manager.apply(
                live: nil,
                config: config,
                manager: "m",
                isForced: false,
                now: Timestamp(secondsSince1970: 0)
            )
        }
        #expect(error?.status.code == code)
        #expect(error?.status.message == message)
    }

    @Test
    func letsKubectlTakeOverFromClientSideApply() throws {
        var ledger = Ledger()
        let config: JSONValue = [
            "apiVersion": .string(Ledger.beta), "kind": "Flunder", "spec": ["flunderReference": "r"],
        ]
        let annotation = "kubectl.kubernetes.io/last-applied-configuration"
        try ledger.create(
            "kubectl-client-side-apply",
            [
                "metadata": ["annotations": [.init(annotation): .string(config.description)]],
                "spec": ["flunderReference": "r"],
            ]
        )
        #expect(throws: ApplyError.self) { try ledger.apply("other", ["spec": ["flunderReference": "s"]]) }
        try ledger.apply("kubectl", ["spec": ["flunderReference": "s"]])
        #expect(ledger.content.at("spec", "flunderReference") == "s")
        let expected =
            #"{"apiVersion":"wardle.example.com/v1beta1","kind":"Flunder","spec":{"flunderReference":"s"}}"# + "\n"
        #expect(ledger.content.at("metadata", "annotations", annotation) == .string(expected))
    }
}
