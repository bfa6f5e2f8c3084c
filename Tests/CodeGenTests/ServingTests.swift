import CodeGen
import Testing

/// Kinds that answer verbs and subresources by code of their own.
@Suite struct ServingTests {
    typealias Case = DiagnosticCase

    @Test func subresourcesAreFoundByNameOrByType() {
        let (model, diagnostics) = CodeGenerator.inspect(Samples.serving)
        #expect(diagnostics == [])
        let bee = model.kinds.first { $0.name == "Bee" }
        #expect(bee?.subresources.map(\.name) == ["feed", "waggle-dance"])
        #expect(
            bee?.subresources.map { $0.path.joined(separator: ".") } == [
                "Insect.V1beta1.Bee.Feed", "Insect.V1beta1.Bee.Dancing",
            ]
        )
        #expect(bee?.isStored == true)
        #expect(model.kinds.first { $0.name == "Census" }?.isVirtual == true)
        #expect(model.kinds.first { $0.name == "FeedRequest" }?.isSubresourceKind == true)
    }

    private static func bee(_ markers: String, conformances: String = "NamespacedResource") -> String {
        """
        extension Insect.V1beta1 {
        // \(markers)
        public struct Bee: \(conformances) {
        public var metadata = ObjectMeta()
        public var status: Status?
        public struct Status: Sendable, Equatable {}
        enum Idle {}
        }
        }
        """
    }

    @Test(arguments: [
        Case(
            bee("+subresource:feed"),
            "2:4: error: Bee has no type `Feed`, which would serve the subresource `feed`",
            fix: "write extension Insect.V1beta1.Bee { enum Feed: GettableSubresource { … } }"
        ),
        Case(
            bee("+subresource:statu"),
            "2:4: error: Bee has no type `Statu`, which would serve the subresource `statu`",
            fix: "write +subresource:status"
        ),
        Case(
            bee("+subresource:idle"),
            "7:6: error: Insect.V1beta1.Bee.Idle serves nothing of the subresource `idle`",
            fix: "conform to GettableSubresource, UpdatableSubresource, CreatableSubresource, Connector"
        ),
        Case(
            bee("+subresource:Feed"),
            "2:4: error: marker +subresource: `Feed` is no name: lower-case letters, digits and `-`, a letter first",
            fix: "write +subresource:feed or +subresource:feed:type=Feeding"
        ),
        Case(
            bee("+subresource:status", conformances: "NamespacedResource, Listable"),
            "2:4: error: Bee answers its verbs itself: the server keeps no object that +subresource:status could be about",
            fix: "remove the marker"
        ),
        Case(
            bee("+storageversion", conformances: "SubresourceKind"),
            "2:4: error: Bee belongs to a subresource: the server keeps no object that +storageversion could be about",
            fix: "remove the marker"
        ),
    ])
    func reports(_ example: Case) { example.expect(in: Samples.input(example.source)) }
}
