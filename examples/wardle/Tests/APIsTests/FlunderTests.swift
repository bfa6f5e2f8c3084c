import APIServer
import APIs
import JSON
import Testing

@Suite struct FlunderTests {
    typealias Old = Wardle.V1alpha1.Flunder
    typealias New = Wardle.V1beta1.Flunder

    @Test func readsItsSample() throws {
        let object = try Old(json: sample("flunder.yaml"))
        #expect(object.metadata.name == "flunder-sample")
        #expect(object.spec.reference == "another-flunder")
    }

    @Test func aReferenceAloneIsToAFlunder() throws {
        var object = try Old(json: sample("flunder.yaml"))
        object.setDefaults()
        #expect(object.spec.referenceType == "Flunder")
        var empty = try Old(json: ["spec": [:]])
        empty.setDefaults()
        #expect(empty.spec.referenceType == nil)
    }

    @Test(arguments: ["Flunder", "Fischer"])
    func bothVersionsSayTheSame(_ type: String) throws {
        let old = try Old(json: ["spec": ["reference": "x", "referenceType": .string(type)]])
        #expect(Old(hub: old.hub) == old)
    }

    @Test(
        arguments: [
            ("a", "b", "Flunder", "spec.fischerReference"), ("a", "", "Fischer", "spec.flunderReference"),
            ("", "a", "", "spec.fischerReference"), ("", "", "Flunder", "spec.flunderReference"),
            ("", "", "Fischer", "spec.fischerReference"), ("", "", "Shark", "spec.referenceType"),
        ]
    )
    func refusesWhatDoesNotFit(_ flunder: String, _ fischer: String, _ type: String, _ field: String) throws {
        let errors = try new(flunder, fischer, type).validate(in: ValidationContext(old: nil))
        #expect(errors.map(\.field) == [field])
    }

    @Test func acceptsOneReferenceOfItsType() throws {
        #expect(try new("a", "", "Flunder").validate(in: ValidationContext(old: nil)).isEmpty)
        #expect(try new("", "a", "Fischer").validate(in: ValidationContext(old: nil)).isEmpty)
    }

    private func new(_ flunder: String, _ fischer: String, _ type: String) throws -> New {
        try New(
            json: [
                "spec": [
                    "flunderReference": .string(flunder), "fischerReference": .string(fischer),
                    "referenceType": .string(type),
                ]
            ]
        )
    }
}
