internal import Project

/// A kind that is a question: created without a name, answered at once, never stored.
enum ReviewKindTemplate {
    static func text(_ placed: PlacedResource) -> String {
        let resource = placed.resource
        let kind = resource.kind
        let scope = resource.isNamespaced ? "NamespacedResource" : "ClusterResource"
        return """
            import APIServer

            extension \(placed.group.namespace).\(placed.version.namespace) {
                /// Describe \(kind) here: `kubectl explain \(resource.plural)` shows this comment.
                ///
                /// A question: `kubectl create -f` asks it, the answer is its status, and the server keeps nothing.
                // \(KindTemplate.marker(resource))
                public struct \(kind): \(scope), Creatable {
                    public var metadata = ObjectMeta()
                    /// The question.
                    public var spec: Spec
                    /// The answer.
                    public var status: Status?

                    /// What somebody wants to know.
                    public struct Spec: Sendable, Equatable {
                        /// How large something is, from 1 to 100.
                        // +k8s:minimum=1
                        // +k8s:maximum=100
                        public var size: Int = 1
                    }

                    /// What the server answers.
                    public struct Status: Sendable, Equatable {
                        /// Whether that fits.
                        public var fits: Bool
                    }

                    /// Answers the question. Change how: `context` knows who asks and reads what the server keeps.
                    public static func create(_ object: \(kind), in context: VerbContext) async throws -> \(kind) {
                        object.answered()
                    }

                    func answered() -> \(kind) {
                        var object = self
                        object.status = Status(fits: spec.size <= 50)
                        return object
                    }
                }
            }

            """
    }

    static func sample(_ placed: PlacedResource) -> String {
        """
        # A question: kubectl create -o yaml -f shows the answer.
        apiVersion: \(placed.apiVersion)
        kind: \(placed.resource.kind)
        spec:
          size: 3

        """
    }

    static func tests(_ placed: PlacedResource) -> String {
        let kind = placed.resource.kind
        return """
            import APIServer
            import Testing

            @testable import APIs

            @Suite struct \(KindFiles.testSuite(placed)) {
                typealias \(kind) = \(placed.swiftType)

                @Test(arguments: [(50, true), (51, false)]) func answers(_ size: Int, _ fits: Bool) throws {
                    var object = try \(kind)(json: sample("\(KindFiles.sampleName(placed))"))
                    object.spec.size = size
                    #expect(object.answered().status?.fits == fits)
                }

                @Test func writesWhatItReads() throws {
                    let object = try \(kind)(json: sample("\(KindFiles.sampleName(placed))"))
                    #expect(try \(kind)(json: object.json) == object)
                }
            }

            """
    }
}
