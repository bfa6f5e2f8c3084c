import APIServer
import APIs
import Testing

@Suite struct BeeTabularTests {
    private let object: Insect.V1.Bee

    init() throws {
        object = try Insect.V1.Bee(json: sample("bee.yaml"))
    }

    @Test(arguments: [(50, "small"), (51, "large")] as [(Int, String)])
    func tellsLargeFromSmall(_ number: Int, _ shown: String) {
        var object = object
        object.spec.size = number
        #expect(object.cells.last == .string(shown))
        #expect(object.cells.count == Insect.V1.Bee.columns.count)
    }
}
