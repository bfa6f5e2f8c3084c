import APIServer

extension Insect.V1 {
    /// Describe Swarm here: `kubectl explain swarms` shows this comment.
    ///
    /// The server keeps none of its objects: the functions below answer, from wherever you like.
    // +resource:path=swarms
    // +printcolumn:name=Size,path=.size
    public struct Swarm: NamespacedResource, Gettable, Listable {
        public var metadata = ObjectMeta()
        /// How large it is.
        public var size: Int = 0

        /// Where the objects come from. Change it: ask a database, another API, or `context.objects` for what the
        /// server keeps.
        static func current() async throws -> [Swarm] {
            [("swarm-sample", 3), ("large", 80)].map { name, size in
                var object = Swarm()
                object.metadata.name = name
                object.metadata.namespace = "default"
                object.size = size
                return object
            }
        }

        /// Answers `kubectl get swarms`; the server applies namespace and selectors.
        public static func list(_ query: ListQuery, in context: VerbContext) async throws -> ObjectList<Swarm> {
            try await ObjectList(current())
        }

        /// Answers `kubectl get swarm <name>`.
        public static func get(_ name: String, in context: VerbContext) async throws -> Swarm {
            let found = try await current().first {
                $0.metadata.name == name && $0.metadata.namespace == context.namespace
            }
            guard let found else { throw context.notFound() }
            return found
        }
    }
}
