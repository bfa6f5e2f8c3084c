internal import Project

/// A kind of which nothing is stored: its own code gets and lists its objects.
enum VirtualKindTemplate {
    static func text(_ placed: PlacedResource) -> String {
        let resource = placed.resource
        let kind = resource.kind
        let scope = resource.isNamespaced ? "NamespacedResource" : "ClusterResource"
        let namespace =
            resource.isNamespaced
            ? "\n                object.metadata.namespace = \"default\"" : ""
        let isHere = resource.isNamespaced ? " && $0.metadata.namespace == context.namespace" : ""
        return """
            import APIServer

            extension \(placed.group.namespace).\(placed.version.namespace) {
                /// Describe \(kind) here: `kubectl explain \(resource.plural)` shows this comment.
                ///
                /// The server keeps none of its objects: the functions below answer, from wherever you like.
                // \(KindTemplate.marker(resource))
                // +printcolumn:name=Size,path=.size
                public struct \(kind): \(scope), Gettable, Listable {
                    public var metadata = ObjectMeta()
                    /// How large it is.
                    public var size: Int = 0

                    /// Where the objects come from. Change it: ask a database, another API, or `context.objects` for what the
                    /// server keeps.
                    static func current() async throws -> [\(kind)] {
                        [("\(KindSampleTemplate.objectName(placed))", 3), ("large", 80)].map { name, size in
                            var object = \(kind)()
                            object.metadata.name = name\(namespace)
                            object.size = size
                            return object
                        }
                    }

                    /// Answers `kubectl get \(resource.plural)`; the server applies namespace and selectors.
                    public static func list(_ query: ListQuery, in context: VerbContext) async throws -> ObjectList<\(kind)> {
                        try await ObjectList(current())
                    }

                    /// Answers `kubectl get \(resource.singular) <name>`.
                    public static func get(_ name: String, in context: VerbContext) async throws -> \(kind) {
                        let found = try await current().first {
                            $0.metadata.name == name\(isHere)
                        }
                        guard let found else { throw context.notFound() }
                        return found
                    }
                }
            }

            """
    }

    static func sample(_ placed: PlacedResource) -> String {
        let scope = placed.resource.isNamespaced ? "\n  namespace: default" : ""
        return """
            # What the server answers; there is nothing to apply.
            apiVersion: \(placed.apiVersion)
            kind: \(placed.resource.kind)
            metadata:
              name: \(KindSampleTemplate.objectName(placed))\(scope)
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

                @Test func listsItsSample() async throws {
                    let object = try \(kind)(json: sample("\(KindFiles.sampleName(placed))"))
                    #expect(try await \(kind).current().contains(object))
                }

                @Test func writesWhatItReads() throws {
                    let object = try \(kind)(json: sample("\(KindFiles.sampleName(placed))"))
                    #expect(try \(kind)(json: object.json) == object)
                }
            }

            """
    }
}
