import CodeGen

extension Samples {
    /// A project whose generated code needs the whole server, so that it is not compiled by itself.
    static let served = Project(name: "serving", input: serving)

    /// Kinds that answer verbs and subresources by code of their own.
    static let serving = input(
        """
        public import APIServer

        extension Insect.V1beta1 {
            /// A bee that can be fed.
            // +subresource:status
            // +subresource:feed
            // +subresource:waggle-dance:type=Dancing
            public struct Bee: NamespacedResource {
                public var metadata = ObjectMeta()
                public var status: Status?

                /// What has been seen.
                public struct Status: Sendable, Equatable {
                    /// What it has eaten, in milligrams.
                    public var eaten: Int = 0
                }

                enum Feed: CreatableSubresource {
                    static func create(
                        _ body: FeedRequest,
                        below parent: ParentObject<Bee>,
                        in context: VerbContext
                    ) async throws -> Bee { parent.object }
                }
            }

            /// How a bee is fed.
            public struct FeedRequest: SubresourceKind {
                public var metadata = ObjectMeta()
                /// How much, in milligrams.
                // +k8s:minimum=1
                public var amount: Int = 1
            }

            /// How many bees there are.
            // +printcolumn:name=Bees,path=.bees
            public struct Census: ClusterResource, Gettable, Listable {
                public var metadata = ObjectMeta()
                /// How many.
                public var bees: Int = 0

                public static func get(_ name: String, in context: VerbContext) async throws -> Census { Census() }
                public static func list(_ query: ListQuery, in context: VerbContext) async throws -> ObjectList<Census> {
                    ObjectList([])
                }
            }
        }

        extension Insect.V1beta1.Bee {
            struct Dancing {}
        }

        extension Insect.V1beta1.Bee.Dancing: Connector {
            static func connect(_ request: ConnectRequest<Insect.V1beta1.Bee>) async throws -> HTTPResponse {
                HTTPResponse(status: 200)
            }
        }
        """
    )
}
