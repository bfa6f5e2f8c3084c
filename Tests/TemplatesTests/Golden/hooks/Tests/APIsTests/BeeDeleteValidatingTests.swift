import APIServer
import APIs
import Testing

@Suite struct BeeDeleteValidatingTests {
    private let object: Insect.V1.Bee

    init() throws {
        object = try Insect.V1.Bee(json: sample("bee.yaml"))
    }

    @Test func keepsWhatIsProtected() throws {
        var object = object
        object.metadata.annotations["insect.example.com/protected"] = "true"
        #expect(try object.validateDelete(in: DeletionContext()).map(\.field) == ["metadata.annotations"])
    }

    @Test func letsOthersGo() throws {
        #expect(try object.validateDelete(in: DeletionContext()) == [])
    }
}
