import CodeGen

extension Samples {
    /// Two versions of one kind and a kind without a namespace, as the upstream sample server has them.
    static let wardle = CodeGenInput(
        domain: "example.com",
        groups: [
            CodeGenInput.Group(
                name: "wardle",
                fullName: "wardle.example.com",
                typeName: "Wardle",
                versions: [
                    CodeGenInput.Version(name: "v1alpha1", typeName: "V1alpha1"),
                    CodeGenInput.Version(name: "v1beta1", typeName: "V1beta1"),
                ]
            )
        ],
        files: [
            file("Wardle/V1alpha1/Flunder+V1alpha1.swift", oldFlunder),
            file("Wardle/V1alpha1/Fischer.swift", fischer),
            file("Wardle/V1beta1/Flunder+V1beta1.swift", newFlunder),
            file("Wardle/Flunder+Conversion.swift", conversion),
        ]
    )

    private static let oldFlunder = """
        public import APIMachinery
        public import APIServer

        extension Wardle.V1alpha1 {
            /// A flat fish in its first version.
            // +resource:path=flunders
            // +storageversion
            // +k8s:prerelease-lifecycle-gen:introduced=1.0
            // +k8s:prerelease-lifecycle-gen:removed=1.10
            public struct Flunder: NamespacedResource {
                public var metadata = ObjectMeta()
                public var spec: Spec = Spec()
                public var status: Status = .init()

                /// What a flunder wants.
                public struct Spec: Sendable, Equatable {
                    /// A name of a flunder or of a fischer, depending on the type.
                    public var reference: String = ""
                    /// The type of the reference.
                    public var referenceType: ReferenceType?
                    /// How often it swims.
                    public var laps = 0

                    public init() {}
                }

                /// What a flunder does.
                public struct Status: Sendable, Equatable {
                    public init() {}
                }
            }

            /// What a flunder refers to.
            public enum ReferenceType: String, Sendable {
                case flunder = "Flunder"
                case fischer = "Fischer"
            }
        }
        """

    private static let newFlunder = """
        public import APIMachinery
        public import APIServer

        extension Wardle.V1beta1 {
            /// A flat fish.
            // +resource:path=flunders
            public struct Flunder: NamespacedResource {
                public var metadata = ObjectMeta()
                public var spec: Spec = Spec()
                public var status: Status = Status()

                public struct Spec: Sendable, Equatable {
                    /// The flunder that it refers to; not both.
                    public var flunderReference: String = ""
                    /// The fischer that it refers to; not both.
                    public var fischerReference: String = ""

                    public init() {}
                }

                public struct Status: Sendable, Equatable {
                    public init() {}
                }
            }
        }
        """

    private static let fischer = """
        public import APIMachinery
        public import APIServer

        extension Wardle.V1alpha1 {
            /// Somebody who looks for flunders.
            // +resource:path=fischers
            public struct Fischer: ClusterResource {
                public var metadata = ObjectMeta()
                /// Flunders that may not be used.
                public var disallowedFlunders: [String] = []
            }
        }
        """

    private static let conversion = """
        internal import APIMachinery
        public import APIServer

        extension Wardle.V1alpha1.Flunder: Convertible {
            public init(hub: Wardle.V1beta1.Flunder) {
                metadata = hub.metadata
                spec.reference = hub.spec.flunderReference + hub.spec.fischerReference
                spec.referenceType = hub.spec.fischerReference.isEmpty ? .flunder : .fischer
            }

            public var hub: Wardle.V1beta1.Flunder {
                var hub = Wardle.V1beta1.Flunder()
                hub.metadata = metadata
                if spec.referenceType == .fischer {
                    hub.spec.fischerReference = spec.reference
                } else {
                    hub.spec.flunderReference = spec.reference
                }
                return hub
            }
        }
        """
}
