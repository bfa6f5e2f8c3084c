import APIServer

extension Insect.V1 {
    /// Describe Fit here: `kubectl explain fits` shows this comment.
    ///
    /// A question: `kubectl create -f` asks it, the answer is its status, and the server keeps nothing.
    // +resource:path=fits
    public struct Fit: ClusterResource, Creatable {
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
        public static func create(_ object: Fit, in context: VerbContext) async throws -> Fit {
            object.answered()
        }

        func answered() -> Fit {
            var object = self
            object.status = Status(fits: spec.size <= 50)
            return object
        }
    }
}
