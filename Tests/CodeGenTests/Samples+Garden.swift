import CodeGen

extension Samples {
    /// One kind that uses every type, default and marker, with types in several files and scopes.
    static let garden = CodeGenInput(
        domain: "example.com",
        groups: [
            CodeGenInput.Group(
                name: "garden",
                fullName: "garden.example.com",
                typeName: "Garden",
                versions: [CodeGenInput.Version(name: "v1", typeName: "V1")]
            ),
            CodeGenInput.Group(name: "empty", fullName: "empty.example.com", typeName: "Empty", versions: []),
        ],
        files: [file("Garden/V1/Plant.swift", plant), file("Garden/Shared.swift", shared)]
    )

    private static let plant = #"""
        public import APIMachinery
        public import APIServer
        public import JSON

        extension Garden.V1 {
            /// A plant in a bed.
            ///
            /// It grows by itself:
            /// - in spring,
            /// - in summer.
            // +resource:path=plants,shortName=pl;plt,categories=all;green,singular=plant
            // +printcolumn:name=Height,path=.spec.height,description="How tall it is, in metres",format=double
            // +printcolumn:name=Ready,path=.status.conditions[?(@.type=="Ready")].status
            // +printcolumn:name=Since,path=.status.conditions[?type=Ready].lastTransitionTime,priority=1
            // +printcolumn:name=Age,path=.metadata.creationTimestamp
            // +k8s:prerelease-lifecycle-gen:deprecated=1.3
            // +subresource:status
            // +subresource:scale:specReplicasPath=.spec.depth,statusReplicasPath=.status.grown,labelSelectorPath=.status.selector
            public struct Plant: ClusterResource {
                public var metadata = ObjectMeta()
                public var spec: Spec
                public var status: Status?

                /// What the gardener wants.
                public struct Spec: Sendable, Equatable {
                    /// Its name in "Latin", with a backslash \ and a text that goes on for so long that it does not fit on a line of its own.
                    // +k8s:pattern=`^[A-Z][a-z]+( [a-z]+)?$`
                    // +k8s:maxLength=64
                    public var latinName: String
                    // +k8s:minimum=0.1
                    // +k8s:exclusiveMaximum
                    // +k8s:maximum=120
                    public var height: Double = 1.5
                    public var weight: Float?
                    public var seeds: Int32 = 1_000_000
                    public var budget: Int64 = 0
                    public var isEdible = false
                    public var isWatered = true
                    /// How it likes the light.
                    public var light: Light = .halfShade
                    public var lights: [Light] = [.sun, .shade]
                    // +listType=set
                    // +k8s:maxItems=8
                    public var colours: [String] = []
                    // +listType=map
                    // +listMapKey=name
                    // +listMapKey=kind
                    public var neighbours: [Neighbour]?
                    // +mapType=atomic
                    public var notes: [String: String] = [:]
                    public var sizes: [String: Int] = ["s": 1, "m": 2]
                    // +structType=atomic
                    public var soil: Garden.Soil = Garden.Soil()
                    public var extra: JSONValue?
                    public var port: IntOrString = 80
                    public var water: Quantity?
                    public var plantedAt: Timestamp?
                    // +nullable
                    public var owner: Owner?
                    // +json:name=in-class
                    public var `class`: String?
                    public var depth: Int? = 3
                    // +default={"kind": "bed", "rows": [1, 2.5]}
                    public var layout: JSONValue
                    // +default="spade"
                    public var tool: String?
                    // +k8s:required
                    public var place: String?
                    public var grid: [[Int]] = []
                    public var beds: [String: [Garden.Soil]]?
                    private var cache = 0
                    public static let limit = 3
                    public var isTall: Bool { height > 2 }
                }

                public enum Light: String, Sendable {
                    /// All day.
                    case sun
                    case halfShade = "half-shade"
                    case shade
                }

                public struct Status: Sendable, Equatable {
                    // +listType=map
                    // +listMapKey=type
                    public var conditions: [Condition] = []
                    /// When somebody looked.
                    public var seenAt: Timestamp?
                    public var grown: Int32?
                    public var selector: String?
                }
            }

            public struct Neighbour: Sendable, Equatable {
                public var name: String
                public var kind: Plant.Light
            }
        }
        """#

    private static let shared = """
        extension Garden {
            /// What plants stand in.
            public struct Soil: Hashable, Sendable {
                public var acidity: Double = 7.0
                public var isWet: Bool = false

                public init() {}
            }
        }

        extension Garden.V1.Plant {
            public typealias Owner = Person
        }

        /// Somebody.
        public struct Person: Sendable, Equatable {
            public var name: String
        }
        """
}
