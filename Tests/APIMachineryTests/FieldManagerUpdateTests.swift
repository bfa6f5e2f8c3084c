import APIMachinery
import JSON
import Testing

struct FieldManagerUpdateTests {
    private static let spec: JSONValue = ["flunderReference": "r", "referenceType": "Flunder"]
    private static let specFields: JSONValue = ["f:flunderReference": [:], "f:referenceType": [:]]

    @Test
    func givesWhatIsNewToTheCreator() throws {
        var ledger = Ledger()
        try ledger.create(
            "creator",
            [
                "metadata": ["labels": ["u": "1"], "finalizers": ["example.com/a"]], "spec": ["flunderReference": "r"],
            ]
        )
        #expect(
            ledger.books == [
                "creator/U/v1beta1": [
                    "f:metadata": [
                        "f:labels": [".": [:], "f:u": [:]], "f:finalizers": [".": [:], "v:\"example.com/a\"": [:]],
                    ],
                    "f:spec": ["f:flunderReference": [:]],
                ]
            ]
        )
        let entry = ledger.live?.at("metadata", "managedFields")?[0]
        #expect(entry?.object?.keys == ["manager", "operation", "apiVersion", "time", "fieldsType", "fieldsV1"])
        #expect(entry?["time"] == "1970-01-01T00:16:41Z")
    }

    @Test
    func keepsNoBooksOfNothing() throws {
        var ledger = Ledger()
        try ledger.create("creator", ["spec": [:]])
        #expect(ledger.live?.at("metadata", "managedFields") == nil)
        try ledger.patch("patcher", ["metadata": ["labels": ["a": "b"]]])
        #expect(ledger.live?.at("metadata", "managedFields") == nil)
    }

    @Test
    func keepsOneEntryPerManagerAndVersion() throws {
        var ledger = Ledger()
        try ledger.create("kubectl", ["spec": Self.spec])
        try ledger.patch("patcher", ["metadata": ["labels": ["p": "1"]]])
        try ledger.patch("patcher", ["metadata": ["labels": ["q": "1"]]])
        try ledger.patch("patcher", version: Ledger.alpha, ["metadata": ["labels": ["r": "1"]]])
        #expect(
            ledger.books == [
                "kubectl/U/v1beta1": ["f:spec": Self.specFields],
                "patcher/U/v1alpha1": ["f:metadata": ["f:labels": ["f:r": [:]]]],
                "patcher/U/v1beta1": ["f:metadata": ["f:labels": [".": [:], "f:p": [:], "f:q": [:]]]],
            ]
        )
    }

    @Test
    func takesFieldsInTheirOldVersionFromTheirOwner() throws {
        var ledger = Ledger()
        try ledger.create("a", ["spec": Self.spec])
        try ledger.patch("b", version: Ledger.alpha, ["spec": ["reference": "x"]])
        #expect(
            ledger.books == [
                "a/U/v1beta1": ["f:spec": ["f:referenceType": [:]]], "b/U/v1alpha1": ["f:spec": ["f:reference": [:]]],
            ]
        )
    }

    @Test
    func forgetsRemovedFieldsAndEmptyManagers() throws {
        var ledger = Ledger()
        try ledger.create("a", ["metadata": ["labels": ["x": "1"]]])
        try ledger.patch("b", ["metadata": ["labels": ["y": "1"]]])
        try ledger.patch("c", ["metadata": ["labels": ["y": nil]]])
        #expect(ledger.books == ["a/U/v1beta1": ["f:metadata": ["f:labels": [".": [:], "f:x": [:]]]]])
        try ledger.patch("c", ["metadata": ["labels": nil]])
        #expect(ledger.books == [:])
    }

    @Test
    func changesNothingWhenNothingChanges() throws {
        var ledger = Ledger()
        try ledger.create("a", ["spec": Self.spec])
        let before = ledger.live
        try ledger.update("b") { $0 }
        try ledger.patch("a", version: Ledger.alpha, ["spec": ["reference": "r"]])
        #expect(ledger.live == before)
    }

    @Test(arguments: [[], [[:]]] as [JSONValue])
    func resetsTheBooks(entries: JSONValue) throws {
        var ledger = Ledger()
        try ledger.create("a", ["spec": Self.spec])
        try ledger.patch("b", ["metadata": ["managedFields": entries]])
        #expect(ledger.live?.at("metadata", "managedFields") == nil)
    }

    @Test
    func takesValidBooksFromTheBodyAndIgnoresOthers() throws {
        var ledger = Ledger()
        try ledger.create("a", ["spec": Self.spec])
        let before = ledger.books
        try ledger.patch(
            "b",
            ["metadata": ["managedFields": [["manager": "x", "operation": "Update", "fieldsV1": ["f:spec": [:]]]]]]
        )
        #expect(ledger.books == before)
        let entry: JSONValue = [
            "manager": "x", "operation": "Apply", "apiVersion": .string(Ledger.beta), "fieldsType": "FieldsV1",
            "fieldsV1": ["f:spec": ["f:flunderReference": [:]]],
        ]
        try ledger.patch("b", ["metadata": ["managedFields": [entry]]])
        #expect(ledger.books == ["x/A/v1beta1": ["f:spec": ["f:flunderReference": [:]]]])
    }

    @Test
    func namesTheUnknown() throws {
        var ledger = Ledger()
        try ledger.create("", ["spec": Self.spec])
        #expect(ledger.books == ["unknown/U/v1beta1": ["f:spec": Self.specFields]])
    }

    @Test
    func neverOwnsWhatRequestsCannotChange() throws {
        var ledger = Ledger()
        try ledger.create("a", ["spec": Self.spec])
        let schema = TestSchemas.flunder
        let status = FieldManager(
            schema: schema,
            apiVersion: Ledger.beta,
            subresource: "status",
            resetFields: FieldSet([[.field("spec")]])
        )
        var new = try #require(ledger.live)
        new["status"] = ["phase": "x"]
        new["spec"] = [:]
        let result = status.update(old: ledger.live, new: new, manager: "a", now: Timestamp(secondsSince1970: 5))
        let entries = result.at("metadata", "managedFields")?.array
        #expect(entries?.map { $0["subresource"] } == [nil])
    }

    @Test
    func foldsTheOldestUpdaters() throws {
        var ledger = Ledger()
        for number in 0..<12 { try ledger.patch("m\(number)", ["spec": ["notes": [.init("n\(number)"): "x"]]]) }
        let names = ledger.books.object?.keys.sorted()
        #expect(
            names == ["ancient-changes/U/v1beta1"]
                + ["m10", "m11", "m3", "m4", "m5", "m6", "m7", "m8", "m9"].map { $0 + "/U/v1beta1" }
        )
        #expect(
            ledger.books["ancient-changes/U/v1beta1"]?.at("f:spec", "f:notes")?.object?.keys == [
                ".", "f:n0", "f:n1", "f:n2",
            ]
        )
    }

    @Test
    func dropsEntriesOfVersionsThatAreGone() throws {
        var ledger = Ledger()
        let entry: JSONValue = [
            "manager": "x", "operation": "Update", "apiVersion": "wardle.example.com/v0", "fieldsType": "FieldsV1",
            "fieldsV1": ["f:spec": ["f:old": [:]]],
        ]
        try ledger.create("a", ["spec": Self.spec, "metadata": ["managedFields": [entry]]])
        #expect(ledger.books == ["a/U/v1beta1": ["f:spec": Self.specFields]])
    }

    @Test
    func ownsElementsAndWholes() throws {
        var ledger = Ledger()
        try ledger.create(
            "a",
            [
                "spec": [
                    "parts": [["name": "p", "size": 1]], "args": ["x"], "free": ["k": ["l": 1]],
                    "flunderReference": "r",
                ]
            ]
        )
        try ledger.patch(
            "b",
            [
                "spec": [
                    "parts": [["name": "p", "size": 2], ["name": "q"]], "args": ["x", "y"], "free": ["k": ["m": 1]],
                ]
            ]
        )
        #expect(
            ledger.books == [
                "a/U/v1beta1": [
                    "f:spec": [
                        "f:flunderReference": [:],
                        "f:parts": [".": [:], "k:{\"name\":\"p\"}": [".": [:], "f:name": [:]]],
                        "f:free": [".": [:], "f:k": [".": [:], "f:l": [:]]],
                    ]
                ],
                "b/U/v1beta1": [
                    "f:spec": [
                        "f:args": [:], "f:free": ["f:k": ["f:m": [:]]],
                        "f:parts": [
                            "k:{\"name\":\"p\"}": ["f:size": [:]], "k:{\"name\":\"q\"}": [".": [:], "f:name": [:]],
                        ],
                    ]
                ],
            ]
        )
    }
}
